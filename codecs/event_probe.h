#ifndef GZ_EVENT_PROBE_H
#define GZ_EVENT_PROBE_H

#include <stddef.h>

#include "codecs/event.h"

/*
 * An event with every field set to a value of its own, and what a reader of
 * its encoding must find: lines "article.url = ..." in the schema's order.
 */

/** The probe; static, shared. */
const struct gz_event *gz_event_probe(void);

/** The lines, *count of them; static, shared. */
const char *const *gz_event_probe_lines(size_t *count);

#endif
