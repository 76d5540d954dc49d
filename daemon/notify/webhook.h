#ifndef GZ_WEBHOOK_H
#define GZ_WEBHOOK_H

#include <ev.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/clock.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/notify/address_guard.h"
#include "daemon/notify/outcome.h"
#include "daemon/notify/webhook_signature.h"

/*
 * Posts to one URL: Standard Webhooks over libcurl's multi interface, driven
 * by a libev loop, nothing blocking.
 *
 * The address that a name resolves to is judged when the socket is made (see
 * address_guard.h).  No redirect is followed, no proxy of the environment
 * used, no cookie or login sent; certificates are verified.  A reply is read
 * up to GZ_WEBHOOK_REPLY_BYTES: its status decides.
 *
 * Each receiver has a webhook of its own: libcurl's connections are never
 * shared between receivers that may reach different addresses.
 *
 * Loop thread only.
 */
#define GZ_WEBHOOK_REPLY_BYTES ((size_t)64 << 10)

struct gz_webhook;

// All borrowed for the life of the webhook.
struct gz_webhook_options {
    struct ev_loop *loop;
    const struct gz_clock *clock;
    const char *url;
    const struct gz_webhook_secret *secrets;  // none: not signed
    size_t secret_count;
    const struct gz_address_range *allow;
    size_t allow_count;
    bool http;            // an URL without TLS is allowed
    bool insecure;        // certificates are not verified
    const char *ca_file;  // certificates to trust; NULL: the system's
    int64_t timeout_ms;   // of a whole attempt
};

/** What becomes of a call; it may start further ones, and not free. */
typedef void gz_webhook_done(void *ctx, const struct gz_outcome *outcome);

/**
 * An owned webhook; nothing is sent yet.  Fails with GZ_NO_MEMORY.
 * Release with gz_webhook_free().
 */
enum gz_status gz_webhook_new(const struct gz_webhook_options *options,
                              struct gz_webhook **out,
                              struct gz_error *err) GZ_MUST_CHECK;

/** Give up what is on its way, without a word, and release; NULL allowed. */
void gz_webhook_free(struct gz_webhook *w);

/**
 * Post body (JSON) under an id that stays the same when it is tried again;
 * both are borrowed until done is called.  done comes
 * from the loop, never from in here.  Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_webhook_post(struct gz_webhook *w, struct gz_str id,
                               struct gz_str body, gz_webhook_done *done,
                               void *ctx) GZ_MUST_CHECK;

#endif
