#ifndef GZ_QUANTITIES_H
#define GZ_QUANTITIES_H

#include "rules/resolve/draft.h"

/**
 * Take out mentions that are only a part of an amount of money or of a date:
 * the "US" of "US$14bn" is no country, the "May" of "May 3" nobody's name.
 * Currencies and other assets stay, and so does a name that is longer than the
 * quantity inside.
 */
void gz_quantities_clear(struct gz_draft *draft,
                         const struct gz_values values[GZ_FIELD_COUNT]);

#endif
