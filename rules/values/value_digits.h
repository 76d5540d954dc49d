#ifndef GZ_VALUE_DIGITS_H
#define GZ_VALUE_DIGITS_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/values/decimal.h"
#include "rules/values/value_work.h"

/*
 * Digits with separators.  What the separators mean follows from the shape
 * where that tells all ("1.234,5", "1,234.5", "1'234", "12,34,567"), else from
 * the language: "1.234" is a thousand in German and not in English.  A shape
 * that no style writes is refused.
 */

/** Read the digits that text begins with; *used are their bytes. */
bool gz_value_digits_read(const struct gz_value_work *w, struct gz_str text,
                          struct gz_decimal *out, size_t *used);

/**
 * Groups of three that follow token i after a space, "1 234 567", of which
 * *d holds the first.  *end is behind the last of them.  False where the
 * language leaves open what is meant.
 */
bool gz_value_digits_groups(const struct gz_value_work *w, uint32_t i,
                            struct gz_decimal *d, uint32_t *end);

#endif
