// `gazetted check`: all that a start would read is read, on the same path,
// and every mistake is printed.  Nothing is sent to anybody.  With packs it is
// these, on top of those of the configuration, that are read.

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include "daemon/commands/commands.h"
#include "daemon/commands/cost_table.h"
#include "daemon/commands/options.h"
#include "daemon/commands/pack_folder.h"
#include "daemon/commands/pack_set.h"
#include "daemon/setup.h"

static const char usage[] =
    "usage: gazetted check [--cost] [--config FILE]\n"
    "       gazetted check [--cost] [--config FILE] PACK...\n"
    "\n"
    "Check the configuration, the Kafka properties, the secret files, the "
    "packs,\n"
    "the receivers and the subscriptions, and print every mistake.  No broker "
    "is\n"
    "asked; `gazetted topics check` does that.  The status is 0 when "
    "`gazetted run`\n"
    "would start, else 1.\n"
    "\n"
    "A PACK is a folder or the name of a shipped pack.  It is checked with "
    "the\n"
    "packs of the configuration, in place of the one of its name, and nothing\n"
    "else is.  Of a folder of packs each is checked so, by itself.  The\n"
    "status is then 65 when packs have mistakes.\n"
    "\n"
    "      --cost         print what each rule can cost at most\n"
    "  -c, --config FILE  check this file (default: " GZ_CONFIG_FILE "), or\n"
    "                     take its packs (default: the shipped ones)\n"
    "  -h, --help         print this\n";

struct options {
    const char *config;
    bool cost;
};

static uint32_t count_examples(const struct gz_rule_set *set)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < set->rule_count; i++) {
        count += set->rules[i].example_count;
    }
    return count;
}

static void print_packs(const struct gz_ruleset *rules)
{
    const struct gz_gazetteer_size size = gz_ruleset_size(rules);
    const struct gz_rule_set *set = gz_ruleset_rules(rules);

    printf("packs     %" PRIu32 " entities, %" PRIu32 " names, rule set %s\n",
           size.entities, size.names, gz_ruleset_hash(rules));
    if (set != NULL) {
        printf("rules     %" PRIu32 " rules, %" PRIu32 " lists, %" PRIu32
               " macros, %" PRIu32 " fact types, %" PRIu32 " examples\n",
               set->rule_count, set->list_count, set->macro_count,
               set->fact_count, count_examples(set));
    }
}

static void print_config(const struct gz_config *config)
{
    printf("%s: ok\n", config->source.name);
    printf("instance  %s, %" PRIu32 " %s\n", config->instance, config->workers,
           config->workers == 1 ? "worker" : "workers");
    printf("topics    %s to %s, dead letters to %s\n", config->input.topic,
           config->output.topic, config->dead_letter.topic);
    printf("brokers   %s\n", gz_config_kafka(config, "bootstrap.servers"));
}

static enum gz_status print_cost(const struct options *o,
                                 const struct gz_ruleset *rules,
                                 struct gz_error *err)
{
    const enum gz_status st = o->cost ? gz_cost_table_print(rules) : GZ_OK;
    return st == GZ_OK ? GZ_OK : gz_error_set(err, st, "out of memory");
}

static int check_all(const struct options *o, struct gz_error *err)
{
    struct gz_setup setup;
    const char *path = o->config == NULL ? GZ_CONFIG_FILE : o->config;
    enum gz_status st = gz_setup_load(&setup, path, err);
    if (st == GZ_OK) {
        print_config(setup.config);
        print_packs(setup.rules);
        st = print_cost(o, setup.rules, err);
    }
    gz_setup_fini(&setup);
    return st == GZ_OK ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}

static int check_packs(const struct options *o, char **given, int count,
                       struct gz_error *err)
{
    struct gz_pack_set packs;
    struct gz_ruleset *rules = NULL;
    const struct gz_pack_request request = {
        .config = o->config, .given = given, .count = count};
    int status = gz_pack_set_load(&packs, &request, &rules, err);
    if (status == GZ_EXIT_OK) {
        for (size_t i = 0; i < packs.given_count; i++) {
            printf("%s: ok\n", packs.given[i]);
        }
        print_packs(rules);
        status =
            print_cost(o, rules, err) == GZ_OK ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
    }
    gz_ruleset_unref(rules);
    gz_pack_set_close(&packs);
    return status;
}

// Each pack of a folder of packs by itself, so that none hides another's
// mistakes.
static int check_each(const struct options *o, const char **folders,
                      size_t count)
{
    size_t bad = 0;
    for (size_t i = 0; i < count; i++) {
        struct gz_error err;
        char *given[] = {(char *)(uintptr_t)folders[i]};
        gz_error_init(&err);
        bad += check_packs(o, given, 1, &err) != GZ_EXIT_OK;
        gz_error_print(&err, stderr);
        gz_error_fini(&err);
    }
    printf("%zu packs, %zu with mistakes\n", count, bad);
    return bad == 0 ? GZ_EXIT_OK : GZ_EXIT_DATA;
}

static int check_given(const struct options *o, char **given, int count,
                       struct gz_error *err)
{
    enum { ARENA_BYTES = 16 << 20 };
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    const char **folders = NULL;
    size_t found = 0;
    const enum gz_status st =
        arena == NULL ? GZ_NO_MEMORY
        : count == 1  ? gz_pack_folder_list(given[0], arena, &folders, &found)
                      : GZ_OK;
    int status = GZ_EXIT_FAILURE;
    if (st != GZ_OK) {
        gz_error_set(err, st, "out of memory");
    } else if (found > 0) {
        status = check_each(o, folders, found);
    } else {
        status = check_packs(o, given, count, err);
    }
    gz_arena_free(arena);
    return status;
}

int gz_command_check(int argc, char **argv)
{
    struct options o = {0};
    const struct gz_option options[] = {
        gz_option_flag("cost", 0, &o.cost),
        gz_option_text("config", 'c', &o.config),
    };
    const struct gz_option_table table = {"check", usage, options,
                                          sizeof(options) / sizeof(options[0])};
    struct gz_error err;
    int status = GZ_EXIT_OK;

    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    gz_error_init(&err);
    status = optind == argc
                 ? check_all(&o, &err)
                 : check_given(&o, argv + optind, argc - optind, &err);
    gz_error_print(&err, stderr);
    gz_error_fini(&err);
    return status;
}
