#ifndef GZ_ALERT_LINE_H
#define GZ_ALERT_LINE_H

#include <stdbool.h>

#include "codecs/alert_event.h"
#include "daemon/base/buffer.h"

/**
 * Append an alert as one line for a human: when it was raised, its state and
 * severity, the subscription, the entity's name, why it is told and, behind a
 * question mark, why it is in doubt.  Control characters become blanks.
 */
void gz_alert_line_append(const struct gz_alert_event *alert, bool colours,
                          struct gz_buffer *out);

#endif
