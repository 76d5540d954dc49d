#ifndef GZ_FACT_FACTORS_H
#define GZ_FACT_FACTORS_H

#include "rules/findings.h"

/*
 * How sure a fact is: the prior of its rule, times how sure the links of its
 * participants are, times how they are named, times how much text the rule
 * skipped.  One table holds all numbers:
 *
 *     link   product of the link scores of all participants, at least 0.4
 *     form   name, alias, acronym, pattern 1; adjective 0.95; metonym and
 *            nominal 0.9; pronoun and implied 0.8; the product, at
 *            least 0.5
 *     gap    1 - 0.02 for each token that gaps took, at least 0.7
 *
 * Each factor is rounded to three decimals, and so is the product.
 */

/** Fill in confidence and its terms; entities and mentions are those that the
 * fact's roles count in. */
void gz_fact_factors_set(struct gz_fact *fact, double prior,
                         uint32_t gap_tokens,
                         const struct gz_findings *findings);

#endif
