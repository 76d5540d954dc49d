#ifndef GZ_FINITE_VERB_H
#define GZ_FINITE_VERB_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/text/tokens.h"

/*
 * Verbs of English that no other governs, by their look: auxiliaries ("is",
 * "has", "will") and past forms ("bought", "signed").  A past form may be a
 * participle, too, and a word that ends with "ed" no verb at all.
 */

/** Whether a word looks like one; strict: like an auxiliary. */
bool gz_finite_verb(struct gz_str word, bool strict);

/** Whether the "and" between two names, tokens begin..end of count, joins
 * clauses: "Acme bought [Globex and Initech] fell".  But "Acme said Globex and
 * Initech fell". */
bool gz_finite_verb_parts(struct gz_str text, const struct gz_token *tokens,
                          uint32_t count, uint32_t begin, uint32_t end);

#endif
