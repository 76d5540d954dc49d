#ifndef GZ_VALUE_TEXT_H
#define GZ_VALUE_TEXT_H

#include "daemon/base/buffer.h"
#include "rules/values/values.h"

/**
 * Append a value as one short text, the form that examples of rules use:
 * comparison, number or date, unit, period.
 *
 *     EQ 3.5 %
 *     GT 14000000000 USD P1Y
 *     RANGE 3..5 USD
 *     EQ 2026-03-14
 */
void gz_value_text_append(const struct gz_value *value, struct gz_buffer *out);

#endif
