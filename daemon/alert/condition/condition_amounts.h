#ifndef GZ_CONDITION_AMOUNTS_H
#define GZ_CONDITION_AMOUNTS_H

#include <stdbool.h>

#include "codecs/event.h"
#include "daemon/alert/condition/condition_code.h"

/** Whether an operator holds of an order <0, 0 or >0. */
bool gz_condition_amounts_order(enum gz_condition_op op, int order);

/** Whether a value with unit and comparison must compare so: true only if
 * all that it may stand for does, and never across units. */
bool gz_condition_amounts_hold(enum gz_condition_op op,
                               const struct gz_event_value *have,
                               const struct gz_condition_literal *want);

#endif
