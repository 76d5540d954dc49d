#ifndef GZ_NAME_FORMS_H
#define GZ_NAME_FORMS_H

#include "daemon/base/status.h"
#include "rules/resolve/draft.h"
#include "rules/resolve/form_table.h"

/**
 * Note the shorter ways to write what a mention names in full:
 *
 *   - of a person the surname, with its particles ("von der Leyen") and
 *     without what stands behind it ("Jr."); the first word where names are
 *     written so ("Xi" of "Xi Jinping"): by the country of the lists, by a
 * given name with a hyphen ("Moon" of "Moon Jae-in"), or by its syllables where
 *     no list has it, see pinyin.h; else the first word as the given name
 *   - of an organisation the name without its legal form, its first word if
 *     that tells it from others, and its initials, three or more
 *   - of anything the acronym in brackets behind it, if it is made of letters
 *     of its words: "Rapid Transit Board (RTB)"
 *   - of what no list has the name itself, for other places
 *
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_name_forms_note(struct gz_draft *draft,
                                  const struct gz_draft_mention *m,
                                  struct gz_form_table *table) GZ_MUST_CHECK;

#endif
