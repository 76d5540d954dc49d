#ifndef GZ_EVENT_LINE_H
#define GZ_EVENT_LINE_H

#include <stdbool.h>

#include "codecs/event.h"
#include "daemon/base/buffer.h"

/**
 * Append an event as one line for a human: salience, mentions, id, type and
 * name of the entity, and the article it stands in, by its title or id.
 * Control characters become blanks.
 */
void gz_event_line_append(const struct gz_event *event, bool colours,
                          struct gz_buffer *out);

#endif
