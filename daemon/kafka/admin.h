#ifndef GZ_ADMIN_H
#define GZ_ADMIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"

/*
 * Looking at topics and making them, for the command that people run.  The
 * daemon itself never creates a topic: its partition count is a decision for
 * life.
 *
 * Calls wait for the broker, at most GZ_ADMIN_TIMEOUT_MS each.  One thread.
 */
#define GZ_ADMIN_TIMEOUT_MS 15000

struct gz_admin;

#define GZ_TOPIC_SETTINGS 4

struct gz_topic_setting {
    const char *name;  // such as "retention.ms"
    char value[24];
};

// A topic as it is to be made.
struct gz_topic_spec {
    const char *name;
    int32_t partitions;
    int32_t replication;
    struct gz_topic_setting settings[GZ_TOPIC_SETTINGS];
    size_t setting_count;
};

// A topic as it is.
struct gz_topic_facts {
    bool exists;
    int32_t partitions;
    int32_t replication;
    int64_t max_message_bytes;  // -1: the broker did not say
};

/** An owned client; release with gz_admin_free().  config is borrowed. */
enum gz_status gz_admin_new(const struct gz_config *config,
                            struct gz_admin **out,
                            struct gz_error *err) GZ_MUST_CHECK;
void gz_admin_free(struct gz_admin *a);

/** How many brokers there are now. */
enum gz_status gz_admin_brokers(struct gz_admin *a, int32_t *count,
                                struct gz_error *err) GZ_MUST_CHECK;

/** What there is; a missing topic is no failure. */
enum gz_status gz_admin_look(struct gz_admin *a, const char *topic,
                             struct gz_topic_facts *out,
                             struct gz_error *err) GZ_MUST_CHECK;

/**
 * Make a topic and wait until it is seen; one that exists already is no
 * failure and stays.
 */
enum gz_status gz_admin_create(struct gz_admin *a,
                               const struct gz_topic_spec *spec,
                               struct gz_error *err) GZ_MUST_CHECK;

#endif
