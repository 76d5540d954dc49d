#ifndef GZ_ALERT_SYMBOL_H
#define GZ_ALERT_SYMBOL_H

#include <stdint.h>

/*
 * The enums that only schemas/alert_event.avsc has; the last symbol of each is
 * what any greater number is written as.
 */
enum gz_alert_enum {
    GZ_ALERT_ENUM_STATE,
    GZ_ALERT_ENUM_SEVERITY,
    GZ_ALERT_ENUM_HISTORY,
    GZ_ALERT_ENUM_COUNT,
};

/** The enum's name in the schema. */
const char *gz_alert_symbol_enum_name(enum gz_alert_enum which);

/** Number of symbols, the one for "unknown" included; it is the last. */
uint32_t gz_alert_symbol_count(enum gz_alert_enum which);

/** The symbol of a number; a number out of range gives "unknown". */
const char *gz_alert_symbol_name(enum gz_alert_enum which, uint32_t number);

#endif
