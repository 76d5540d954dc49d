// `gazetted test`: every example of every rule, through the whole extraction.

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/commands/commands.h"
#include "daemon/commands/example_lab.h"
#include "daemon/commands/example_verdict.h"
#include "daemon/commands/mutants.h"
#include "daemon/commands/options.h"
#include "daemon/commands/output_path.h"
#include "daemon/commands/pack_set.h"
#include "daemon/commands/test_report.h"
#include "daemon/explain/near_miss.h"

static const char usage[] =
    "usage: gazetted test [OPTION...] [PACK...]\n"
    "\n"
    "Run the examples of rules.  A PACK is a folder or the name of a shipped\n"
    "pack; its examples are run, and those of the rules that it overrides, "
    "with\n"
    "all packs of the configuration at hand; without one, those of all packs\n"
    "are.\n"
    "\n"
    "  -r, --rule ID      only the examples of this rule\n"
    "  -m, --mutants      change each word of each pattern, one at a time, "
    "and\n"
    "                     list those that no example misses\n"
    "  -j, --junit FILE   write a JUnit file too\n"
    "  -c, --config FILE  use this configuration's packs\n"
    "  -h, --help         print this\n"
    "\n"
    "The status is 1 when an example does not hold or a mutant survives, and\n"
    "65 when the packs have mistakes.\n";

struct options {
    const char *rule;
    const char *junit;
    const char *config;
    bool mutants;
};

struct session {
    struct options options;
    struct gz_pack_set packs;
    struct gz_ruleset *rules;
    const struct gz_rule *only;  // or NULL
    struct gz_example_lab *lab;
    struct gz_test_report report;
    struct gz_error err;
    uint32_t rule_count;  // with examples
    uint32_t bare_count;  // without
    uint32_t mutants;
    uint32_t survivors;
};

static bool is_chosen_file(const struct session *s, uint32_t file)
{
    const struct gz_rule_set *set = gz_ruleset_rules(s->rules);
    return gz_pack_set_chosen(&s->packs,
                              set->packs[set->files[file].pack].folder);
}

// A rule is of its pack, and of those that override it.
static bool is_chosen(const struct session *s, const struct gz_rule *rule)
{
    if (s->only != NULL) {
        return rule == s->only;
    }
    bool chosen = is_chosen_file(s, rule->file);
    for (uint32_t i = 0; i < rule->change_count && !chosen; i++) {
        chosen = is_chosen_file(s, rule->changes[i].file);
    }
    return chosen;
}

// --- examples ---

// Why a rule found nothing in a text that it should find something in.
static enum gz_status find_hint(struct session *s,
                                const struct gz_example_run *run,
                                struct gz_str *out)
{
    const struct gz_near_question q = {
        .rules = s->rules,
        .rule = run->rule,
        .document = run->document,
        .findings = run->findings,
        .trace = run->trace,
        .arena = run->arena,
    };
    struct gz_near_miss near;
    struct gz_buffer text;
    enum gz_status st = gz_near_miss_find(&q, &near);
    if (st != GZ_OK) {
        return st;
    }
    gz_buffer_init(&text, 0);
    st = gz_near_miss_append(&q, &near, &text);
    *out = gz_arena_copy(run->arena, gz_buffer_str(&text));
    gz_buffer_fini(&text);
    return st == GZ_OK && out->ptr == NULL ? GZ_LIMIT : st;
}

static enum gz_status run_example(struct session *s, const struct gz_rule *rule,
                                  uint32_t number)
{
    const struct gz_rule_set *set = gz_ruleset_rules(s->rules);
    const struct gz_example *example = &rule->examples[number];
    struct gz_example_run run;
    struct gz_example_verdict verdict;
    struct gz_test_case one = {
        .rule = rule,
        .example = example,
        .number = number + 1,
        .source = &set->files[example->file].source,
        .verdict = &verdict,
    };
    enum gz_status st = gz_example_lab_run(s->lab, rule, example, &run);
    if (st == GZ_OK) {
        st = gz_example_judge(&run, set, &verdict);
    }
    if (st == GZ_OK && run.count == 0 && example->kind == GZ_EXAMPLE_HIT) {
        st = find_hint(s, &run, &one.hint);
    }
    if (st == GZ_OK) {
        gz_test_report_add(&s->report, &one);
    }
    return st;
}

static enum gz_status run_examples(struct session *s)
{
    const struct gz_rule_set *set = gz_ruleset_rules(s->rules);
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < set->rule_count && st == GZ_OK; i++) {
        const struct gz_rule *rule = &set->rules[i];
        if (!is_chosen(s, rule)) {
            continue;
        }
        s->rule_count += rule->example_count > 0;
        s->bare_count += rule->example_count == 0;
        for (uint32_t k = 0; k < rule->example_count && st == GZ_OK; k++) {
            st = run_example(s, rule, k);
        }
    }
    return st;
}

// --- mutants ---

static void on_survivor(void *context, struct gz_str report)
{
    FILE *out = context;
    fprintf(out, GZ_STR_FMT, GZ_STR_ARG(report));
}

static enum gz_status run_mutants(struct session *s)
{
    const struct gz_rule_set *set = gz_ruleset_rules(s->rules);
    struct gz_error survivors;
    enum gz_status st = GZ_OK;
    gz_error_init(&survivors);
    gz_error_label(&survivors, "survivor");
    gz_error_stream(&survivors, on_survivor, stdout);
    for (uint32_t i = 0; i < set->rule_count && st == GZ_OK; i++) {
        const struct gz_rule *rule = &set->rules[i];
        if (is_chosen(s, rule) && rule->example_count > 0) {
            st = gz_mutants_run(s->rules, rule, &s->mutants, &survivors);
        }
    }
    s->survivors = (uint32_t)survivors.count;
    gz_error_fini(&survivors);
    return st;
}

// --- the command ---

static void print_summary(const struct session *s)
{
    printf("%" PRIu32 " examples of %" PRIu32 " rules: %" PRIu32
           " hold, %" PRIu32 " do not",
           s->report.run, s->rule_count, s->report.run - s->report.failed,
           s->report.failed);
    if (s->bare_count > 0) {
        printf("; %" PRIu32 " rules have no example", s->bare_count);
    }
    if (s->options.mutants && s->report.failed == 0) {
        printf("; %" PRIu32 " mutants, %" PRIu32 " survive", s->mutants,
               s->survivors);
    }
    putchar('\n');
}

// `gazetted test PACK... --rule `, as a shell would read it again.
static void write_rerun(struct session *s, int count, char **packs)
{
    struct gz_buffer *out = &s->report.rerun;
    gz_buffer_append_z(out, "gazetted test ");
    if (s->options.config != NULL) {
        gz_buffer_append_fmt(out, "--config %s ", s->options.config);
    }
    for (int i = 0; i < count; i++) {
        gz_buffer_append_fmt(out, "%s ", packs[i]);
    }
    gz_buffer_append_z(out, "--rule ");
}

static bool spares_files(const struct session *s)
{
    const struct gz_rule_set *set = gz_ruleset_rules(s->rules);
    for (uint32_t i = 0; i < set->file_count; i++) {
        if (gz_output_path_clashes("junit", s->options.junit,
                                   set->files[i].source.name)) {
            return false;
        }
    }
    return true;
}

static int open_rules(struct session *s, int count, char **packs)
{
    const struct gz_pack_request request = {
        .config = s->options.config,
        .given = packs,
        .count = count,
        .cast = true,
        .need_rules = true,
    };
    int status = gz_pack_set_load(&s->packs, &request, &s->rules, &s->err);
    if (status != GZ_EXIT_OK) {
        return status;
    }
    if (s->options.rule != NULL) {
        s->only = gz_pack_set_rule(gz_ruleset_rules(s->rules), s->options.rule,
                                   &s->err);
        return s->only != NULL ? GZ_EXIT_OK : GZ_EXIT_USAGE;
    }
    return spares_files(s) ? GZ_EXIT_OK : GZ_EXIT_USAGE;
}

static enum gz_status work(struct session *s)
{
    s->lab = gz_example_lab_new(s->rules);
    enum gz_status st = GZ_NO_MEMORY;
    if (s->lab != NULL) {
        st = run_examples(s);
    }
    gz_buffer_print(&s->report.text, stdout);
    if (st == GZ_OK && s->options.mutants && s->report.failed == 0) {
        st = run_mutants(s);
    }
    if (st != GZ_OK) {
        return gz_error_set(&s->err, st, "out of memory");
    }
    print_summary(s);
    return s->options.junit != NULL
               ? gz_test_report_junit(&s->report, s->options.junit, &s->err)
               : GZ_OK;
}

static void close_session(struct session *s)
{
    fflush(stdout);
    gz_error_print(&s->err, stderr);
    gz_error_fini(&s->err);
    gz_test_report_fini(&s->report);
    gz_example_lab_free(s->lab);
    gz_ruleset_unref(s->rules);
    gz_pack_set_close(&s->packs);
}

int gz_command_test(int argc, char **argv)
{
    struct session s = {.only = NULL};
    const struct gz_option options[] = {
        gz_option_text("rule", 'r', &s.options.rule),
        gz_option_flag("mutants", 'm', &s.options.mutants),
        gz_option_text("junit", 'j', &s.options.junit),
        gz_option_text("config", 'c', &s.options.config),
    };
    const struct gz_option_table table = {"test", usage, options, 4};
    int status = GZ_EXIT_OK;
    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    gz_error_init(&s.err);
    gz_test_report_init(&s.report);
    write_rerun(&s, argc - optind, argv + optind);
    status = open_rules(&s, argc - optind, argv + optind);
    if (status == GZ_EXIT_OK &&
        (work(&s) != GZ_OK || s.report.failed > 0 || s.survivors > 0)) {
        status = GZ_EXIT_FAILURE;
    }
    close_session(&s);
    return status;
}
