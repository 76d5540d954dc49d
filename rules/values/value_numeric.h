#ifndef GZ_VALUE_NUMERIC_H
#define GZ_VALUE_NUMERIC_H

#include "rules/values/value_when.h"

/*
 * Dates of digits alone: "2026-03-14", "14.03.2026", "14/03/2026", a year
 * behind a word that makes it one, "1977-1979", "fiscal 2026", "the summer of
 * 2017".
 */

/** The date whose first digits are token i. */
bool gz_value_numeric_read(struct gz_value_work *w, uint32_t i,
                           struct gz_value *out);

#endif
