// `gazetted alerts explain`: why an alert was raised.

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "codecs/alert_decode.h"
#include "codecs/alert_schema.h"
#include "daemon/alert/explain/alert_past.h"
#include "daemon/alert/explain/subscription_past.h"
#include "daemon/alert/subscription/subscription_file.h"
#include "daemon/alert/subscription/subscription_index.h"
#include "daemon/base/source.h"
#include "daemon/commands/alert_explanation.h"
#include "daemon/commands/alerts_command.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/interruption.h"
#include "daemon/commands/options.h"
#include "daemon/commands/pack_set.h"
#include "daemon/commands/terminal.h"
#include "daemon/kafka/properties.h"
#include "daemon/kafka/topic_follower.h"
#include "daemon/notify/since.h"
#include "daemon/setup.h"

enum { ARENA_BYTES = 64 << 20, INPUT_BYTES = 64 << 20 };

struct session {
    const char *config_path;
    const char *since;
    const char *file;
    bool json;
    const char *id;  // "-": standard input

    bool configured;  // by a file: its brokers are those to be asked
    struct gz_pack_set packs;
    struct gz_ruleset *rules;
    struct gz_arena *arena;
    int64_t since_ms;
    struct gz_alert_past past;
    struct gz_subscription_index *index;  // of files; NULL: none are known
    struct gz_subscription *of_topic;     // the one that is looked for, or NULL
    struct gz_buffer missing;             // where it is not
    struct gz_buffer out;
    struct gz_error doubt;  // which an answer does not fail for
    struct gz_error err;
};

static bool is_input(const struct session *s)
{
    return strcmp(s->id, "-") == 0;
}

// --- the alert ---

static enum gz_status take(struct session *s, const char *name,
                           struct gz_str text, struct gz_error *err)
{
    const struct gz_alert_event *alert = NULL;
    struct gz_source src;

    if (gz_source_init(&src, name, text) != GZ_OK) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    gz_arena_reset(s->arena);
    enum gz_status st = gz_alert_decode_json(&src, s->arena, &alert, err);
    gz_source_fini(&src);
    if (st == GZ_OK) {
        st = gz_alert_past_add(&s->past, alert);
    }
    return st;
}

static enum gz_status take_lines(struct session *s, struct gz_str rest)
{
    enum gz_status st = GZ_OK;
    char name[32];

    for (size_t number = 1; st == GZ_OK && rest.ptr != NULL; number++) {
        const struct gz_str line = gz_str_trim(gz_str_cut(&rest, '\n'));
        snprintf(name, sizeof(name), "<stdin>:%zu", number);
        st = line.len_bytes > 0 ? take(s, name, line, &s->err) : GZ_OK;
    }
    return st;
}

// All are of one alert, or nothing is told as if they were.
static int check_one(struct session *s)
{
    for (uint32_t i = 1; i < s->past.count; i++) {
        if (!gz_str_eq(s->past.items[i]->alert_id,
                       s->past.items[0]->alert_id)) {
            gz_error_set(&s->err, GZ_INVALID,
                         "<stdin>: these are different alerts; explain one at "
                         "a time");
            return GZ_EXIT_DATA;
        }
    }
    if (s->past.count == 0) {
        gz_error_set(&s->err, GZ_INVALID, "<stdin>: no alert");
        return GZ_EXIT_DATA;
    }
    return GZ_EXIT_OK;
}

// One object over several lines, or one a line.
static int read_input(struct session *s)
{
    struct gz_source src = {.name = NULL};
    struct gz_error whole;

    if (gz_source_load(&src, "-", INPUT_BYTES, &s->err) != GZ_OK ||
        gz_alert_past_init(&s->past) != GZ_OK) {
        gz_source_fini(&src);
        return GZ_EXIT_FAILURE;
    }
    const struct gz_str text = gz_str_trim(gz_str_of(src.text, src.len_bytes));
    gz_error_init(&whole);
    enum gz_status st = take(s, "<stdin>", text, &whole);
    if (st != GZ_OK && memchr(text.ptr, '\n', text.len_bytes) != NULL) {
        st = take_lines(s, text);
    } else if (st != GZ_OK) {
        gz_error_add(&s->err, &whole);
    }
    gz_error_fini(&whole);
    gz_source_fini(&src);
    return st == GZ_OK ? check_one(s) : GZ_EXIT_DATA;
}

static int tell_missing(struct session *s, const char *topic)
{
    gz_error_set(&s->err, GZ_NOT_FOUND,
                 "%s: no alert %s among %llu messages since then; look further "
                 "back with --since (it is %s)",
                 topic, s->id, (unsigned long long)s->past.records, s->since);
    return GZ_EXIT_FAILURE;
}

static int read_topic(struct session *s)
{
    const struct gz_config *config = s->packs.config;
    const struct gz_follower_options options = {
        .config = config, .topic = config->alerts.topic, .exact = true};
    const struct gz_topic_port port = gz_topic_follower_port(&options);
    struct gz_alert_past_request request = {.port = &port,
                                            .clock = &gz_clock_system,
                                            .id = gz_str_z(s->id),
                                            .since_ms = s->since_ms,
                                            .stop = gz_interruption_stop};
    enum gz_status st = gz_kafka_properties_check(config, &s->err);

    st =
        st == GZ_OK ? gz_alert_schema_check(&request.fingerprint, &s->err) : st;
    if (st != GZ_OK) {
        return GZ_EXIT_CONFIG;
    }
    st = gz_alert_past_find(&request, &s->past, &s->err);
    if (st == GZ_NOT_FOUND && s->err.count == 0) {
        return tell_missing(s, config->alerts.topic);
    }
    return st == GZ_OK            ? GZ_EXIT_OK
           : st == GZ_UNAVAILABLE ? GZ_EXIT_UNAVAILABLE
                                  : GZ_EXIT_FAILURE;
}

// --- the subscription ---

static int load_config(struct session *s)
{
    // For an alert that is handed over, a configuration is good to have.
    const bool usual = s->config_path == NULL &&
                       (!is_input(s) || access(GZ_CONFIG_FILE, F_OK) == 0);
    const struct gz_pack_request request = {.config = usual ? GZ_CONFIG_FILE
                                                            : s->config_path};

    s->configured = request.config != NULL;
    return gz_pack_set_load(&s->packs, &request, &s->rules, &s->err);
}

static int load_file(struct session *s)
{
    const struct gz_alert_terms terms = {.rules = gz_ruleset_rules(s->rules)};
    struct gz_subscription_file file;
    enum gz_status st = gz_subscription_file_load(
        &file, gz_alerts_command_find(s->file, s->arena), &terms, &s->err);

    s->index = gz_subscription_index_new();
    for (uint32_t i = 0; st == GZ_OK && i < file.count; i++) {
        st = s->index != NULL
                 ? gz_subscription_index_put(s->index, file.items[i])
                 : GZ_NO_MEMORY;
    }
    gz_subscription_file_fini(&file);
    return st == GZ_OK ? GZ_EXIT_OK : GZ_EXIT_DATA;
}

static int load_subscriptions(struct session *s)
{
    if (s->file != NULL) {
        return load_file(s);
    }
    return gz_setup_subscriptions(s->packs.config, s->rules, NULL, &s->index,
                                  &s->err) == GZ_OK
               ? GZ_EXIT_OK
               : GZ_EXIT_CONFIG;
}

static enum gz_status read_subscription(struct session *s, struct gz_str id,
                                        bool *removed)
{
    const struct gz_config *config = s->packs.config;
    const struct gz_follower_options options = {
        .config = config,
        .topic = config->alerts.subscriptions_topic,
        .exact = true,
    };
    const struct gz_topic_port port = gz_topic_follower_port(&options);
    const struct gz_subscription_past_request request = {
        .port = &port,
        .clock = &gz_clock_system,
        .id = id,
        .stop = gz_interruption_stop,
    };
    const enum gz_status st = gz_kafka_properties_check(config, &s->doubt);

    return st == GZ_OK ? gz_subscription_past_find(&request, &s->of_topic,
                                                   removed, &s->doubt)
                       : st;
}

// An alert can be explained without it, as far as that goes.
static void find_in_topic(struct session *s, struct gz_str id)
{
    const char *topic = s->packs.config->alerts.subscriptions_topic;
    bool removed = false;
    const enum gz_status st = read_subscription(s, id, &removed);

    if (st == GZ_OK) {
        return;
    }
    gz_buffer_clear(&s->missing);
    if (st != GZ_NOT_FOUND || s->doubt.count > 0) {
        gz_buffer_append_fmt(&s->missing,
                             "not in the files of the configuration, and %s "
                             "could not be read",
                             topic);
    } else if (removed) {
        gz_buffer_append_fmt(&s->missing, "removed from %s since", topic);
    } else {
        gz_buffer_append_fmt(&s->missing,
                             "neither in the files of the configuration nor "
                             "in %s",
                             topic);
    }
}

static const struct gz_subscription *find_subscription(struct session *s,
                                                       struct gz_str id)
{
    const struct gz_subscription *found =
        gz_subscription_index_find(s->index, id);

    if (found != NULL) {
        return found;
    }
    gz_buffer_append_z(&s->missing, s->file != NULL ? "not in this file"
                                                    : "not in the files of the "
                                                      "configuration");
    if (s->file == NULL && s->configured &&
        strcmp(s->packs.config->alerts.subscriptions_topic, "off") != 0) {
        find_in_topic(s, id);
    }
    return s->of_topic;
}

// --- the answer ---

static int answer(struct session *s)
{
    const struct gz_alert_event *last = s->past.items[s->past.count - 1];
    const struct gz_subscription *found =
        find_subscription(s, last->subscription);
    const struct gz_alert_explanation e = {
        .items = s->past.items,
        .count = s->past.count,
        .subscription = found,
        .missing = gz_buffer_str(&s->missing),
    };

    gz_arena_reset(s->arena);
    const enum gz_status st =
        gz_buffer_status(&s->missing) != GZ_OK ? GZ_NO_MEMORY
        : s->json ? gz_alert_explanation_json(&e, s->arena, &s->out)
                  : gz_alert_explanation_append(&e, gz_terminal_colours(),
                                                s->arena, &s->out);
    if (st != GZ_OK) {
        gz_error_set(&s->err, st, "no memory to print");
        return GZ_EXIT_FAILURE;
    }
    gz_buffer_print(&s->out, stdout);
    return GZ_EXIT_OK;
}

static int work(struct session *s)
{
    int status = load_config(s);

    s->arena = gz_arena_new(ARENA_BYTES);
    if (status == GZ_EXIT_OK && s->arena == NULL) {
        gz_error_set(&s->err, GZ_NO_MEMORY, "out of memory");
        status = GZ_EXIT_FAILURE;
    }
    status = status == GZ_EXIT_OK ? load_subscriptions(s) : status;
    if (status == GZ_EXIT_OK) {
        status = is_input(s) ? read_input(s) : read_topic(s);
    }
    return status == GZ_EXIT_OK ? answer(s) : status;
}

static void close_session(struct session *s)
{
    fflush(stdout);
    gz_error_print(&s->doubt, stderr);
    gz_error_print(&s->err, stderr);
    gz_error_fini(&s->doubt);
    gz_error_fini(&s->err);
    gz_buffer_fini(&s->missing);
    gz_buffer_fini(&s->out);
    gz_alert_past_fini(&s->past);
    gz_subscription_unref(s->of_topic);
    gz_subscription_index_free(s->index);
    gz_arena_free(s->arena);
    gz_ruleset_unref(s->rules);
    gz_pack_set_close(&s->packs);
}

int gz_alerts_explain(int argc, char **argv)
{
    struct session s = {.since = "7d"};
    const struct gz_option options[] = {
        gz_option_text("config", 'c', &s.config_path),
        gz_option_text("since", 'S', &s.since),
        gz_option_text("file", 'f', &s.file),
        gz_option_flag("json", 'j', &s.json),
    };
    const struct gz_option_table table = {"alerts explain",
                                          gz_alerts_command_usage, options, 4};
    int status = GZ_EXIT_OK;
    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    if (optind + 1 != argc) {
        return gz_options_fail(&table, "expected the id of one alert, or -");
    }
    s.id = argv[optind];
    gz_error_init(&s.doubt);
    gz_error_label(&s.doubt, "warning");
    gz_error_init(&s.err);
    gz_buffer_init(&s.missing, 0);
    gz_buffer_init(&s.out, 0);
    status =
        gz_since_read(gz_str_z(s.since), gz_clock_realtime_ms(&gz_clock_system),
                      &s.since_ms, &s.err) == GZ_OK
            ? work(&s)
            : GZ_EXIT_USAGE;
    close_session(&s);
    return status;
}
