// `gazetted topics`: the topics that the daemon needs, for people to make.

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/commands/commands.h"
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
    struct gz_topic_wish wish;
};

struct work {
    const struct gz_config *config;
    const struct options *options;
    struct gz_admin *admin;
    int32_t brokers;
    struct gz_error err;
    struct gz_buffer remarks;
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

static bool read_number(const char *text, int64_t max, int64_t *out)
{
    if (gz_str_to_int64(gz_str_z(text), out) && *out > 0 && *out <= max) {
        return true;
    }
    fprintf(stderr, "error: \"%s\" is no number from 1 to %" PRId64 "\n", text,
            max);
    return false;
}

static bool take_option(int c, struct options *out)
{
    int64_t number = 0;

    if (c == 'c') {
        out->file = optarg;
        return true;
    }
    if (strchr("prmd", c) == NULL ||
        !read_number(optarg, c == 'd' ? DAYS_MAX : COUNT_MAX, &number)) {
        return false;
    }
    switch (c) {
    case 'p':
        out->wish.partitions = (int32_t)number;
        break;
    case 'r':
        out->wish.replication = (int32_t)number;
        break;
    case 'm':
        out->wish.min_insync = (int32_t)number;
        break;
    default:
        out->wish.retention_ms = number * DAY_MS;
        break;
    }
    return true;
}

static int parse_options(int argc, char **argv, struct options *out)
{
    static const struct option longs[] = {
        {"config", required_argument, NULL, 'c'},
        {"partitions", required_argument, NULL, 'p'},
        {"replication", required_argument, NULL, 'r'},
        {"min-insync", required_argument, NULL, 'm'},
        {"retention-days", required_argument, NULL, 'd'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int c;

    *out = (struct options){.verb = VERB_COUNT, .file = GZ_CONFIG_FILE};
    while ((c = getopt_long(argc, argv, "c:p:r:m:d:h", longs, NULL)) != -1) {
        if (c == 'h') {
            fputs(usage, stdout);
            exit(GZ_EXIT_OK);
        }
        if (!take_option(c, out)) {
            fputs("see gazetted topics --help\n", stderr);
            return GZ_EXIT_USAGE;
        }
    }
    if (optind != argc - 1 || !find_verb(argv[optind], &out->verb)) {
        fputs("error: say one of plan, create, check; see gazetted topics "
              "--help\n",
              stderr);
        return GZ_EXIT_USAGE;
    }
    return GZ_EXIT_OK;
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

static enum gz_status treat(struct work *w, enum gz_topic_role role)
{
    const struct gz_topic_spec spec =
        gz_topic_plan_spec(w->config, role, &w->options->wish, w->brokers);
    struct gz_topic_facts facts;

    enum gz_status st =
        gz_topic_plan_possible(&spec, &w->options->wish, &w->err);
    if (st == GZ_OK) {
        st = gz_admin_look(w->admin, spec.name, &facts, &w->err);
    }
    if (st != GZ_OK) {
        return st;
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
    return gz_topic_plan_judge(w->config, role, &facts, &w->remarks);
}

static enum gz_status treat_all(struct work *w)
{
    enum gz_status st = gz_admin_brokers(w->admin, &w->brokers, &w->err);
    if (st != GZ_OK) {
        return st;
    }
    for (int role = 0; role < GZ_TOPIC_ROLE_COUNT; role++) {
        const enum gz_status one = treat(w, (enum gz_topic_role)role);
        st = st == GZ_OK ? one : st;
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
    int status = parse_options(argc, argv, &options);

    if (status != GZ_EXIT_OK) {
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
