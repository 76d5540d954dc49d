#ifndef GZ_SHORT_FORMS_H
#define GZ_SHORT_FORMS_H

#include "daemon/base/status.h"
#include "rules/resolve/draft.h"

/*
 * One entity per form and article: what a full name gives (name_forms.h) is a
 * mention of its entity where it stands alone behind it.  Where several could
 * be meant it is the only one that the last GZ_SHORT_FORMS_SENTENCES sentences
 * name, or nobody.
 *
 * A mention that a rule made of a short form goes to the entity of the full
 * name, and so does a surname that a list takes for a place.  The title may
 * name in short who the body names in full.
 */
enum { GZ_SHORT_FORMS_SENTENCES = 3 };

/** Find them and change the draft.  Fails with GZ_LIMIT when the arena is
 * full. */
enum gz_status gz_short_forms_add(struct gz_draft *draft) GZ_MUST_CHECK;

#endif
