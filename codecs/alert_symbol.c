// Names of the symbols that alerts add to those of events.

#include "codecs/alert_symbol.h"

#include <assert.h>

#include "codecs/alert_event.h"
#include "codecs/symbol_set.h"

static const char *const states[] = {
    [GZ_ALERT_FIRING] = "FIRING",         [GZ_ALERT_UPDATED] = "UPDATED",
    [GZ_ALERT_CONFIRMED] = "CONFIRMED",   [GZ_ALERT_RESOLVED] = "RESOLVED",
    [GZ_ALERT_SILENCED] = "SILENCED",     [GZ_ALERT_LAPSED] = "LAPSED",
    [GZ_ALERT_STATE_UNKNOWN] = "UNKNOWN",
};

static const char *const severities[] = {
    [GZ_ALERT_INFO] = "INFO",
    [GZ_ALERT_WARNING] = "WARNING",
    [GZ_ALERT_CRITICAL] = "CRITICAL",
    [GZ_ALERT_SEVERITY_UNKNOWN] = "UNKNOWN",
};

static const char *const histories[] = {
    [GZ_ALERT_COMPLETE] = "COMPLETE",
    [GZ_ALERT_PARTIAL] = "PARTIAL",
    [GZ_ALERT_HISTORY_UNKNOWN] = "UNKNOWN",
};

static const struct gz_symbol_set enums[] = {
    [GZ_ALERT_ENUM_STATE] = GZ_SYMBOL_SET("AlertState", states),
    [GZ_ALERT_ENUM_SEVERITY] = GZ_SYMBOL_SET("Severity", severities),
    [GZ_ALERT_ENUM_HISTORY] = GZ_SYMBOL_SET("History", histories),
};

_Static_assert(sizeof(enums) / sizeof(enums[0]) == GZ_ALERT_ENUM_COUNT,
               "every enum has its symbols");

const char *gz_alert_symbol_enum_name(enum gz_alert_enum which)
{
    assert(which < GZ_ALERT_ENUM_COUNT);
    return enums[which].name;
}

uint32_t gz_alert_symbol_count(enum gz_alert_enum which)
{
    assert(which < GZ_ALERT_ENUM_COUNT);
    return enums[which].count;
}

const char *gz_alert_symbol_name(enum gz_alert_enum which, uint32_t number)
{
    assert(which < GZ_ALERT_ENUM_COUNT);
    return gz_symbol_set_name(&enums[which], number);
}
