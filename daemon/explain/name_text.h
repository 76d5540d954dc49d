#ifndef GZ_NAME_TEXT_H
#define GZ_NAME_TEXT_H

#include "daemon/base/buffer.h"
#include "rules/gazetteer/gazetteer.h"

/*
 * What names have besides their spelling, in the words of gazetted-lists(5).
 */

/** "name", "alias", "acronym" ... for a value of enum gz_how. */
const char *gz_name_text_how(unsigned how);

/** "context" and so on, one flag of enum gz_name_flags by its bit number, or
 * NULL behind the last. */
const char *gz_name_text_flag(unsigned bit);

/** Append a policy: "exact,context". */
void gz_name_text_policy(struct gz_buffer *out, enum gz_name_case name_case,
                         unsigned flags);

#endif
