// Names of the symbols that alerts add to those of events.

#include "codecs/alert_symbol.h"

#include <assert.h>

#include "codecs/alert_event.h"

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

#define ENUM(name, table)                                                      \
    {                                                                          \
        name, table, sizeof(table) / sizeof((table)[0])                        \
    }

static const struct {
    const char *name;
    const char *const *symbols;
    uint32_t count;
} enums[] = {
    [GZ_ALERT_ENUM_STATE] = ENUM("AlertState", states),
    [GZ_ALERT_ENUM_SEVERITY] = ENUM("Severity", severities),
    [GZ_ALERT_ENUM_HISTORY] = ENUM("History", histories),
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
    const uint32_t last = gz_alert_symbol_count(which) - 1;
    return enums[which].symbols[number < last ? number : last];
}
