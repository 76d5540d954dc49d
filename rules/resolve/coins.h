#ifndef GZ_COINS_H
#define GZ_COINS_H

#include "daemon/base/status.h"
#include "rules/resolve/draft.h"

/**
 * Say whose "67 million pesos" are: those of the one country with such a coin
 * that names of the article are of, or that those of its title and first
 * sentence are of.  What the text says itself stands, and so do dollars, euros,
 * pounds and yen; where nothing decides a unit stays as it was, XXX for coins
 * that several countries have.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status
gz_coins_settle(const struct gz_draft *draft,
                struct gz_values values[GZ_FIELD_COUNT]) GZ_MUST_CHECK;

#endif
