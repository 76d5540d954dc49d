#include "daemon/notify/notify_service.h"

#include <signal.h>

#include "codecs/alert_encode.h"
#include "codecs/alert_schema.h"
#include "daemon/kafka/mock.h"
#include "tests/support/check.h"
#include "tests/support/mock_config.h"

/*
 * Receivers that come, change and go while alerts are fed to them, against the
 * stand-in broker.  Programs: /bin/true takes what it gets, /bin/false never.
 */
enum { STEPS = 6000 };

static const double STEP_S = 0.01;

struct world {
    struct gz_mock *mock;
    struct gz_config *config;
    struct ev_loop *loop;
    struct gz_notify_service *service;
    uint64_t fingerprint;
    bool idle;
    struct gz_error err;
};

static void on_idle(void *ctx)
{
    struct world *w = ctx;
    w->idle = true;
}

static struct gz_receivers *parse(struct world *w, const char *yaml)
{
    struct gz_receivers *r = NULL;
    struct gz_source src;

    CHECK_OK(gz_source_init(&src, "receivers.yaml", gz_str_z(yaml)));
    const enum gz_status st = gz_receivers_parse(w->config, &src, &r, &w->err);
    CHECK_Z(gz_error_text(&w->err), "");
    CHECK_OK(st);
    return r;
}

static void begin(struct world *w, const char *yaml)
{
    *w = (struct world){.loop = ev_loop_new(EVFLAG_AUTO)};
    gz_error_init(&w->err);
    CHECK(w->loop != NULL);
    CHECK_OK(gz_alert_schema_check(&w->fingerprint, &w->err));
    CHECK_OK(gz_mock_new(&w->mock, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.alerts", 2, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.alerts.undelivered", 1, &w->err));
    w->config = mock_config(w->mock, "at-least-once", "");
    struct gz_receivers *receivers = parse(w, yaml);
    const struct gz_notify_options options = {
        .config = w->config,
        .receivers = receivers,
        .loop = w->loop,
        .on_idle = on_idle,
        .ctx = w,
    };
    CHECK_OK(gz_notify_service_new(&options, &w->service, &w->err));
    gz_receivers_unref(receivers);
}

static void end(struct world *w)
{
    gz_notify_service_free(w->service);
    ev_loop_destroy(w->loop);
    gz_config_free(w->config);
    gz_mock_free(w->mock);
    gz_error_fini(&w->err);
}

static void change(struct world *w, const char *yaml)
{
    struct gz_receivers *receivers = yaml == NULL ? NULL : parse(w, yaml);
    gz_notify_service_change(w->service, receivers);
    gz_receivers_unref(receivers);
}

// An alert for the receivers a and b.
static void produce_state(struct world *w, int number,
                          enum gz_alert_state state, int64_t silenced_until_ms)
{
    static const struct gz_str receivers[] = {{"a", 1}, {"b", 1}};
    char id[33];
    struct gz_buffer bytes;

    snprintf(id, sizeof(id), "%032x", number);
    gz_buffer_init(&bytes, 0);
    const struct gz_alert_event alert = {
        .event_id = gz_str_z(id),
        .alert_id = gz_str_z(id),
        .subscription = GZ_STR_LIT("watch"),
        .receivers = receivers,
        .receiver_count = 2,
        .state = (uint8_t)state,
        .silenced_until_ms = silenced_until_ms,
    };
    gz_alert_encode_single_object(&alert, w->fingerprint, &bytes);
    CHECK_OK(gz_buffer_status(&bytes));
    CHECK_OK(gz_mock_produce(w->mock, "news.alerts", gz_str_z(id),
                             gz_buffer_str(&bytes), &w->err));
    gz_buffer_fini(&bytes);
}

static void produce(struct world *w, int number)
{
    produce_state(w, number, GZ_ALERT_FIRING, GZ_TIME_UNKNOWN);
}

static void on_step(struct ev_loop *loop, ev_timer *timer, int events)
{
    (void)timer;
    (void)events;
    ev_break(loop, EVBREAK_ALL);
}

static void step(struct world *w)
{
    ev_timer timer;

    ev_timer_init(&timer, on_step, STEP_S, 0.);
    ev_timer_start(w->loop, &timer);
    ev_run(w->loop, 0);
}

// What is said of a receiver; its name is NULL when nothing is.
static struct gz_metrics_receiver look(struct world *w, const char *name)
{
    size_t count = 0;
    const struct gz_metrics_receiver *all =
        gz_notify_service_metrics(w->service, &count);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(all[i].name, name) == 0) {
            return all[i];
        }
    }
    return (struct gz_metrics_receiver){.name = NULL};
}

static void wait_delivered(struct world *w, const char *name, uint64_t want)
{
    for (int i = 0; i < STEPS && look(w, name).delivered < want; i++) {
        step(w);
    }
    CHECK_EQ(look(w, name).delivered, want);
}

static void wait_failed(struct world *w, const char *name)
{
    for (int i = 0; i < STEPS && look(w, name).failures == 0; i++) {
        step(w);
    }
    CHECK(look(w, name).failures > 0);
}

static void wait_gone(struct world *w, const char *name)
{
    for (int i = 0; i < STEPS && look(w, name).name != NULL; i++) {
        step(w);
    }
    CHECK(look(w, name).name == NULL);
}

static void stop(struct world *w)
{
    gz_notify_service_stop(w->service, 10000);
    for (int i = 0; i < STEPS && !w->idle; i++) {
        step(w);
    }
    CHECK(w->idle && gz_notify_service_idle(w->service));
}

#define A_GOOD "  a: {type: exec, command: /bin/true}\n"
#define B_GOOD "  b: {type: exec, command: /bin/true}\n"
#define B_BAD "  b: {type: exec, command: /bin/false, retries: [1h]}\n"

static void test_changes(void)
{
    struct world w;

    begin(&w, "receivers:\n" A_GOOD);
    produce(&w, 1);
    wait_delivered(&w, "a", 1);

    // One that is new has all that is there.
    change(&w, "receivers:\n" A_GOOD B_BAD);
    CHECK(look(&w, "b").name != NULL);
    wait_failed(&w, "b");

    // One that is changed goes on where it was, and its counts with it.
    change(&w, "receivers:\n" A_GOOD B_GOOD);
    wait_delivered(&w, "b", 1);
    CHECK_EQ(look(&w, "b").failures, 1);
    produce(&w, 2);
    wait_delivered(&w, "a", 2);
    wait_delivered(&w, "b", 2);

    change(&w, "receivers:\n" B_GOOD);
    wait_gone(&w, "a");
    produce(&w, 3);
    wait_delivered(&w, "b", 3);

    // Where it was when it went is where it goes on.
    change(&w, "receivers:\n" A_GOOD B_GOOD);
    wait_delivered(&w, "a", 1);
    stop(&w);
    end(&w);
}

// Changed again before it has left, and removed before it has come.
static void test_quick_changes(void)
{
    struct world w;

    begin(&w, "receivers:\n" A_GOOD B_BAD);
    produce(&w, 1);
    wait_failed(&w, "b");
    change(&w, "receivers:\n" A_GOOD);
    change(&w, "receivers:\n" A_GOOD B_BAD);
    change(&w, "receivers:\n" A_GOOD B_GOOD);
    wait_delivered(&w, "b", 1);
    change(&w, NULL);
    wait_gone(&w, "a");
    wait_gone(&w, "b");
    change(&w, "receivers:\n" A_GOOD);
    change(&w, NULL);
    stop(&w);
    change(&w, "receivers:\n" B_GOOD);  // comes too late
    CHECK(look(&w, "b").name == NULL);
    end(&w);
}

// What a silence kept from receivers ends unheard too.
static void test_silence(void)
{
    static const struct {
        enum gz_alert_state state;
        int64_t silenced_until_ms;
        bool told;
    } rows[] = {
        {GZ_ALERT_SILENCED, 5000, false},
        {GZ_ALERT_RESOLVED, 5000, false},
        {GZ_ALERT_RESOLVED, GZ_TIME_UNKNOWN, true},
        {GZ_ALERT_LAPSED, 5000, true},
    };
    struct world w;
    uint64_t told = 0;

    begin(&w, "receivers:\n" A_GOOD);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        produce_state(&w, (int)i, rows[i].state, rows[i].silenced_until_ms);
        told += rows[i].told;
    }
    wait_delivered(&w, "a", told);
    produce(&w, 9);
    wait_delivered(&w, "a", told + 1);
    stop(&w);
    CHECK_EQ(look(&w, "a").delivered, told + 1);
    end(&w);
}

int main(void)
{
    // A program may end before it has read what it gets.
    (void)signal(SIGPIPE, SIG_IGN);
    test_changes();
    test_quick_changes();
    test_silence();
    return 0;
}
