#include "daemon/notify/webhook_signature.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/base/base64.h"
#include "daemon/base/hash_mac.h"

static const char PREFIX[] = "whsec_";

static const char *check(struct gz_str base64, struct gz_buffer *bytes)
{
    if (!gz_base64_decode(base64, bytes) || gz_buffer_status(bytes) != GZ_OK) {
        return "what follows \"whsec_\" is not the base64 of 24 to 64 bytes";
    }
    return bytes->len < GZ_WEBHOOK_SECRET_LEAST_BYTES
               ? "it is shorter than 24 bytes"
               : NULL;
}

const char *gz_webhook_secret_parse(struct gz_str text,
                                    struct gz_webhook_secret *out)
{
    const struct gz_str prefix = gz_str_z(PREFIX);
    struct gz_buffer bytes;

    if (!gz_str_starts(text, prefix)) {
        return "it does not begin with \"whsec_\" (make one with: echo "
               "whsec_$(openssl rand -base64 32))";
    }
    gz_buffer_init(&bytes, GZ_WEBHOOK_SECRET_MOST_BYTES);
    const char *fault = check(gz_str_of(text.ptr + prefix.len_bytes,
                                        text.len_bytes - prefix.len_bytes),
                              &bytes);
    if (fault == NULL) {
        memcpy(out->bytes, bytes.data, bytes.len);
        out->length = bytes.len;
    }
    if (bytes.data != NULL) {
        explicit_bzero(bytes.data, bytes.cap);
    }
    gz_buffer_fini(&bytes);
    return fault;
}

enum gz_status gz_webhook_sign(const struct gz_webhook_secret *secrets,
                               size_t count, struct gz_str id,
                               int64_t timestamp_s, struct gz_str body,
                               struct gz_buffer *out)
{
    uint8_t mac[GZ_SHA256_BYTES];
    char stamp[32];
    snprintf(stamp, sizeof(stamp), ".%" PRId64 ".", timestamp_s);
    const struct gz_str parts[] = {id, gz_str_z(stamp), body};

    for (size_t i = 0; i < count; i++) {
        const struct gz_str key =
            gz_str_of((const char *)secrets[i].bytes, secrets[i].length);
        const enum gz_status st = gz_hash_mac(key, parts, 3, mac);
        if (st != GZ_OK) {
            return st;
        }
        gz_buffer_append_z(out, i == 0 ? "v1," : " v1,");
        gz_base64_encode(gz_str_of((const char *)mac, sizeof(mac)), out);
    }
    return gz_buffer_status(out);
}
