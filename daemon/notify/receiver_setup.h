#ifndef GZ_RECEIVER_SETUP_H
#define GZ_RECEIVER_SETUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/alert/condition/alert_terms.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/notify/address_guard.h"
#include "daemon/notify/retry_plan.h"
#include "daemon/notify/webhook_signature.h"

/*
 * The file that `alerts.receivers` names: who is told of alerts, and how.
 *
 *     receivers:
 *       desk:
 *         type: webhook
 *         url: https://desk.example.com/alerts
 *         secrets: [/etc/gazetted/desk.secret]
 *       mail:
 *         type: exec
 *         command: [/usr/sbin/sendmail, -t]
 *         format: mail
 *         from: gazetted@example.com
 *         to: [news@example.com]
 */
#define GZ_RECEIVER_NAME_BYTES 64  // longest name
#define GZ_RECEIVER_ALLOW_MAX 32
#define GZ_RECEIVER_SECRETS_MAX 4
#define GZ_RECEIVERS_MAX 256

enum gz_receiver_type {
    GZ_RECEIVER_WEBHOOK,
    GZ_RECEIVER_EXEC,
};

enum gz_receiver_format {
    GZ_RECEIVER_JSON,
    GZ_RECEIVER_SLACK,  // of webhooks only
    GZ_RECEIVER_TEXT,   // these two of exec only
    GZ_RECEIVER_MAIL,
};

struct gz_receiver_setup {
    const char *name;
    uint64_t hash;  // of what the file says of it, and of what url_file holds
    enum gz_receiver_type type;
    enum gz_receiver_format format;
    const char *url;
    const char *url_file;  // what url was read from
    bool http;
    bool insecure;
    bool is_unsigned;
    const char *ca_file;
    struct gz_config_list secret_files;
    struct gz_config_list allow_texts;
    struct gz_config_list retry_texts;
    struct gz_config_list command;
    const char *from;
    struct gz_config_list to;
    int64_t timeout_ms;
    uint32_t concurrency;
    uint32_t breaker_failures;
    int64_t breaker_pause_ms;
    // Made of the texts above.
    struct gz_retry_plan plan;
    struct gz_address_range allow[GZ_RECEIVER_ALLOW_MAX];
    size_t allow_count;
    struct gz_webhook_secret secrets[GZ_RECEIVER_SECRETS_MAX];
    size_t secret_count;
};

// Shared, but not among threads: one at a time.
struct gz_receivers {
    struct gz_receiver_setup *items;  // in the order of the file
    size_t count;
    struct gz_alert_receivers known;  // their names
    struct gz_source source;
    struct gz_arena *arena;
    uint32_t refs;
};

/**
 * Read and check a file of receivers, its secrets with it.  config: for
 * systemd's credentials.  On failure every mistake is in err and *out is NULL.
 * The caller holds one reference to *out.
 */
enum gz_status gz_receivers_load(const struct gz_config *config,
                                 const char *path, struct gz_receivers **out,
                                 struct gz_error *err) GZ_MUST_CHECK;

/** The same from a text; takes src, also on failure. */
enum gz_status gz_receivers_parse(const struct gz_config *config,
                                  struct gz_source *src,
                                  struct gz_receivers **out,
                                  struct gz_error *err) GZ_MUST_CHECK;

/** Another reference; NULL allowed. */
struct gz_receivers *gz_receivers_ref(struct gz_receivers *r);

/** Give up a reference; with the last one secrets are wiped and all is
 * released.  NULL allowed. */
void gz_receivers_unref(struct gz_receivers *r);

/** The receiver of a name, borrowed; NULL: there is none, or r is NULL. */
const struct gz_receiver_setup *gz_receivers_find(const struct gz_receivers *r,
                                                  struct gz_str name);

/** Whether two of one name are told of alerts in the same way, for all that is
 * known: what is in a ca_file now was not looked at. */
bool gz_receiver_setup_same(const struct gz_receiver_setup *a,
                            const struct gz_receiver_setup *b);

#endif
