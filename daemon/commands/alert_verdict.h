#ifndef GZ_ALERT_VERDICT_H
#define GZ_ALERT_VERDICT_H

#include "daemon/alert/alert_example.h"
#include "daemon/base/buffer.h"
#include "daemon/base/source.h"

/**
 * Whether the alerts of an example are those that it expects, by what it says
 * of them.  If not, append where the example stands and a unified diff.
 */
bool gz_alert_verdict(const struct gz_source *src,
                      const struct gz_alert_example *example,
                      const struct gz_alert_example_alert *found,
                      uint32_t count, struct gz_buffer *out);

#endif
