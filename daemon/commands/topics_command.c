// `gazetted topics`: the topics that the daemon needs, for people to make.

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/kafka/admin.h"
#include "daemon/kafka/properties.h"
#include "daemon/kafka/topic_plan.h"

static const char usage[] =
    "usage: gazetted topics plan|create|check [OPTION...]\n"
    "\n"
    "plan    show how the topics would be made, and those that exist\n"
    "create  make those that are missing; what exists stays as it is\n"
    "check   status 1 and a reason when a topic is missing or will not do\n"
    "\n"
    "  -c, --config FILE      configuration with the names of the topics\n"
    "                         (default: " GZ_CONFIG_FILE ")\n"
    "  -p, --partitions N     of input and output (12); fixed for life, since\n"
    "                         an entity's partition follows from it\n"
    "  -r, --replication N    brokers that keep each record (3, or all)\n"
    "  -m, --min-insync N     brokers that must have it (replication - 1)\n"
    "  -d, --retention-days N how long records are kept (7, dead letters 30)\n"
    "  -h, --help             print this\n"
    "\n"
    "The daemon itself never makes a topic.\n";

enum { DAYS_MAX = 36500, COUNT_MAX = 10000 };

static const int64_t DAY_MS = INT64_C(24) * 3600 * 1000;

enum verb { PLAN, CREATE, CHECK, VERB_COUNT };

struct options {
    enum verb verb;
    const char *file;
    uint32_t partitions;  // 0: not given
    uint32_t replication;
    uint32_t min_insync;
    struct gz_topic_wish wish;  // of all that was given
};

struct work {
    const struct gz_config *config;
    const struct options *options;
    struct gz_admin *admin;
    int32_t brokers;
    struct gz_error err;
    struct gz_buffer remarks;
    struct gz_topic_facts output;  // of output.topic
};

static bool find_verb(const char *word, enum verb *out)
{
    static const char *const words[VERB_COUNT] = {"plan", "create", "check"};

    for (int i = 0; i < VERB_COUNT; i++) {
        if (strcmp(words[i], word) == 0) {
            *out = (enum verb)i;
            return true;
        }
    }
    return false;
}

static bool parse_options(int argc, char **argv, struct options *out,
                          int *status)
{
    uint32_t days = 0;
    const struct gz_option options[] = {
        gz_option_text("config", 'c', &out->file),
        gz_option_count("partitions", 'p', &out->partitions, COUNT_MAX),
        gz_option_count("replication", 'r', &out->replication, COUNT_MAX),
        gz_option_count("min-insync", 'm', &out->min_insync, COUNT_MAX),
        gz_option_count("retention-days", 'd', &days, DAYS_MAX),
    };
    const struct gz_option_table table = {"topics", usage, options, 5};
    *out = (struct options){.verb = VERB_COUNT, .file = GZ_CONFIG_FILE};
    if (!gz_options_read(&table, argc, argv, status)) {
        return false;
    }
    out->wish = (struct gz_topic_wish){
        .partitions = (int32_t)out->partitions,
        .replication = (int32_t)out->replication,
        .min_insync = (int32_t)out->min_insync,
        .retention_ms = days * DAY_MS,
    };
    if (optind != argc - 1 || !find_verb(argv[optind], &out->verb)) {
        *status = gz_options_fail(&table, "say one of plan, create, check");
        return false;
    }
    return true;
}

static void print_spec(const struct gz_topic_spec *spec, const char *state)
{
    printf("%s: %s: %" PRId32 " partitions, replication %" PRId32, spec->name,
           state, spec->partitions, spec->replication);
    for (size_t i = 0; i < spec->setting_count; i++) {
        printf(", %s=%s", spec->settings[i].name, spec->settings[i].value);
    }
    putchar('\n');
}

static void print_facts(const char *name, const struct gz_topic_facts *facts)
{
    printf("%s: exists: %" PRId32 " partitions, replication %" PRId32, name,
           facts->partitions, facts->replication);
    if (facts->max_message_bytes >= 0) {
        printf(", max.message.bytes=%" PRId64, facts->max_message_bytes);
    }
    putchar('\n');
}

// What alerts remember goes where the events are, however those were made.
static struct gz_topic_wish wish_for(const struct work *w,
                                     enum gz_topic_role role)
{
    struct gz_topic_wish wish = w->options->wish;

    if (role == GZ_TOPIC_ALERT_STATE && w->output.exists) {
        wish.partitions = w->output.partitions;
    }
    return wish;
}

static enum gz_status judge(struct work *w, enum gz_topic_role role,
                            const struct gz_topic_facts *facts)
{
    const enum gz_status st =
        gz_topic_plan_judge(w->config, role, facts, &w->remarks);

    return role == GZ_TOPIC_ALERT_STATE && st == GZ_OK
               ? gz_topic_plan_judge_state(w->config, &w->output, facts,
                                           &w->remarks)
               : st;
}

static enum gz_status treat(struct work *w, enum gz_topic_role role)
{
    const struct gz_topic_wish wish = wish_for(w, role);
    const struct gz_topic_spec spec =
        gz_topic_plan_spec(w->config, role, &wish, w->brokers);
    struct gz_topic_facts facts;

    enum gz_status st =
        gz_topic_plan_possible(&spec, &w->options->wish, &w->err);
    if (st == GZ_OK) {
        st = gz_admin_look(w->admin, spec.name, &facts, &w->err);
    }
    if (st != GZ_OK) {
        return st;
    }
    if (role == GZ_TOPIC_OUTPUT) {
        w->output = facts;
    }
    if (facts.exists) {
        print_facts(spec.name, &facts);
    } else if (w->options->verb == PLAN) {
        print_spec(&spec, "to be made");
    } else if (w->options->verb == CREATE) {
        st = gz_admin_create(w->admin, &spec, &w->err);
        if (st == GZ_OK) {
            print_spec(&spec, "made");
        }
        return st;
    }
    if (w->options->verb == PLAN && !facts.exists) {
        return GZ_OK;
    }
    return judge(w, role, &facts);
}

static enum gz_status treat_all(struct work *w)
{
    enum gz_status st = gz_admin_brokers(w->admin, &w->brokers, &w->err);
    if (st != GZ_OK) {
        return st;
    }
    for (int role = 0; role < GZ_TOPIC_ROLE_COUNT; role++) {
        if (gz_topic_plan_needs(w->config, (enum gz_topic_role)role)) {
            const enum gz_status one = treat(w, (enum gz_topic_role)role);
            st = st == GZ_OK ? one : st;
        }
    }
    return st;
}

static int exit_status(enum gz_status st)
{
    switch (st) {
    case GZ_OK:
        return GZ_EXIT_OK;
    case GZ_UNAVAILABLE:
        return GZ_EXIT_UNAVAILABLE;
    default:
        return GZ_EXIT_FAILURE;
    }
}

static int work(const struct gz_config *config, const struct options *options)
{
    struct work w = {.config = config, .options = options};

    gz_error_init(&w.err);
    gz_buffer_init(&w.remarks, 0);
    enum gz_status st = gz_admin_new(config, &w.admin, &w.err);
    if (st == GZ_OK) {
        st = treat_all(&w);
    }
    fflush(stdout);
    gz_buffer_print(&w.remarks, stderr);
    gz_error_print(&w.err, stderr);
    gz_admin_free(w.admin);
    gz_buffer_fini(&w.remarks);
    gz_error_fini(&w.err);
    return exit_status(st);
}

int gz_command_topics(int argc, char **argv)
{
    struct options options;
    struct gz_config *config = NULL;
    struct gz_error err;
    int status = GZ_EXIT_OK;

    if (!parse_options(argc, argv, &options, &status)) {
        return status;
    }
    gz_error_init(&err);
    if (gz_config_load(options.file, &config, &err) == GZ_OK &&
        gz_kafka_properties_check(config, &err) == GZ_OK) {
        status = work(config, &options);
    } else {
        gz_error_print(&err, stderr);
        status = GZ_EXIT_CONFIG;
    }
    gz_config_free(config);
    gz_error_fini(&err);
    return status;
}
