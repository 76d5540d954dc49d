#ifndef GZ_FINITE_VERB_H
#define GZ_FINITE_VERB_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/text/document.h"

/*
 * Verbs that no other governs, by the classes of their words: auxiliaries and
 * modals ("is", "has", "will") and past forms ("bought", "signed").  A past
 * form may be a participle, too, and a word that ends like one no verb at all.
 */

/** Whether a token is one; strict: an auxiliary or modal. */
static inline bool gz_finite_verb(const struct gz_passage *p, uint32_t token,
                                  bool strict)
{
    return gz_passage_is(p, token, GZ_GRAMMAR_AUXILIARY) ||
           gz_passage_is(p, token, GZ_GRAMMAR_MODAL) ||
           (!strict && gz_passage_is(p, token, GZ_GRAMMAR_PAST));
}

/** Whether the "and" between two names, tokens begin..end, joins clauses:
 * "Acme bought [Globex and Initech] fell".  But "Acme said Globex and Initech
 * fell". */
bool gz_finite_verb_parts(const struct gz_passage *p, uint32_t begin,
                          uint32_t end);

#endif
