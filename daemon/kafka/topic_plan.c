#include "daemon/kafka/topic_plan.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    PARTITIONS = 12,
    DEAD_LETTER_PARTITIONS = 3,
    REPLICATION = 3,
    MESSAGE_BYTES = 1048588,  // Kafka's default for max.message.bytes
    OVERHEAD_BYTES = 65536,   // headers and the batch around a record
};

static const int64_t DAY_MS = INT64_C(24) * 3600 * 1000;

static const char *role_name(enum gz_topic_role role)
{
    static const char *const names[GZ_TOPIC_ROLE_COUNT] = {
        [GZ_TOPIC_INPUT] = "input",
        [GZ_TOPIC_OUTPUT] = "output",
        [GZ_TOPIC_DEAD_LETTER] = "dead letter",
        [GZ_TOPIC_ALERT] = "alert",
        [GZ_TOPIC_ALERT_STATE] = "alert state",
        [GZ_TOPIC_UNDELIVERED] = "undelivered",
        [GZ_TOPIC_SUBSCRIPTIONS] = "subscription",
    };
    return names[role];
}

static const char *name_of(const struct gz_config *config,
                           enum gz_topic_role role)
{
    switch (role) {
    case GZ_TOPIC_INPUT:
        return config->input.topic;
    case GZ_TOPIC_OUTPUT:
        return config->output.topic;
    case GZ_TOPIC_ALERT:
        return config->alerts.topic;
    case GZ_TOPIC_ALERT_STATE:
        return config->alerts.state;
    case GZ_TOPIC_UNDELIVERED:
        return config->alerts.undelivered;
    case GZ_TOPIC_SUBSCRIPTIONS:
        return config->alerts.subscriptions_topic;
    case GZ_TOPIC_DEAD_LETTER:
    default:
        return config->dead_letter.topic;
    }
}

static bool tells(const struct gz_config *config)
{
    return strcmp(config->alerts.receivers, "off") != 0;
}

static bool follows_subscriptions(const struct gz_config *config)
{
    const struct gz_config_address *served = &config->http.listen;

    return strcmp(config->alerts.subscriptions_topic, "off") != 0 &&
           (config->alerts.workers > 0 || served->host != NULL ||
            served->path != NULL);
}

bool gz_topic_plan_needs(const struct gz_config *config,
                         enum gz_topic_role role)
{
    switch (role) {
    case GZ_TOPIC_INPUT:
        return config->workers > 0;
    case GZ_TOPIC_ALERT:
        return config->alerts.workers > 0 || tells(config);
    case GZ_TOPIC_ALERT_STATE:
        return config->alerts.workers > 0;
    case GZ_TOPIC_UNDELIVERED:
        return tells(config);
    case GZ_TOPIC_SUBSCRIPTIONS:
        return follows_subscriptions(config);
    default:
        return true;
    }
}

// The largest record that the topic must take.
static int64_t needed_bytes(const struct gz_config *config,
                            enum gz_topic_role role)
{
    const bool holds_articles =
        role == GZ_TOPIC_INPUT || role == GZ_TOPIC_DEAD_LETTER;
    const size_t limit =
        holds_articles ? config->input.limit_bytes : config->output.limit_bytes;

    return role == GZ_TOPIC_SUBSCRIPTIONS
               ? MESSAGE_BYTES  // what their limit was chosen for
               : (int64_t)limit + OVERHEAD_BYTES;
}

static void set_text(struct gz_topic_spec *spec, const char *name,
                     const char *value)
{
    struct gz_topic_setting *s = &spec->settings[spec->setting_count++];

    s->name = name;
    snprintf(s->value, sizeof(s->value), "%s", value);
}

static void set(struct gz_topic_spec *spec, const char *name, int64_t value)
{
    struct gz_topic_setting *s = &spec->settings[spec->setting_count++];

    s->name = name;
    snprintf(s->value, sizeof(s->value), "%" PRId64, value);
}

// What is set aside is little, and looked at for longer.
static bool is_aside(enum gz_topic_role role)
{
    return role == GZ_TOPIC_DEAD_LETTER || role == GZ_TOPIC_UNDELIVERED;
}

static int32_t usual_partitions(enum gz_topic_role role, int32_t wish)
{
    if (role == GZ_TOPIC_SUBSCRIPTIONS) {
        return 1;
    }
    if (is_aside(role)) {
        return wish > 0 && wish < DEAD_LETTER_PARTITIONS
                   ? wish
                   : DEAD_LETTER_PARTITIONS;
    }
    return wish > 0 ? wish : PARTITIONS;
}

static int64_t usual_retention(enum gz_topic_role role)
{
    return is_aside(role) ? 30 * DAY_MS : 7 * DAY_MS;
}

struct gz_topic_spec gz_topic_plan_spec(const struct gz_config *config,
                                        enum gz_topic_role role,
                                        const struct gz_topic_wish *wish,
                                        int32_t brokers)
{
    const int32_t usual = brokers < REPLICATION ? brokers : REPLICATION;
    struct gz_topic_spec spec = {
        .name = name_of(config, role),
        .partitions = usual_partitions(role, wish->partitions),
        .replication = wish->replication > 0 ? wish->replication : usual,
    };
    const int32_t spare = spec.replication > 1 ? spec.replication - 1 : 1;

    set(&spec, "min.insync.replicas",
        wish->min_insync > 0 ? wish->min_insync : spare);
    if (role == GZ_TOPIC_ALERT_STATE || role == GZ_TOPIC_SUBSCRIPTIONS) {
        set_text(&spec, "cleanup.policy", "compact");
    } else {
        set(&spec, "retention.ms",
            wish->retention_ms > 0 ? wish->retention_ms
                                   : usual_retention(role));
    }
    if (needed_bytes(config, role) > MESSAGE_BYTES) {
        set(&spec, "max.message.bytes", needed_bytes(config, role));
    }
    return spec;
}

enum gz_status gz_topic_plan_possible(const struct gz_topic_spec *spec,
                                      const struct gz_topic_wish *wish,
                                      struct gz_error *err)
{
    if (wish->min_insync <= spec->replication) {
        return GZ_OK;
    }
    return gz_error_set(err, GZ_INVALID,
                        "%s: --min-insync %" PRId32
                        " is more than the replication, %" PRId32
                        ": nothing could be written to it",
                        spec->name, wish->min_insync, spec->replication);
}

static void doubt(struct gz_buffer *out, const char *topic, const char *text)
{
    gz_buffer_append_fmt(out, "note: %s %s\n", topic, text);
}

// The version of a subscription is its offset, so there is one run of them.
static enum gz_status judge_subscriptions(const char *topic,
                                          const struct gz_topic_facts *facts,
                                          struct gz_buffer *out)
{
    if (facts->partitions == 1) {
        return GZ_OK;
    }
    gz_buffer_append_fmt(out,
                         "error: %s has %" PRId32
                         " partitions, and must have one: make it anew\n",
                         topic, facts->partitions);
    return GZ_MISMATCH;
}

enum gz_status gz_topic_plan_judge(const struct gz_config *config,
                                   enum gz_topic_role role,
                                   const struct gz_topic_facts *facts,
                                   struct gz_buffer *out)
{
    const char *topic = name_of(config, role);
    const char *what = role_name(role);

    if (!facts->exists) {
        gz_buffer_append_fmt(
            out,
            "error: the %s topic %s does not exist; `gazetted topics create` "
            "makes it\n",
            what, topic);
        return GZ_NOT_FOUND;
    }
    if (facts->replication == 1) {
        doubt(out, topic, "is kept by one broker only");
    }
    if (role == GZ_TOPIC_INPUT &&
        (uint32_t)facts->partitions < config->workers) {
        doubt(out, topic, "has fewer partitions than there are workers");
    }
    if (role == GZ_TOPIC_SUBSCRIPTIONS) {
        return judge_subscriptions(topic, facts, out);
    }
    // Dead letters are cut down to output.limit as well.
    if (role != GZ_TOPIC_INPUT && facts->max_message_bytes >= 0 &&
        facts->max_message_bytes < (int64_t)config->output.limit_bytes) {
        gz_buffer_append_fmt(
            out,
            "error: %s takes records up to %" PRId64
            " bytes, output.limit is %zu: raise its max.message.bytes or "
            "lower output.limit\n",
            topic, facts->max_message_bytes, config->output.limit_bytes);
        return GZ_MISMATCH;
    }
    return GZ_OK;
}

enum gz_status gz_topic_plan_judge_state(const struct gz_config *config,
                                         const struct gz_topic_facts *output,
                                         const struct gz_topic_facts *state,
                                         struct gz_buffer *out)
{
    if (!output->exists || !state->exists ||
        output->partitions == state->partitions) {
        return GZ_OK;
    }
    gz_buffer_append_fmt(out,
                         "error: %s has %" PRId32 " partitions, %s has %" PRId32
                         ": they must have the same number; make %s anew\n",
                         config->alerts.state, state->partitions,
                         config->output.topic, output->partitions,
                         config->alerts.state);
    return GZ_MISMATCH;
}
