#include "daemon/kafka/topic_plan.h"

#include "tests/support/check.h"

enum { TEXT_BYTES = 512 };

static void print_spec(const struct gz_topic_spec *spec, char *text)
{
    int at = snprintf(text, TEXT_BYTES, "%s %d %d", spec->name,
                      (int)spec->partitions, (int)spec->replication);
    for (size_t i = 0; i < spec->setting_count; i++) {
        at += snprintf(text + at, TEXT_BYTES - (size_t)at, " %s=%s",
                       spec->settings[i].name, spec->settings[i].value);
    }
}

static const struct row {
    enum gz_topic_role role;
    struct gz_topic_wish wish;
    int32_t brokers;
    const char *want;
} rows[] = {
    {GZ_TOPIC_OUTPUT,
     {0},
     1,
     "news.entities 12 1 min.insync.replicas=1 retention.ms=604800000"},
    {GZ_TOPIC_OUTPUT,
     {0},
     2,
     "news.entities 12 2 min.insync.replicas=1 retention.ms=604800000"},
    {GZ_TOPIC_OUTPUT,
     {0},
     30,
     "news.entities 12 3 min.insync.replicas=2 retention.ms=604800000"},
    {GZ_TOPIC_OUTPUT,
     {.partitions = 96, .replication = 5, .min_insync = 3, .retention_ms = 1},
     30,
     "news.entities 96 5 min.insync.replicas=3 retention.ms=1"},
    {GZ_TOPIC_INPUT,
     {.partitions = 2},
     3,
     "news.articles 2 3 min.insync.replicas=2 retention.ms=604800000 "
     "max.message.bytes=1114112"},
    {GZ_TOPIC_DEAD_LETTER,
     {.partitions = 96},
     3,
     "news.articles.dead 3 3 min.insync.replicas=2 retention.ms=2592000000 "
     "max.message.bytes=1114112"},
    {GZ_TOPIC_ALERT,
     {0},
     3,
     "news.alerts 12 3 min.insync.replicas=2 retention.ms=604800000"},
    {GZ_TOPIC_ALERT_STATE,
     {.partitions = 6, .retention_ms = 1},
     3,
     "news.alerts.state 6 3 min.insync.replicas=2 cleanup.policy=compact"},
    {GZ_TOPIC_DEAD_LETTER,
     {.partitions = 1},
     1,
     "news.articles.dead 1 1 min.insync.replicas=1 retention.ms=2592000000 "
     "max.message.bytes=1114112"},
    {GZ_TOPIC_ALERT,
     {.partitions = 24},
     1,
     "news.alerts 24 1 min.insync.replicas=1 retention.ms=604800000"},
    {GZ_TOPIC_SUBSCRIPTIONS,
     {.partitions = 24, .retention_ms = 1},
     3,
     "news.subscriptions 1 3 min.insync.replicas=2 cleanup.policy=compact"},
    {GZ_TOPIC_UNDELIVERED,
     {.partitions = 24},
     1,
     "news.alerts.undelivered 3 1 min.insync.replicas=1 "
     "retention.ms=2592000000"},
};

static const struct verdict {
    enum gz_topic_role role;
    struct gz_topic_facts facts;
    enum gz_status status;
    const char *text;
} verdicts[] = {
    {GZ_TOPIC_INPUT, {true, 12, 3, 2000000}, GZ_OK, ""},
    {GZ_TOPIC_INPUT,
     {true, 1, 1, -1},
     GZ_OK,
     "note: news.articles is kept by one broker only\n"
     "note: news.articles has fewer partitions than there are workers\n"},
    {GZ_TOPIC_DEAD_LETTER,
     {.exists = false},
     GZ_NOT_FOUND,
     "error: the dead letter topic news.articles.dead does not exist; "
     "`gazetted topics create` makes it\n"},
    {GZ_TOPIC_OUTPUT, {true, 12, 3, -1}, GZ_OK, ""},
    {GZ_TOPIC_SUBSCRIPTIONS, {true, 1, 3, 1000000}, GZ_OK, ""},
    {GZ_TOPIC_SUBSCRIPTIONS,
     {true, 12, 3, -1},
     GZ_MISMATCH,
     "error: news.subscriptions has 12 partitions, and must have one: make it "
     "anew\n"},
    {GZ_TOPIC_SUBSCRIPTIONS,
     {.exists = false},
     GZ_NOT_FOUND,
     "error: the subscription topic news.subscriptions does not exist; "
     "`gazetted topics create` makes it\n"},
    {GZ_TOPIC_OUTPUT,
     {true, 12, 3, 1000},
     GZ_MISMATCH,
     "error: news.entities takes records up to 1000 bytes, output.limit is "
     "921600: raise its max.message.bytes or lower output.limit\n"},
    {GZ_TOPIC_DEAD_LETTER,
     {true, 3, 3, 1000},
     GZ_MISMATCH,
     "error: news.articles.dead takes records up to 1000 bytes, output.limit "
     "is 921600: raise its max.message.bytes or lower output.limit\n"},
};

static const struct possible {
    struct gz_topic_wish wish;
    int32_t brokers;
    const char *text;
} possibles[] = {
    {{.min_insync = 3}, 3, ""},
    {{.replication = 2, .min_insync = 2}, 3, ""},
    {{.min_insync = 3},
     2,
     "error: news.entities: --min-insync 3 is more than the replication, 2: "
     "nothing could be written to it\n"},
};

static void test_possibles(const struct gz_config *config)
{
    for (size_t i = 0; i < sizeof(possibles) / sizeof(possibles[0]); i++) {
        const struct possible *p = &possibles[i];
        const struct gz_topic_spec spec =
            gz_topic_plan_spec(config, GZ_TOPIC_OUTPUT, &p->wish, p->brokers);
        struct gz_error err;
        gz_error_init(&err);
        const enum gz_status st = gz_topic_plan_possible(&spec, &p->wish, &err);
        CHECK_EQ(st, p->text[0] == '\0' ? GZ_OK : GZ_INVALID);
        CHECK_Z(gz_error_text(&err), p->text);
        gz_error_fini(&err);
    }
}

static void test_specs(const struct gz_config *config)
{
    char text[TEXT_BYTES];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_topic_spec spec = gz_topic_plan_spec(
            config, rows[i].role, &rows[i].wish, rows[i].brokers);
        print_spec(&spec, text);
        CHECK_Z(text, rows[i].want);
    }
}

static void test_verdicts(const struct gz_config *config)
{
    for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
        struct gz_buffer out;
        gz_buffer_init(&out, 0);
        CHECK_EQ(gz_topic_plan_judge(config, verdicts[i].role,
                                     &verdicts[i].facts, &out),
                 verdicts[i].status);
        CHECK_STR(gz_buffer_str(&out), verdicts[i].text);
        gz_buffer_fini(&out);
    }
}

// Alerts remember beside the events.
static void test_state(const struct gz_config *config)
{
    static const struct gz_topic_facts six = {true, 6, 3, -1};
    static const struct gz_topic_facts twelve = {true, 12, 3, -1};
    static const struct gz_topic_facts none = {.exists = false};
    struct gz_buffer out;

    gz_buffer_init(&out, 0);
    CHECK_OK(gz_topic_plan_judge_state(config, &six, &six, &out));
    CHECK_OK(gz_topic_plan_judge_state(config, &none, &six, &out));
    CHECK_OK(gz_topic_plan_judge_state(config, &six, &none, &out));
    CHECK_EQ(gz_topic_plan_judge_state(config, &twelve, &six, &out),
             GZ_MISMATCH);
    CHECK_STR(gz_buffer_str(&out),
              "error: news.alerts.state has 6 partitions, news.entities has "
              "12: they must have the same number; make news.alerts.state "
              "anew\n");
    gz_buffer_fini(&out);
    CHECK(!gz_topic_plan_needs(config, GZ_TOPIC_ALERT));
    CHECK(gz_topic_plan_needs(config, GZ_TOPIC_INPUT));
}

// Who makes alerts of them or serves them.
static void test_who_follows(const struct gz_config *config)
{
    struct gz_config changed = *config;

    CHECK(!gz_topic_plan_needs(&changed, GZ_TOPIC_SUBSCRIPTIONS));
    changed.http.listen.host = "127.0.0.1";
    CHECK(gz_topic_plan_needs(&changed, GZ_TOPIC_SUBSCRIPTIONS));
    changed.alerts.subscriptions_topic = "off";
    CHECK(!gz_topic_plan_needs(&changed, GZ_TOPIC_SUBSCRIPTIONS));
    changed = *config;
    changed.alerts.workers = 1;
    CHECK(gz_topic_plan_needs(&changed, GZ_TOPIC_SUBSCRIPTIONS));
}

int main(void)
{
    const struct gz_config config = {
        .workers = 2,
        .input = {.topic = "news.articles", .limit_bytes = 1 << 20},
        .output = {.topic = "news.entities", .limit_bytes = 900 * 1024},
        .dead_letter = {.topic = "news.articles.dead"},
        .alerts = {.topic = "news.alerts",
                   .state = "news.alerts.state",
                   .undelivered = "news.alerts.undelivered",
                   .subscriptions_topic = "news.subscriptions",
                   .receivers = "off"},
    };
    struct gz_config told = config;
    test_specs(&config);
    test_verdicts(&config);
    test_possibles(&config);
    test_state(&config);
    CHECK(gz_topic_plan_needs(&config, GZ_TOPIC_OUTPUT));
    CHECK(!gz_topic_plan_needs(&config, GZ_TOPIC_ALERT));
    told.alerts.receivers = "receivers.yaml";
    CHECK(gz_topic_plan_needs(&told, GZ_TOPIC_ALERT));
    CHECK(gz_topic_plan_needs(&told, GZ_TOPIC_UNDELIVERED));
    CHECK(!gz_topic_plan_needs(&told, GZ_TOPIC_ALERT_STATE));
    test_who_follows(&config);
    return 0;
}
