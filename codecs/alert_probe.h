#ifndef GZ_ALERT_PROBE_H
#define GZ_ALERT_PROBE_H

#include <stddef.h>

#include "codecs/alert_event.h"

/*
 * An alert with every field set to a value of its own, and what a reader of
 * its encoding must find; see event_probe.h.
 */

/** The probe; static, shared. */
const struct gz_alert_event *gz_alert_probe(void);

/** The lines, *count of them; static, shared. */
const char *const *gz_alert_probe_lines(size_t *count);

#endif
