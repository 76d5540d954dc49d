#ifndef GZ_ASSERTIONS_H
#define GZ_ASSERTIONS_H

#include "rules/facts/fact_work.h"

/**
 * Let assertion matches change the polarity and modality of facts of the same
 * clause: those whose evidence they overlap, or that stand near in the same
 * sentence with no break between: up to 12 tokens behind the assertion, or
 * beside it.  Of several the one with the highest
 * priority counts, then one that overlaps, then the nearest, then the first.
 * A rule that already says PLANNED, POSSIBLE or RUMOURED keeps that unless the
 * assertion says something less sure, or has a higher priority.
 */
void gz_assertions_apply(const struct gz_fact_sources *in,
                         struct gz_fact_draft *facts, uint32_t count);

#endif
