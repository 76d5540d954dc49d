#ifndef GZ_ROLE_HEAD_H
#define GZ_ROLE_HEAD_H

#include "rules/facts/fact_work.h"

/**
 * The mention that is meant by one that a match has in a role of a type: the
 * next one, of that type, when the first only says whose it is: "Jared
 * Kushner's Affinity Partners" at the end of a match, or "Google rival
 * Anthropic" (words of the class relation) anywhere, unless the match has both.
 */
uint32_t gz_role_head(const struct gz_fact_sources *in,
                      const struct gz_match *match, uint16_t type,
                      uint32_t mention);

#endif
