// `gazetted alerts`: check files of subscriptions and run their examples.

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/alert/subscription/subscription_file.h"
#include "daemon/base/parallel.h"
#include "daemon/commands/alert_lab.h"
#include "daemon/commands/alert_verdict.h"
#include "daemon/commands/alerts_command.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/commands/pack_set.h"
#include "daemon/config/data_dir.h"
#include "daemon/setup.h"

const char gz_alerts_command_usage[] =
    "usage: gazetted alerts check [OPTION...] FILE...\n"
    "       gazetted alerts test [OPTION...] FILE...\n"
    "       gazetted alerts preview [OPTION...] FILE|-\n"
    "       gazetted alerts explain [OPTION...] ALERT-ID|-\n"
    "\n"
    "check    read files of subscriptions and print every mistake\n"
    "test     run their examples: articles in at given times, alerts expected\n"
    "preview  count the alerts that they would have raised for the events of "
    "the\n"
    "         past, and show the first; nothing is written, nobody is told\n"
    "explain  say why an alert was raised, what it rests on and what was told "
    "of it;\n"
    "         - reads it from standard input, as gazetted tail --alerts "
    "--format\n"
    "         json prints it\n"
    "\n"
    "  -c, --config FILE      the configuration: packs, and for preview and "
    "explain\n"
    "                         brokers, topics and subscriptions\n"
    "  -h, --help             print this\n"
    "\n"
    "Options of test:\n"
    "  -s, --subscription ID  only the examples of this subscription\n"
    "\n"
    "Options of preview:\n"
    "  -i, --id ID            only this subscription; up to 8 times\n"
    "  -S, --since WHEN       from when on: a duration before now (24h), a "
    "time, or\n"
    "                         earliest\n"
    "  -n, --samples N        show the first N messages (10)\n"
    "      --summary          show none\n"
    "  -j, --json             one JSON object, with complete alerts\n"
    "  -B, --bootstrap HOST:PORT   these brokers, all else by default\n"
    "  -e, --events FILE      all events of this file, as gazetted extract or\n"
    "                         gazetted tail print them with --format json; no "
    "broker\n"
    "                         is asked\n"
    "\n"
    "Options of explain:\n"
    "  -S, --since WHEN       look for the alert from then on (7d)\n"
    "  -f, --file FILE        the subscription stands here (the files of the\n"
    "                         configuration, then its topic)\n"
    "  -j, --json             one JSON object\n"
    "\n"
    "A FILE is a path, - for standard input, or the name of one that is\n"
    "shipped: watch-list.\n"
    "\n"
    "The status is 1 when an example does not hold or there is no such alert, "
    "65\n"
    "when a file has mistakes, and 69 when no broker answers.\n";

struct session {
    const char *config;
    const char *only;
    bool test;
    bool runs;  // the examples of this file
    struct gz_pack_set packs;
    struct gz_ruleset *rules;
    struct gz_receivers *receivers;  // NULL: not known
    struct gz_alert_terms terms;
    struct gz_alert_lab *lab;
    struct gz_subscription_index *all;  // of the files that were checked
    struct gz_arena *arena;             // of one example
    struct gz_buffer report;
    struct gz_error err;
    uint32_t subscriptions;
    uint32_t examples;
    uint32_t failed;
};

// --- examples ---

// How to run one again.
static void write_rerun(struct session *s, const char *path, struct gz_str id)
{
    gz_buffer_append_fmt(&s->report, "rerun: gazetted alerts test %s%s%s%s",
                         s->config != NULL ? "--config " : "",
                         s->config != NULL ? s->config : "",
                         s->config != NULL ? " " : "", path);
    if (id.len_bytes > 0) {
        gz_buffer_append_fmt(&s->report, " --subscription " GZ_STR_FMT,
                             GZ_STR_ARG(id));
    }
    gz_buffer_append_z(&s->report, "\n\n");
}

static enum gz_status run_example(struct session *s,
                                  const struct gz_subscription_file *file,
                                  const struct gz_subscription_index *index,
                                  struct gz_str id,
                                  const struct gz_alert_example *example)
{
    struct gz_alert_example_alert *found = NULL;
    uint32_t count = 0;
    const enum gz_status st = gz_alert_lab_run(s->lab, index, example, s->arena,
                                               &found, &count, &s->err);
    if (st != GZ_OK) {
        return st;
    }
    s->examples++;
    if (!gz_alert_verdict(&file->source, example, found, count, &s->report)) {
        s->failed++;
        write_rerun(s, file->source.name, id);
    }
    return gz_buffer_status(&s->report);
}

static enum gz_status run_list(struct session *s,
                               const struct gz_subscription_file *file,
                               const struct gz_subscription_index *index,
                               struct gz_str id,
                               const struct gz_yaml_node *list)
{
    struct gz_arena *arena = gz_arena_new((size_t)64 << 20);
    struct gz_alert_example *examples = NULL;
    uint32_t count = 0;
    enum gz_status st =
        arena == NULL ? gz_error_set(&s->err, GZ_NO_MEMORY, "out of memory")
                      : gz_alert_example_read(list, index, &file->source, arena,
                                              &examples, &count, &s->err);
    for (uint32_t i = 0; s->runs && st == GZ_OK && i < count; i++) {
        gz_arena_reset(s->arena);
        st = run_example(s, file, index, id, &examples[i]);
    }
    gz_arena_free(arena);
    return st;
}

static enum gz_status index_one(struct gz_subscription *subscription,
                                struct gz_subscription_index **out)
{
    *out = gz_subscription_index_new();
    return *out != NULL ? gz_subscription_index_put(*out, subscription)
                        : GZ_NO_MEMORY;
}

// Examples of a subscription see it alone.
static enum gz_status run_subscription(struct session *s,
                                       const struct gz_subscription_file *file,
                                       uint32_t number)
{
    const struct gz_str id = gz_subscription_id(file->items[number]);
    const struct gz_yaml_node *node = file->nodes[number];
    const struct gz_yaml_node *list =
        node != NULL ? gz_yaml_get(node, "examples") : NULL;
    struct gz_subscription_index *index = NULL;
    if (list == NULL || (s->only != NULL && !gz_str_is(id, s->only))) {
        return GZ_OK;
    }
    enum gz_status st = index_one(file->items[number], &index);
    if (st == GZ_OK) {
        st = run_list(s, file, index, id, list);
    }
    gz_subscription_index_free(index);
    return st;
}

static enum gz_status
run_whole(struct session *s, const struct gz_subscription_file *file, bool read)
{
    if (file->examples == NULL || s->only != NULL) {
        return GZ_OK;
    }
    if (!read) {  // some may be missing
        return run_list(s, file, NULL, GZ_STR_LIT(""), file->examples);
    }
    struct gz_subscription_index *index = gz_subscription_index_new();
    enum gz_status st =
        index != NULL
            ? gz_subscription_index_fill(index, file->items, file->count,
                                         gz_parallel_default())
            : GZ_NO_MEMORY;
    if (st == GZ_OK) {
        st = run_list(s, file, index, GZ_STR_LIT(""), file->examples);
    }
    gz_subscription_index_free(index);
    return st;
}

const char *gz_alerts_command_find(const char *name, struct gz_arena *arena)
{
    const bool shipped = strcmp(name, "-") != 0 &&
                         strpbrk(name, "/.") == NULL && access(name, F_OK) != 0;
    const char *data = shipped ? gz_data_dir_find(arena) : NULL;
    const size_t size = strlen(name) + (data != NULL ? strlen(data) : 0) +
                        sizeof("/alerts/.yaml");
    char *path = data != NULL ? gz_arena_alloc(arena, size) : NULL;
    if (path == NULL) {
        return name;
    }
    snprintf(path, size, "%s/alerts/%s.yaml", data, name);
    return path;
}

// The first of two findings, but for one that ends the work.
static enum gz_status worse(enum gz_status one, enum gz_status other)
{
    return one == GZ_OK || other == GZ_NO_MEMORY ? other : one;
}

// A mistake does not hide those behind it.
static int run_file(struct session *s, const char *name)
{
    struct gz_subscription_file file;
    gz_arena_reset(s->arena);
    enum gz_status st = gz_subscription_file_load(
        &file, gz_alerts_command_find(name, s->arena), &s->terms, &s->err);
    const bool read = st == GZ_OK;
    s->runs = s->test && read;
    s->subscriptions += file.count;
    for (uint32_t i = 0; st != GZ_NO_MEMORY && i < file.count; i++) {
        st = worse(st, run_subscription(s, &file, i));
    }
    if (st != GZ_NO_MEMORY) {
        st = worse(st, run_whole(s, &file, read));
    }
    if (st == GZ_OK && !s->test) {
        st = gz_subscription_file_join(&file, s->all, &s->err);
    }
    gz_subscription_file_fini(&file);
    if (st == GZ_NO_MEMORY && s->err.count == 0) {
        gz_error_set(&s->err, st, "out of memory");
    }
    return st == GZ_OK                 ? GZ_EXIT_OK
           : !read || st == GZ_INVALID ? GZ_EXIT_DATA
                                       : GZ_EXIT_FAILURE;
}

// --- the command ---

static int open_session(struct session *s)
{
    const struct gz_pack_request request = {.config = s->config,
                                            .need_rules = false};
    const int status =
        gz_pack_set_load(&s->packs, &request, &s->rules, &s->err);
    if (status != GZ_EXIT_OK) {
        return status;
    }
    // Who may not read its secrets goes without the names of receivers.
    if (gz_setup_receivers(s->packs.config, &s->receivers, NULL) == GZ_OK &&
        s->receivers != NULL) {
        s->terms.receivers = &s->receivers->known;
    }
    s->terms.rules = gz_ruleset_rules(s->rules);
    s->arena = gz_arena_new((size_t)64 << 20);
    s->all = gz_subscription_index_new();
    return s->arena != NULL && s->all != NULL &&
                   gz_alert_lab_new(s->packs.config, s->rules, &s->lab,
                                    &s->err) == GZ_OK
               ? GZ_EXIT_OK
               : GZ_EXIT_FAILURE;
}

static void print_summary(const struct session *s)
{
    if (s->test) {
        printf("%u examples of %u subscriptions: %u hold, %u do not\n",
               s->examples, s->subscriptions, s->examples - s->failed,
               s->failed);
    } else {
        printf("%u subscriptions, no mistake\n", s->subscriptions);
    }
}

static void close_session(struct session *s)
{
    gz_buffer_print(&s->report, stdout);
    fflush(stdout);
    gz_error_print(&s->err, stderr);
    gz_error_fini(&s->err);
    gz_buffer_fini(&s->report);
    gz_alert_lab_free(s->lab);
    gz_subscription_index_free(s->all);
    gz_arena_free(s->arena);
    gz_receivers_unref(s->receivers);
    gz_ruleset_unref(s->rules);
    gz_pack_set_close(&s->packs);
}

static int run_files(struct session *s, int count, char **paths)
{
    int status = open_session(s);
    for (int i = 0; i < count && status != GZ_EXIT_CONFIG; i++) {
        const int one = s->lab != NULL ? run_file(s, paths[i]) : status;
        status = one != GZ_EXIT_OK ? one : status;
    }
    gz_buffer_print(&s->report, stdout);
    gz_buffer_clear(&s->report);
    if (status == GZ_EXIT_OK) {
        print_summary(s);
    }
    return status == GZ_EXIT_OK && s->failed > 0 ? GZ_EXIT_FAILURE : status;
}

static int check_or_test(int argc, char **argv)
{
    struct session s = {.test = false};
    const struct gz_option options[] = {
        gz_option_text("config", 'c', &s.config),
        gz_option_text("subscription", 's', &s.only),
    };
    const struct gz_option_table table = {"alerts", gz_alerts_command_usage,
                                          options, 2};
    int status = GZ_EXIT_OK;
    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    const char *work = optind < argc ? argv[optind] : "";
    s.test = strcmp(work, "test") == 0;
    if (!s.test && strcmp(work, "check") != 0) {
        return gz_options_fail(&table,
                               "expected check, test, preview or explain");
    }
    if (optind + 1 >= argc) {
        return gz_options_fail(&table, "expected a file of subscriptions");
    }
    gz_error_init(&s.err);
    gz_buffer_init(&s.report, 0);
    status = run_files(&s, argc - optind - 1, argv + optind + 1);
    close_session(&s);
    return status;
}

int gz_command_alerts(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "preview") == 0) {
        return gz_alerts_preview(argc - 1, argv + 1);
    }
    if (argc > 1 && strcmp(argv[1], "explain") == 0) {
        return gz_alerts_explain(argc - 1, argv + 1);
    }
    return check_or_test(argc, argv);
}
