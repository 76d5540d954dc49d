#ifndef GZ_WEBHOOK_SIGNATURE_H
#define GZ_WEBHOOK_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Signatures as Standard Webhooks 1.0 has them (symmetric, "v1"): base64 of
 * the HMAC-SHA-256 of "ID.TIMESTAMP.BODY".
 */
#define GZ_WEBHOOK_SECRET_LEAST_BYTES 24
#define GZ_WEBHOOK_SECRET_MOST_BYTES 64

struct gz_webhook_secret {
    uint8_t bytes[GZ_WEBHOOK_SECRET_MOST_BYTES];
    size_t length;
};

/**
 * Read "whsec_" and base64.  Returns NULL, or why text is no secret, in
 * static words without any of it.
 */
const char *gz_webhook_secret_parse(struct gz_str text,
                                    struct gz_webhook_secret *out);

/**
 * Append the value of webhook-signature: one signature for each of count
 * secrets, with a blank between; while a secret is changed, the receiver may
 * know either.  Fails with GZ_NO_MEMORY, or GZ_LIMIT of out.
 */
enum gz_status gz_webhook_sign(const struct gz_webhook_secret *secrets,
                               size_t count, struct gz_str id,
                               int64_t timestamp_s, struct gz_str body,
                               struct gz_buffer *out) GZ_MUST_CHECK;

#endif
