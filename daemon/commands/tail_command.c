// `gazetted tail`: subscribe from a terminal.  Reads the topic of entities, or
// that of alerts, beside all other readers and prints what passes the filters.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codecs/alert_decode.h"
#include "codecs/alert_encode.h"
#include "codecs/alert_schema.h"
#include "codecs/event_decode.h"
#include "codecs/event_encode.h"
#include "codecs/event_schema.h"
#include "daemon/commands/alert_line.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/event_line.h"
#include "daemon/commands/interruption.h"
#include "daemon/commands/options.h"
#include "daemon/commands/terminal.h"
#include "daemon/config/config.h"
#include "daemon/kafka/follower.h"
#include "daemon/kafka/properties.h"
#include "rules/types.h"

enum { POLL_MS = 200, ARENA_BYTES = 64 << 20 };

static const char *const format_names[] = {"text", "json", NULL};

enum { TEXT, JSON };

struct options {
    const char *config;
    const char *bootstrap;  // instead of config
    const char *entity;     // id or name, NULL: all
    const char *type;       // NULL: all
    uint32_t count;         // lines to print, 0: no end
    int format;             // index in format_names
    bool from_beginning;
    bool alerts;  // not entities
};

struct tail {
    struct options options;
    struct gz_config *config;
    uint64_t fingerprint;
    struct gz_follower *follower;
    struct gz_arena *arena;
    struct gz_buffer out;
    struct gz_error err;
    uint32_t printed;
    bool colours;
    bool away;  // that no broker answers was told
};

static const char usage[] =
    "usage: gazetted tail [OPTION...]\n"
    "\n"
    "Follow the topic of entity events, or that of alerts, and print them as\n"
    "they come.\n"
    "\n"
    "  -a, --alerts           alerts in place of entity events\n"
    "  -c, --config FILE      the daemon's configuration: brokers and topics\n"
    "                         (default: " GZ_CONFIG_FILE ")\n"
    "  -B, --bootstrap HOST:PORT   these brokers, all else by default\n"
    "  -e, --entity ID|NAME   only of this entity; a name is compared without "
    "case\n"
    "  -t, --type TYPE        only this type and those below it, such as Org\n"
    "  -f, --format FORMAT    text (default) or json, one object per line\n"
    "  -n, --count N          end after N lines\n"
    "  -b, --from-beginning   print what the topic already holds first\n"
    "  -h, --help             print this\n";

static bool read_type(void *target, char *name)
{
    *(const char **)target = name;
    if (!gz_type_known(gz_str_z(name))) {
        fprintf(stderr,
                "error: unknown type \"%s\"; types are such as Person, Org, "
                "Org/Company, Place/Country\n",
                name);
        return false;
    }
    return true;
}

static bool parse_options(int argc, char **argv, struct options *out,
                          int *status)
{
    const struct gz_option options[] = {
        gz_option_text("config", 'c', &out->config),
        gz_option_text("bootstrap", 'B', &out->bootstrap),
        gz_option_text("entity", 'e', &out->entity),
        gz_option_call("type", 't', &out->type, read_type),
        gz_option_choice("format", 'f', &out->format, format_names),
        gz_option_count("count", 'n', &out->count, INT32_MAX),
        gz_option_flag("from-beginning", 'b', &out->from_beginning),
        gz_option_flag("alerts", 'a', &out->alerts),
    };
    const struct gz_option_table table = {"tail", usage, options, 8};
    *out = (struct options){.config = GZ_CONFIG_FILE};
    return gz_options_read_only(&table, argc, argv, status);
}

static enum gz_status load_config(struct tail *t)
{
    if (t->options.bootstrap != NULL) {
        return gz_config_for_brokers(t->options.bootstrap, &t->config, &t->err);
    }
    const enum gz_status st =
        gz_config_load(t->options.config, &t->config, &t->err);
    return st == GZ_OK ? gz_kafka_properties_check(t->config, &t->err) : st;
}

static enum gz_status find_fingerprint(struct tail *t)
{
    struct gz_event_schema *schema = NULL;

    if (t->options.alerts) {
        return gz_alert_schema_check(&t->fingerprint, &t->err);
    }
    const enum gz_status st = gz_event_schema_new(&schema, &t->err);
    if (st == GZ_OK) {
        t->fingerprint = gz_event_schema_fingerprint(schema);
    }
    gz_event_schema_free(schema);
    return st;
}

static const char *topic(const struct tail *t)
{
    return t->options.alerts ? t->config->alerts.topic
                             : t->config->output.topic;
}

static enum gz_status open_all(struct tail *t)
{
    const enum gz_follower_start start =
        t->options.from_beginning ? GZ_FOLLOWER_BEGINNING : GZ_FOLLOWER_END;
    enum gz_status st = load_config(t);
    if (st == GZ_OK) {
        st = find_fingerprint(t);
    }
    if (st == GZ_OK) {
        st = gz_follower_new(t->config, topic(t), start, NULL, &t->follower,
                             &t->err);
    }
    if (st == GZ_OK) {
        t->arena = gz_arena_new(ARENA_BYTES);
        st = t->arena == NULL ? gz_error_set(&t->err, GZ_NO_MEMORY, "no memory")
                              : GZ_OK;
    }
    return st;
}

static bool is_wanted(const struct options *o, struct gz_str id,
                      struct gz_str name, struct gz_str type)
{
    if (o->entity != NULL && !gz_str_is(id, o->entity) &&
        !gz_str_eq_nocase(name, gz_str_z(o->entity))) {
        return false;
    }
    return o->type == NULL || gz_type_is_a(type, gz_str_z(o->type));
}

// Appends nothing for one that is not wanted.
static enum gz_status append_event(struct tail *t, struct gz_str value,
                                   struct gz_error *err)
{
    const struct gz_event *event = NULL;
    const enum gz_status st = gz_event_decode_single_object(
        value, t->fingerprint, t->arena, &event, err);

    if (st != GZ_OK || !is_wanted(&t->options, event->entity_id,
                                  event->entity_name, event->entity_type)) {
        return st;
    }
    if (t->options.format == JSON) {
        gz_event_encode_json(event, &t->out);
    } else {
        gz_event_line_append(event, t->colours, &t->out);
    }
    return GZ_OK;
}

static enum gz_status append_alert(struct tail *t, struct gz_str value,
                                   struct gz_error *err)
{
    const struct gz_alert_event *alert = NULL;
    const enum gz_status st = gz_alert_decode_single_object(
        value, t->fingerprint, t->arena, &alert, err);

    if (st != GZ_OK || !is_wanted(&t->options, alert->entity_id,
                                  alert->entity_name, alert->entity_type)) {
        return st;
    }
    if (t->options.format == JSON) {
        gz_alert_encode_json(alert, &t->out);
    } else {
        gz_alert_line_append(alert, t->colours, &t->out);
    }
    return GZ_OK;
}

static void print_line(struct tail *t)
{
    gz_buffer_print(&t->out, stdout);
    fflush(stdout);
    t->printed++;
}

// A record that is none of ours is told and passed over.
static void on_record(struct tail *t, const struct gz_record *record)
{
    struct gz_error err;
    gz_error_init(&err);
    gz_arena_reset(t->arena);
    gz_buffer_clear(&t->out);
    const enum gz_status st = t->options.alerts
                                  ? append_alert(t, record->value, &err)
                                  : append_event(t, record->value, &err);
    if (st != GZ_OK) {
        fprintf(stderr, GZ_STR_FMT " %d@%lld: %s", GZ_STR_ARG(record->topic),
                record->partition, (long long)record->offset,
                gz_error_text(&err));
    } else if (t->out.len > 0) {
        print_line(t);
    }
    gz_error_fini(&err);
}

// Silence looks the same whether nothing is written or nobody answers.
static void tell_outage(struct tail *t)
{
    const bool away = gz_follower_unreachable(t->follower);
    if (away != t->away) {
        fputs(away ? "no broker answers; waiting for one (Ctrl-C ends)\n"
                   : "a broker answers again\n",
              stderr);
    }
    t->away = away;
}

static enum gz_status follow(struct tail *t)
{
    while (!gz_interruption_came() && !ferror(stdout) &&
           (t->options.count == 0 || t->printed < t->options.count)) {
        struct gz_record record;
        const enum gz_status st =
            gz_follower_next(t->follower, POLL_MS, &record, &t->err);
        if (st == GZ_OK) {
            on_record(t, &record);
        } else if (st != GZ_NOT_FOUND) {
            return st;
        }
        tell_outage(t);
    }
    return GZ_OK;
}

static void close_all(struct tail *t)
{
    gz_follower_free(t->follower);
    gz_arena_free(t->arena);
    gz_config_free(t->config);
    gz_buffer_fini(&t->out);
}

int gz_command_tail(int argc, char **argv)
{
    struct tail t = {.colours = gz_terminal_colours()};
    int status = GZ_EXIT_OK;
    if (!parse_options(argc, argv, &t.options, &status)) {
        return status;
    }
    gz_error_init(&t.err);
    gz_buffer_init(&t.out, 0);
    enum gz_status st = open_all(&t);
    if (st == GZ_OK) {
        // Not before: while brokers are asked, a signal ends the program.
        gz_interruption_heed();
        st = follow(&t);
    }
    close_all(&t);
    gz_error_print(&t.err, stderr);
    gz_error_fini(&t.err);
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
