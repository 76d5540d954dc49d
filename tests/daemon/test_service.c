#include "daemon/service.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "daemon/kafka/mock.h"
#include "tests/support/check.h"

/*
 * The whole daemon in this process, against the stand-in broker: two workers
 * take their share, SIGHUP brings new names and refuses bad ones and bad
 * receivers, a stop ends it in order.  The main thread runs it, a second one
 * plays the world.
 */
enum { STEP_NS = 20 * 1000 * 1000, STEPS = 50 * 90, PATH_BYTES = 64 };

#define HEADER "id\ttype\tname\taliases\tpolicy\tattributes\n"
#define FIRST "gz:one\tOrg/Company\tZorblax Industries\t\t\t\n"
#define SECOND "gz:two\tOrg/Company\tQuuxley Holdings\t\t\t\n"
#define NOBODY "receivers:\n"
#define PIGEON "receivers: {a: {type: pigeon}}\n"
#define BAD "gz:two\tNoSuchType\tQuuxley Holdings\t\t\t\n"

struct world {
    char folder[PATH_BYTES];
    char names[PATH_BYTES + 16];
    char config[PATH_BYTES + 16];
    char receivers[PATH_BYTES + 16];
    struct gz_mock *mock;
    struct gz_setup setup;
    struct gz_service *service;
    struct gz_error err;
};

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "we");
    CHECK(f != NULL);
    CHECK(fputs(text, f) >= 0);
    CHECK_EQ(fclose(f), 0);
}

static void write_config(const struct world *w)
{
    FILE *f = fopen(w->config, "we");
    CHECK(f != NULL);
    CHECK(fprintf(f,
                  "instance: test\n"
                  "workers: 2\n"
                  "membership: dynamic\n"
                  "delivery: at-least-once\n"
                  "rules: {packs: [%s]}\n"
                  "alerts: {receivers: %s}\n"
                  "http: {listen: \"127.0.0.1:0\"}\n"
                  "kafka:\n"
                  "  bootstrap.servers: %s\n"
                  "  session.timeout.ms: 6000\n"
                  "  heartbeat.interval.ms: 500\n",
                  w->names, w->receivers, gz_mock_bootstrap(w->mock)) > 0);
    CHECK_EQ(fclose(f), 0);
}

static void begin(struct world *w)
{
    *w = (struct world){.folder = "/tmp/gz-test-service-XXXXXX"};
    gz_error_init(&w->err);
    CHECK(mkdtemp(w->folder) != NULL);
    snprintf(w->names, sizeof(w->names), "%s/names.tsv", w->folder);
    snprintf(w->config, sizeof(w->config), "%s/gz.yaml", w->folder);
    snprintf(w->receivers, sizeof(w->receivers), "%s/receivers.yaml",
             w->folder);
    CHECK_OK(gz_mock_new(&w->mock, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.articles", 2, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.entities", 2, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.articles.dead", 1, &w->err));
    write_file(w->names, HEADER FIRST);
    write_file(w->receivers, NOBODY);
    write_config(w);
    const enum gz_status st = gz_setup_load(&w->setup, w->config, &w->err);
    CHECK_Z(gz_error_text(&w->err), "");
    CHECK_OK(st);
}

static void end(struct world *w)
{
    gz_service_free(w->service);
    gz_setup_fini(&w->setup);
    gz_mock_free(w->mock);
    gz_error_fini(&w->err);
    CHECK_EQ(unlink(w->names), 0);
    CHECK_EQ(unlink(w->config), 0);
    CHECK_EQ(unlink(w->receivers), 0);
    CHECK_EQ(rmdir(w->folder), 0);
}

static bool has(const struct world *w, enum gz_metric metric, int64_t want)
{
    return gz_metrics_read(gz_service_metrics(w->service), metric) >= want;
}

static void step(void)
{
    static const struct timespec pause = {0, STEP_NS};
    (void)nanosleep(&pause, NULL);
}

static void wait_for(const struct world *w, enum gz_metric metric, int64_t want)
{
    for (int i = 0; i < STEPS; i++) {
        if (has(w, metric, want)) {
            return;
        }
        step();
    }
    fprintf(stderr, "metric %d does not reach %d\n", (int)metric, (int)want);
    exit(1);
}

static void produce(struct world *w)
{
    static const char article[] =
        "{\"body\": \"Zorblax Industries sued Quuxley Holdings.\"}";
    struct gz_error err;

    gz_error_init(&err);
    CHECK_OK(gz_mock_produce(w->mock, "news.articles", gz_str_z("key"),
                             gz_str_z(article), &err));
    gz_error_fini(&err);
}

static void hang_up(const struct world *w, const char *names)
{
    write_file(w->names, names);
    CHECK_EQ(kill(getpid(), SIGHUP), 0);
}

static void *play(void *arg)
{
    struct world *w = arg;

    wait_for(w, GZ_METRIC_PARTITIONS, 2);
    produce(w);
    wait_for(w, GZ_METRIC_EVENTS, 1);

    hang_up(w, HEADER FIRST SECOND);
    wait_for(w, GZ_METRIC_RELOADS_OK, 1);
    produce(w);
    wait_for(w, GZ_METRIC_EVENTS, 3);

    hang_up(w, HEADER FIRST BAD);
    wait_for(w, GZ_METRIC_RELOADS_FAILED, 1);
    produce(w);
    wait_for(w, GZ_METRIC_EVENTS, 5);

    // All of it or nothing: the names that are good are not taken either.
    write_file(w->receivers, PIGEON);
    hang_up(w, HEADER FIRST);
    wait_for(w, GZ_METRIC_RELOADS_FAILED, 2);
    produce(w);
    wait_for(w, GZ_METRIC_EVENTS, 7);

    gz_service_stop(w->service);
    return NULL;
}

static pthread_t start_player(struct world *w)
{
    sigset_t all;
    sigset_t before;
    pthread_t thread;

    CHECK_EQ(sigfillset(&all), 0);
    CHECK_EQ(pthread_sigmask(SIG_SETMASK, &all, &before), 0);
    CHECK_EQ(pthread_create(&thread, NULL, play, w), 0);
    CHECK_EQ(pthread_sigmask(SIG_SETMASK, &before, NULL), 0);
    return thread;
}

static void make_service(struct world *w)
{
    const struct gz_service_options options = {.setup = &w->setup};
    const enum gz_status made = gz_service_new(&options, &w->service, &w->err);
    CHECK_Z(gz_error_text(&w->err), "");
    CHECK_OK(made);
}

static void test_work_and_reloads(void)
{
    struct world w;

    begin(&w);
    make_service(&w);
    pthread_t player = start_player(&w);
    const enum gz_status ran = gz_service_run(w.service, &w.err);
    CHECK_EQ(pthread_join(player, NULL), 0);
    CHECK_Z(gz_error_text(&w.err), "");
    CHECK_OK(ran);
    CHECK_EQ(gz_metrics_read(gz_service_metrics(w.service), GZ_METRIC_EVENTS),
             7);
    end(&w);
}

// A signal that comes before the service runs is obeyed when it does.
static void test_early_signal(void)
{
    struct world w;

    begin(&w);
    make_service(&w);
    CHECK_EQ(raise(SIGTERM), 0);
    CHECK_OK(gz_service_run(w.service, &w.err));
    end(&w);
}

int main(void)
{
    test_early_signal();
    test_work_and_reloads();
    return 0;
}
