#ifndef GZ_ALERT_TEXT_H
#define GZ_ALERT_TEXT_H

#include <stddef.h>

#include "codecs/alert_event.h"
#include "daemon/base/buffer.h"

/*
 * An alert as receivers read it.  Failure sticks in the buffer.  Nothing but
 * the alert goes in, so the same alert gives the same bytes at every attempt.
 */

/** One line: "Acme Corp: 5 stories within 1h (warning, unconfirmed: ...)". */
void gz_alert_text_subject(const struct gz_alert_event *alert,
                           struct gz_buffer *out);

/** Lines for people: subject, counts, and the newest stories with links. */
void gz_alert_text_plain(const struct gz_alert_event *alert,
                         struct gz_buffer *out);

/**
 * The payload of Standard Webhooks: an object of `type` ("alert.firing"),
 * `timestamp` and `data`, the AlertEvent in the names of its schema.
 */
void gz_alert_text_json(const struct gz_alert_event *alert,
                        struct gz_buffer *out);

/** A message for incoming webhooks as Slack has them, and those like it. */
void gz_alert_text_slack(const struct gz_alert_event *alert,
                         struct gz_buffer *out);

/**
 * A mail (RFC 5322, UTF-8 in base64) that sendmail -t takes.  to: count
 * addresses, NUL-terminated; id names the message, and all mails about one
 * alert refer to its first.
 */
void gz_alert_text_mail(const struct gz_alert_event *alert, const char *from,
                        const char *const *to, size_t count, struct gz_str id,
                        struct gz_buffer *out);

#endif
