#ifndef GZ_FORM_CONTEXT_H
#define GZ_FORM_CONTEXT_H

#include "rules/resolve/draft.h"
#include "rules/resolve/form_table.h"

/*
 * Whether words that could be the short form of a name are one where they
 * stand: "Roe", but not that of "Mary Roe", "Roe Holdings", "Roe-Smith", and
 * no "Price" at the begin of a sentence, where any word has a capital.
 */

/** Whether a form stands alone at a token; it has been found there. */
bool gz_form_context_stands(const struct gz_draft *draft,
                            const struct gz_form *form, enum gz_field field,
                            uint32_t token);

/** Whether the words before a mention say that it is a place: "in London". */
bool gz_form_context_is_place(const struct gz_draft *draft,
                              const struct gz_draft_mention *m);

#endif
