#include "daemon/demo/demo.h"

#include <stdatomic.h>
#include <stdio.h>

#include "codecs/event_schema.h"
#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/base/thread.h"
#include "daemon/config/data_dir.h"
#include "daemon/demo/audience.h"
#include "daemon/demo/samples.h"
#include "daemon/kafka/follower.h"
#include "daemon/kafka/mock.h"
#include "daemon/observe/log.h"
#include "daemon/service.h"
#include "daemon/setup.h"

enum {
    PARTITIONS = 2,
    POLL_MS = 50,
    PATIENCE_US = 60 * 1000 * 1000,  // without any progress, it is a failure
};

struct demo {
    struct gz_demo_options options;
    struct gz_samples *samples;
    struct gz_mock *mock;
    struct gz_log *log;
    struct gz_setup setup;
    struct gz_event_schema *schema;
    struct gz_follower *follower;
    struct gz_audience *audience;
    struct gz_service *service;

    // Of the presenter thread, until it is joined.
    struct gz_error trouble;
    enum gz_status outcome;
    uint32_t fed;
    atomic_bool service_ended;
};

static enum gz_status load_samples(struct demo *d, struct gz_error *err)
{
    enum { PATH_BYTES = 4096 };
    char path[PATH_BYTES];
    struct gz_arena *arena = gz_arena_new(1 << 16);
    const char *data = arena == NULL ? NULL : gz_data_dir_find(arena);
    enum gz_status st;
    if (data == NULL) {
        st = gz_error_set(err, GZ_NOT_FOUND,
                          "there is no data folder with the samples; "
                          "GAZETTED_DATA_DIR may name one");
    } else {
        snprintf(path, sizeof(path), "%s/demo/articles", data);
        st = gz_samples_load(path, &d->samples, err);
    }
    gz_arena_free(arena);
    return st;
}

static enum gz_status open_broker(struct demo *d, struct gz_error *err)
{
    enum gz_status st = gz_mock_new(&d->mock, err);
    if (st == GZ_OK) {
        st = gz_mock_topic(d->mock, "news.articles", PARTITIONS, err);
    }
    if (st == GZ_OK) {
        st = gz_mock_topic(d->mock, "news.entities", PARTITIONS, err);
    }
    if (st == GZ_OK) {
        st = gz_mock_topic(d->mock, "news.articles.dead", 1, err);
    }
    return st;
}

// What a user would write to try the daemon on a broker like this one, which
// has no transactions.
static enum gz_status configure(struct demo *d, struct gz_error *err)
{
    struct gz_source src = {0};
    struct gz_buffer text;
    const struct gz_config_context context = {.host_name = "demo"};
    gz_buffer_init(&text, 0);
    gz_buffer_append_fmt(&text,
                         "instance: demo\n"
                         "membership: dynamic\n"
                         "delivery: at-least-once\n"
                         "http: {listen: \"off\"}\n"
                         "kafka: {bootstrap.servers: \"%s\"}\n",
                         gz_mock_bootstrap(d->mock));
    enum gz_status st = gz_buffer_status(&text);
    if (st == GZ_OK) {
        st = gz_source_init(&src, "<demo>", gz_buffer_str(&text));
    }
    gz_buffer_fini(&text);
    if (st == GZ_OK) {
        st = gz_config_parse(&src, &context, &d->setup.config, err);
    }
    if (st == GZ_OK) {
        st = gz_setup_rules(d->setup.config, &d->setup.rules, err);
    }
    if (st == GZ_OK) {
        st = gz_setup_subscriptions(d->setup.config, d->setup.rules, NULL,
                                    &d->setup.subscriptions, err);
    }
    return st;
}

static enum gz_status open_service(struct demo *d, struct gz_error *err)
{
    const struct gz_service_options options = {
        .setup = &d->setup,
        .log = d->log,
    };
    enum gz_status st = gz_event_schema_new(&d->schema, err);
    if (st == GZ_OK) {
        st = gz_follower_new(d->setup.config, d->setup.config->output.topic,
                             GZ_FOLLOWER_END, d->log, &d->follower, err);
    }
    if (st == GZ_OK) {
        st = gz_audience_new(gz_event_schema_fingerprint(d->schema),
                             d->options.colours, &d->audience, err);
    }
    if (st == GZ_OK) {
        st = gz_service_new(&options, &d->service, err);
    }
    return st;
}

static int64_t now_us(void)
{
    return gz_clock_monotonic_us(&gz_clock_system);
}

static enum gz_status feed_one(struct demo *d)
{
    const struct gz_sample sample = gz_samples_at(d->samples, d->fed);
    gz_audience_article(d->audience, sample.name);
    d->fed++;
    return gz_mock_produce(d->mock, d->setup.config->input.topic, sample.name,
                           sample.bytes, &d->trouble);
}

// Every article is handled and every acknowledged event was shown.
static bool all_through(const struct demo *d)
{
    const struct gz_metrics *m = gz_service_metrics(d->service);
    return d->fed == gz_samples_count(d->samples) &&
           gz_metrics_read(m, GZ_METRIC_ARTICLES) >= d->fed &&
           gz_metrics_read(m, GZ_METRIC_IN_FLIGHT) == 0 &&
           gz_metrics_read(m, GZ_METRIC_EVENTS) <=
               (int64_t)gz_audience_events(d->audience);
}

static enum gz_status show_next(struct demo *d, bool *shown)
{
    struct gz_record record;
    const enum gz_status st =
        gz_follower_next(d->follower, POLL_MS, &record, &d->trouble);
    *shown = st == GZ_OK;
    if (st == GZ_OK) {
        return gz_audience_event(d->audience, record.value, &d->trouble);
    }
    return st == GZ_NOT_FOUND ? GZ_OK : st;
}

static void say_counts(const struct demo *d)
{
    const struct gz_metrics *m = gz_service_metrics(d->service);
    gz_audience_counts(d->audience, gz_metrics_read(m, GZ_METRIC_ARTICLES),
                       gz_metrics_read(m, GZ_METRIC_DEAD_LETTERS));
}

static enum gz_status feed_and_show(struct demo *d)
{
    const int64_t pause_us = (int64_t)(1e6 / d->options.rate);
    int64_t due_us = 0;
    int64_t progress_us = now_us();
    bool told = false;
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && !d->service_ended) {
        bool shown = false;
        const int64_t now = now_us();
        if (d->fed < gz_samples_count(d->samples) && now >= due_us &&
            gz_service_ready(d->service)) {
            st = feed_one(d);
            due_us = now + pause_us;
            progress_us = now;
        }
        if (st == GZ_OK) {
            st = show_next(d, &shown);
        }
        progress_us = shown ? now : progress_us;
        if (!told && all_through(d)) {
            told = true;
            say_counts(d);
            if (d->options.once) {
                break;
            }
            puts("All samples are through.  The broker stays until Ctrl-C.");
        }
        if (!told && now - progress_us > PATIENCE_US + pause_us) {
            st = gz_error_set(&d->trouble, GZ_UNAVAILABLE,
                              "nothing moved for a minute");
        }
    }
    return st;
}

static void *present(void *arg)
{
    struct demo *d = arg;
    d->outcome = feed_and_show(d);
    gz_service_stop(d->service);
    return NULL;
}

static void greet(const struct demo *d)
{
    const char *bootstrap = gz_mock_bootstrap(d->mock);
    printf("gazetted demo: %u sample articles, extracted by the ordinary "
           "daemon.\n"
           "The broker at %s is a stand-in inside this process: no Kafka is "
           "needed,\n"
           "and nothing outlives the demo.  From another terminal:\n"
           "  kcat -b %s -t news.entities -C -f '%%k %%S bytes\\n'\n"
           "  gazetted tail --bootstrap %s --from-beginning\n"
           "Joining the consumer group takes 3 s ...\n\n",
           gz_samples_count(d->samples), bootstrap, bootstrap, bootstrap);
    fflush(stdout);
}

static enum gz_status perform(struct demo *d, struct gz_error *err)
{
    pthread_t presenter;
    greet(d);
    enum gz_status st =
        gz_thread_start(&presenter, "presenter", present, d, err);
    if (st != GZ_OK) {
        return st;
    }
    st = gz_service_run(d->service, err);
    d->service_ended = true;
    pthread_join(presenter, NULL);
    if (st != GZ_OK) {
        return st;
    }
    if (d->outcome != GZ_OK) {
        gz_error_add(err, &d->trouble);
    }
    return d->outcome;
}

static void close_all(struct demo *d)
{
    gz_service_free(d->service);
    gz_audience_free(d->audience);
    gz_follower_free(d->follower);
    gz_event_schema_free(d->schema);
    gz_setup_fini(&d->setup);
    gz_mock_free(d->mock);
    gz_samples_free(d->samples);
    gz_log_free(d->log);
    gz_error_fini(&d->trouble);
}

enum gz_status gz_demo_run(const struct gz_demo_options *options,
                           struct gz_error *err)
{
    struct demo d = {
        .options = *options,
        .log = gz_log_new(GZ_LOG_ERROR, GZ_LOG_TEXT),
    };
    gz_error_init(&d.trouble);
    enum gz_status st = load_samples(&d, err);
    if (st == GZ_OK) {
        st = open_broker(&d, err);
    }
    if (st == GZ_OK) {
        st = configure(&d, err);
    }
    if (st == GZ_OK) {
        st = open_service(&d, err);
    }
    if (st == GZ_OK) {
        st = perform(&d, err);
    }
    close_all(&d);
    return st;
}
