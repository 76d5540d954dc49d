// `gazetted rules`: what rules cost over articles.

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/json_writer.h"
#include "daemon/commands/article_cutter.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/commands/pack_set.h"

static const char usage[] =
    "usage: gazetted rules hot [OPTION...] ARTICLES...\n"
    "\n"
    "Say what each rule did over articles: how often it was run over a\n"
    "sentence, its matches, those that a guard forbade, the steps that it "
    "took\n"
    "and its share of all steps, which is its share of the time.  The hottest\n"
    "come first; rules that were never run are only counted.\n"
    "\n"
    "  -n, --top N        only so many\n"
    "  -p, --pack PACK    with this pack, in place of the configured one of\n"
    "                     its name\n"
    "  -c, --config FILE  use this configuration's packs and field map\n"
    "      --json         one JSON object a line\n"
    "  -h, --help         print this\n";

enum { TOP_MAX = 100000 };

struct options {
    const char *pack;
    const char *config;
    uint32_t top;
    bool json;
};

struct row {
    const struct gz_rule *rule;
    struct gz_rule_counter counter;
};

struct session {
    struct options options;
    struct gz_pack_set packs;
    struct gz_ruleset *rules;
    struct gz_extractor *extractor;
    uint64_t articles;
    struct row *rows;
    uint32_t count;  // of rules that were run
    uint64_t steps;  // of all
    struct gz_error err;
};

static enum gz_status on_article(void *context, const struct gz_cut_article *a)
{
    struct session *s = context;
    struct gz_findings findings;
    s->articles++;
    return gz_extractor_run(s->extractor, a->document, &a->options, a->arena,
                            &findings);
}

static int compare(const void *one, const void *other)
{
    const struct row *a = one;
    const struct row *b = other;
    if (a->counter.steps != b->counter.steps) {
        return a->counter.steps > b->counter.steps ? -1 : 1;
    }
    return gz_str_compare(a->rule->id, b->rule->id);
}

static enum gz_status collect(struct session *s)
{
    const struct gz_rule_set *set = gz_ruleset_rules(s->rules);
    const struct gz_matcher *matcher = gz_extractor_matcher(s->extractor);
    s->rows = calloc(set->rule_count + 1, sizeof(*s->rows));
    if (s->rows == NULL) {
        return gz_error_set(&s->err, GZ_NO_MEMORY, "out of memory");
    }
    for (uint32_t i = 0; i < set->rule_count; i++) {
        const struct gz_rule_counter c = gz_matcher_counter(matcher, i);
        s->steps += c.steps;
        if (c.runs > 0) {
            s->rows[s->count++] = (struct row){&set->rules[i], c};
        }
    }
    qsort(s->rows, s->count, sizeof(*s->rows), compare);
    return GZ_OK;
}

static double share(const struct session *s, const struct row *row)
{
    return s->steps == 0 ? 0 : (double)row->counter.steps / (double)s->steps;
}

static void print_text(const struct session *s, uint32_t count)
{
    printf("%10s %10s %10s %12s %7s  %s\n", "runs", "matches", "forbidden",
           "steps", "share", "rule");
    for (uint32_t i = 0; i < count; i++) {
        const struct row *row = &s->rows[i];
        printf("%10" PRIu64 " %10" PRIu64 " %10" PRIu64 " %12" PRIu64
               " %6.2f%%  " GZ_STR_FMT "\n",
               row->counter.runs, row->counter.matches, row->counter.guarded,
               row->counter.steps, 100 * share(s, row),
               GZ_STR_ARG(row->rule->id));
    }
    printf("%" PRIu64 " articles, %" PRIu64 " steps; %" PRIu32 " of %" PRIu32
           " rules were run\n",
           s->articles, s->steps, s->count,
           gz_ruleset_rules(s->rules)->rule_count);
}

static void print_json(const struct session *s, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct row *row = &s->rows[i];
        const struct {
            const char *key;
            uint64_t value;
        } numbers[] = {
            {"runs", row->counter.runs},
            {"matches", row->counter.matches},
            {"forbidden", row->counter.guarded},
            {"steps", row->counter.steps},
        };
        struct gz_buffer out;
        struct gz_json_writer w;
        gz_buffer_init(&out, 0);
        gz_json_writer_init(&w, &out);
        gz_json_object(&w);
        gz_json_key(&w, "rule");
        gz_json_str(&w, row->rule->id);
        for (size_t k = 0; k < sizeof(numbers) / sizeof(numbers[0]); k++) {
            gz_json_key(&w, numbers[k].key);
            gz_json_uint(&w, numbers[k].value);
        }
        gz_json_key(&w, "share");
        gz_json_double(&w, share(s, row));
        gz_json_object_end(&w);
        gz_buffer_append_byte(&out, '\n');
        gz_buffer_print(&out, stdout);
        gz_buffer_fini(&out);
    }
}

static int open_rules(struct session *s)
{
    const struct gz_pack_request request = {
        .config = s->options.config,
        .pack = s->options.pack,
        .need_rules = true,
    };
    const int status =
        gz_pack_set_load(&s->packs, &request, &s->rules, &s->err);
    if (status != GZ_EXIT_OK) {
        return status;
    }
    s->extractor = gz_extractor_new(s->rules);
    if (s->extractor == NULL) {
        gz_error_set(&s->err, GZ_NO_MEMORY, "out of memory");
        return GZ_EXIT_FAILURE;
    }
    return GZ_EXIT_OK;
}

static int work(struct session *s, int count, char **paths)
{
    uint64_t bad = 0;
    enum gz_status st = gz_article_cutter_run(s->packs.config, paths, count,
                                              on_article, s, &bad, &s->err);
    if (st != GZ_OK && s->err.count == 0) {
        gz_error_set(&s->err, st, "cannot extract: %s", gz_status_name(st));
    }
    if (st == GZ_OK) {
        st = collect(s);
    }
    if (st != GZ_OK) {
        return GZ_EXIT_FAILURE;
    }
    const uint32_t top = s->options.top;
    (s->options.json ? print_json : print_text)(
        s, top > 0 && top < s->count ? top : s->count);
    return bad == 0 ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}

int gz_command_rules(int argc, char **argv)
{
    struct session s = {.rules = NULL};
    const struct gz_option options[] = {
        gz_option_count("top", 'n', &s.options.top, TOP_MAX),
        gz_option_text("pack", 'p', &s.options.pack),
        gz_option_text("config", 'c', &s.options.config),
        gz_option_flag("json", 0, &s.options.json),
    };
    const struct gz_option_table table = {"rules", usage, options, 4};
    int status = GZ_EXIT_OK;
    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    if (optind == argc || strcmp(argv[optind], "hot") != 0) {
        return gz_options_fail(&table, "say hot");
    }
    if (++optind == argc) {
        return gz_options_fail(&table, "files of articles are needed");
    }
    gz_error_init(&s.err);
    status = open_rules(&s);
    if (status == GZ_EXIT_OK) {
        status = work(&s, argc - optind, argv + optind);
    }
    fflush(stdout);
    gz_error_print(&s.err, stderr);
    free(s.rows);
    gz_extractor_free(s.extractor);
    gz_ruleset_unref(s.rules);
    gz_pack_set_close(&s.packs);
    gz_error_fini(&s.err);
    return status;
}
