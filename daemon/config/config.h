#ifndef GZ_CONFIG_H
#define GZ_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codecs/decode.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/flow/dead_letter.h"
#include "daemon/flow/pipeline.h"

/*
 * The configuration: one YAML file, read once, const and shared by all
 * threads afterwards.  Every field stands for one key; daemon/config/
 * config_keys.c says what each means, its bounds and its default, and is the
 * one place where a key is added.
 *
 * This part knows nothing of Kafka: it keeps the pairs under `kafka:` as they
 * are written, and daemon/kafka/properties.h judges and applies them.
 */
#define GZ_CONFIG_FILE GZ_CONFIG_DIR "/gazetted.yaml"  // unless one is named

enum gz_config_start {
    GZ_CONFIG_EARLIEST,
    GZ_CONFIG_LATEST,
};

enum gz_config_delivery {
    GZ_CONFIG_EXACTLY_ONCE,
    GZ_CONFIG_AT_LEAST_ONCE,
};

enum gz_config_membership {
    GZ_CONFIG_STATIC,  // a worker that restarts gets its partitions back
    GZ_CONFIG_DYNAMIC,
};

enum gz_config_log_level {
    GZ_CONFIG_LOG_ERROR,
    GZ_CONFIG_LOG_WARNING,
    GZ_CONFIG_LOG_INFO,
    GZ_CONFIG_LOG_DEBUG,
};

enum gz_config_log_format {
    GZ_CONFIG_LOG_TEXT,
    GZ_CONFIG_LOG_JSON,
};

// Strings in the order of the file; items[count] is NULL.
struct gz_config_list {
    const char *const *items;
    size_t count;
};

// One member of a map, with its place in the source for later checks.
struct gz_config_pair {
    const char *name;
    const char *value;
    size_t name_begin_byte;
    size_t name_end_byte;
    size_t value_begin_byte;
    size_t value_end_byte;
};

struct gz_config_map {
    const struct gz_config_pair *pairs;
    size_t count;
};

// Where to listen; without path and host: not at all.  Port 0: the kernel
// chooses.
struct gz_config_address {
    const char *path;  // of a unix socket
    const char *host;  // a numeric address without brackets
    uint16_t port;
    bool loopback;  // which only this machine reaches
};

struct gz_config {
    const char *instance;  // never empty
    uint32_t workers;
    struct {
        const char *topic;
        const char *group;
        enum gz_config_start start;
        enum gz_article_format format;
        struct gz_config_list fields[GZ_ARTICLE_FIELD_COUNT];
        size_t limit_bytes;
        uint32_t depth;
        size_t memory_bytes;  // arena of one article
    } input;
    struct {
        const char *topic;
        size_t limit_bytes;
    } output;
    struct {
        const char *topic;
        enum gz_dead_letter_style headers;
    } dead_letter;
    enum gz_config_delivery delivery;
    int64_t commit_interval_ms;
    enum gz_config_membership membership;
    int64_t drain_timeout_ms;
    struct {
        struct gz_config_list packs;  // as written; see data_dir.h
    } rules;
    struct {
        uint32_t workers;
        struct gz_config_list subscriptions;  // files
        const char *subscriptions_topic;      // or "off"
        const char *topic;
        const char *state;
        const char *group;
        int64_t max_age_ms;
        const char *receivers;  // a file, or "off"; see receiver_setup.h
        const char *undelivered;
    } alerts;
    struct {
        struct gz_config_address listen;
        const char *tokens;  // a file, see secret.h; NULL: none
        struct gz_config_list hosts;
        struct gz_config_list origins;
        uint32_t connections;
        uint32_t connections_per_address;
        int64_t request_timeout_ms;
    } http;
    struct {
        enum gz_config_log_level level;
        enum gz_config_log_format format;
    } log;
    bool insecure;  // TLS certificates may stay unchecked
    struct gz_config_map kafka;
    struct gz_config_map kafka_secrets;  // property to file, see secret.h
    const char *credentials_dir;         // systemd's, or NULL

    struct gz_source source;  // the file, for errors that come later
    struct gz_arena *arena;   // holds all of the above
};

// What a configuration takes from around it; borrowed for the call.
struct gz_config_context {
    const char *host_name;        // default of `instance`
    const char *credentials_dir;  // $CREDENTIALS_DIRECTORY, NULL allowed
};

/**
 * Read and check a configuration file; path NULL: all defaults.
 * On failure every mistake is in err, each with its place, and *out is NULL.
 * Fails with GZ_INVALID, GZ_NOT_FOUND, GZ_IO, GZ_LIMIT or GZ_NO_MEMORY.
 * Release with gz_config_free().
 */
enum gz_status gz_config_load(const char *path, struct gz_config **out,
                              struct gz_error *err) GZ_MUST_CHECK;

/**
 * The same, but GZ_INVALID may come with a configuration in which what was
 * wrong has its default: a checker goes on with it.  *out NULL: there is none.
 */
enum gz_status gz_config_survey(const char *path, struct gz_config **out,
                                struct gz_error *err) GZ_MUST_CHECK;

/**
 * gz_config_load() from a text; takes src, also on failure.
 */
enum gz_status gz_config_parse(struct gz_source *src,
                               const struct gz_config_context *context,
                               struct gz_config **out,
                               struct gz_error *err) GZ_MUST_CHECK;

/**
 * All defaults, with these brokers: "HOST:PORT,...".  For tools that are
 * pointed at a cluster without a file.
 */
enum gz_status gz_config_for_brokers(const char *bootstrap,
                                     struct gz_config **out,
                                     struct gz_error *err) GZ_MUST_CHECK;

/** Release a configuration; NULL allowed. */
void gz_config_free(struct gz_config *config);

/** The part that a decoder needs, borrowed from config. */
struct gz_decode_options gz_config_decode(const struct gz_config *config);

/**
 * What a pipeline needs, borrowed from config.  fingerprint: of the event
 * schema.
 */
struct gz_pipeline_options gz_config_pipeline(const struct gz_config *config,
                                              uint64_t fingerprint);

/** The value of a pair under `kafka:`, or NULL; borrowed from config. */
const char *gz_config_kafka(const struct gz_config *config, const char *name);

#endif
