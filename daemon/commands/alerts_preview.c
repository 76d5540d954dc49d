// `gazetted alerts preview`: how many alerts subscriptions would have raised.

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codecs/event_schema.h"
#include "daemon/alert/preview/preview_json.h"
#include "daemon/alert/subscription/subscription_file.h"
#include "daemon/base/clock.h"
#include "daemon/commands/alerts_command.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/event_file.h"
#include "daemon/commands/interruption.h"
#include "daemon/commands/options.h"
#include "daemon/commands/pack_set.h"
#include "daemon/commands/preview_text.h"
#include "daemon/commands/terminal.h"
#include "daemon/kafka/properties.h"
#include "daemon/kafka/topic_follower.h"
#include "daemon/notify/since.h"

enum { SAMPLES = 10, SAMPLES_MAX = 1000, ARENA_BYTES = 64 << 20 };

struct session {
    const char *config_path;
    const char *bootstrap;
    const char *since;
    const char *events;
    struct gz_option_list ids;
    uint32_t samples;
    bool summary;
    bool json;

    struct gz_pack_set packs;
    struct gz_config *brokers;  // instead of that of packs
    struct gz_ruleset *rules;
    struct gz_arena *arena;
    struct gz_subscription_file file;
    struct gz_subscription **chosen;  // of the file
    struct gz_preview_request request;
    struct gz_buffer out;
    struct gz_error err;
};

// --- what is asked ---

static int load_config(struct session *s)
{
    const bool asked = s->bootstrap == NULL && s->events == NULL;
    const struct gz_pack_request request = {
        .config =
            s->config_path == NULL && asked ? GZ_CONFIG_FILE : s->config_path};
    const int status =
        gz_pack_set_load(&s->packs, &request, &s->rules, &s->err);

    if (status != GZ_EXIT_OK || s->bootstrap == NULL) {
        return status;
    }
    return gz_config_for_brokers(s->bootstrap, &s->brokers, &s->err) == GZ_OK
               ? GZ_EXIT_OK
               : GZ_EXIT_CONFIG;
}

static const struct gz_config *config_of(const struct session *s)
{
    return s->brokers != NULL ? s->brokers : s->packs.config;
}

static int load_file(struct session *s, const char *name)
{
    const struct gz_alert_terms terms = {.rules = gz_ruleset_rules(s->rules)};

    s->arena = gz_arena_new(ARENA_BYTES);
    if (s->arena == NULL) {
        gz_error_set(&s->err, GZ_NO_MEMORY, "out of memory");
        return GZ_EXIT_FAILURE;
    }
    return gz_subscription_file_load(&s->file,
                                     gz_alerts_command_find(name, s->arena),
                                     &terms, &s->err) == GZ_OK
               ? GZ_EXIT_OK
               : GZ_EXIT_DATA;
}

static struct gz_subscription *find(const struct session *s, const char *id)
{
    for (uint32_t i = 0; i < s->file.count; i++) {
        if (gz_str_is(gz_subscription_id(s->file.items[i]), id)) {
            return s->file.items[i];
        }
    }
    return NULL;
}

static const char *suggest(struct session *s, const char *id)
{
    const char **names = GZ_ARENA_ARRAY(s->arena, const char *, s->file.count);

    for (uint32_t i = 0; names != NULL && i < s->file.count; i++) {
        const struct gz_str copy =
            gz_arena_copy(s->arena, gz_subscription_id(s->file.items[i]));
        if (copy.ptr == NULL) {
            return NULL;
        }
        names[i] = copy.ptr;
    }
    return names != NULL ? gz_str_suggest(gz_str_z(id), names, s->file.count)
                         : NULL;
}

static int choose(struct session *s)
{
    s->request.subscriptions = s->file.items;
    s->request.count = s->file.count;
    if (s->ids.count == 0) {
        return GZ_EXIT_OK;
    }
    s->chosen = calloc(s->ids.count, sizeof(struct gz_subscription *));
    for (uint32_t i = 0; s->chosen != NULL && i < s->ids.count; i++) {
        s->chosen[i] = find(s, s->ids.items[i]);
        if (s->chosen[i] == NULL) {
            const char *near = suggest(s, s->ids.items[i]);
            gz_error_set(&s->err, GZ_NOT_FOUND,
                         "%s: there is no subscription \"%s\"%s%s%s",
                         s->file.source.name, s->ids.items[i],
                         near != NULL ? " (did you mean \"" : "",
                         near != NULL ? near : "", near != NULL ? "\"?)" : "");
            return GZ_EXIT_DATA;
        }
    }
    s->request.subscriptions = s->chosen;
    s->request.count = s->ids.count;
    return s->chosen != NULL ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}

// --- the answer ---

static enum gz_status find_fingerprint(struct session *s)
{
    struct gz_event_schema *schema = NULL;
    const enum gz_status st = gz_event_schema_new(&schema, &s->err);

    if (st == GZ_OK) {
        s->request.fingerprint = gz_event_schema_fingerprint(schema);
    }
    gz_event_schema_free(schema);
    return st;
}

static enum gz_status read_topic(struct session *s,
                                 struct gz_preview_report *report)
{
    const struct gz_config *config = config_of(s);
    const struct gz_follower_options options = {
        .config = config, .topic = config->output.topic, .exact = true};
    const struct gz_topic_port port = gz_topic_follower_port(&options);
    enum gz_status st = gz_kafka_properties_check(config, &s->err);

    s->request.port = &port;
    s->request.clock = &gz_clock_system;
    s->request.max_age_ms = config->alerts.max_age_ms;
    s->request.stop = gz_interruption_stop;
    st = st == GZ_OK ? find_fingerprint(s) : st;
    st = st == GZ_OK ? gz_preview_reader_run(&s->request, report, &s->err) : st;
    s->request.port = NULL;
    return st;
}

static enum gz_status read_events(struct session *s,
                                  struct gz_preview_report *report)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    const struct gz_event **events = NULL;
    size_t count = 0;
    enum gz_status st =
        arena != NULL
            ? gz_event_file_load(s->events, arena, &events, &count, &s->err)
            : gz_error_set(&s->err, GZ_NO_MEMORY, "out of memory");
    s->request.max_age_ms = s->packs.config->alerts.max_age_ms;
    if (st == GZ_OK) {
        st = gz_preview_reader_events(&s->request, events, count, report,
                                      &s->err);
    }
    gz_arena_free(arena);
    return st;
}

static int exit_of(const struct session *s, enum gz_status st)
{
    if (st != GZ_OK && s->events != NULL) {
        return GZ_EXIT_DATA;
    }
    switch (st) {
    case GZ_OK:
        return GZ_EXIT_OK;
    case GZ_UNAVAILABLE:
        return GZ_EXIT_UNAVAILABLE;
    case GZ_INVALID:
        return GZ_EXIT_CONFIG;
    default:
        return GZ_EXIT_FAILURE;
    }
}

static int answer(struct session *s)
{
    struct gz_preview_report report = {.preview = NULL};
    enum gz_status st =
        s->events != NULL ? read_events(s, &report) : read_topic(s, &report);

    if (st == GZ_OK) {
        st = s->json ? gz_preview_json_append(&report, &s->out)
                     : gz_preview_text_append(&s->request, &report,
                                              gz_terminal_colours(), &s->out);
        if (st != GZ_OK) {
            gz_error_set(&s->err, st, "no memory to print");
        }
    }
    gz_preview_reader_fini(&report);
    gz_buffer_print(&s->out, stdout);
    fflush(stdout);
    return exit_of(s, st);
}

static int work(struct session *s, const char *name)
{
    int status = load_config(s);

    status = status == GZ_EXIT_OK ? load_file(s, name) : status;
    status = status == GZ_EXIT_OK ? choose(s) : status;
    return status == GZ_EXIT_OK ? answer(s) : status;
}

static void close_session(struct session *s)
{
    gz_error_print(&s->err, stderr);
    gz_error_fini(&s->err);
    gz_buffer_fini(&s->out);
    free(s->chosen);
    gz_subscription_file_fini(&s->file);
    gz_arena_free(s->arena);
    gz_config_free(s->brokers);
    gz_ruleset_unref(s->rules);
    gz_pack_set_close(&s->packs);
}

int gz_alerts_preview(int argc, char **argv)
{
    struct session s = {.since = "24h", .samples = SAMPLES};
    const struct gz_option options[] = {
        gz_option_text("config", 'c', &s.config_path),
        gz_option_text("bootstrap", 'B', &s.bootstrap),
        gz_option_text("since", 'S', &s.since),
        gz_option_text("events", 'e', &s.events),
        gz_option_list("id", 'i', &s.ids, GZ_OPTION_LIST_MAX),
        gz_option_count("samples", 'n', &s.samples, SAMPLES_MAX),
        gz_option_flag("summary", 0, &s.summary),
        gz_option_flag("json", 'j', &s.json),
    };
    const struct gz_option_table table = {"alerts preview",
                                          gz_alerts_command_usage, options, 8};
    int status = GZ_EXIT_OK;
    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    if (optind + 1 != argc) {
        return gz_options_fail(&table, "expected one file of subscriptions");
    }
    if (s.events != NULL && strcmp(s.events, "-") == 0 &&
        strcmp(argv[optind], "-") == 0) {
        return gz_options_fail(&table, "standard input can be read only once");
    }
    gz_error_init(&s.err);
    gz_buffer_init(&s.out, 0);
    s.request.samples = s.summary ? 0 : s.samples;
    status =
        gz_since_read(gz_str_z(s.since), gz_clock_realtime_ms(&gz_clock_system),
                      &s.request.since_ms, &s.err) == GZ_OK
            ? work(&s, argv[optind])
            : GZ_EXIT_USAGE;
    close_session(&s);
    return status;
}
