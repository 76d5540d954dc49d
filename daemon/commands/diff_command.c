// `gazetted diff`: what a change of rules does to the facts of articles.

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/commands/article_cutter.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/fact_diff.h"
#include "daemon/commands/options.h"
#include "daemon/commands/pack_set.h"

static const char usage[] =
    "usage: gazetted diff --rules NEW [--rules OLD] [OPTION...] ARTICLES...\n"
    "\n"
    "Say which facts a change of rules adds, loses and changes.  NEW and OLD\n"
    "are pack folders, with commas between, that take the place of those of\n"
    "their names in the configuration, or a configuration file (*.yaml); OLD\n"
    "is the configuration unless given.  ARTICLES are what gazetted extract\n"
    "takes.\n"
    "\n"
    "  -R, --rules PACKS  see above; given once or twice\n"
    "  -c, --config FILE  the configuration\n"
    "  -h, --help         print this\n"
    "\n"
    "The status is 1 when anything differs.\n";

enum { SIDES = 2, PACKS_MAX = 32 };

struct side {
    struct gz_pack_set packs;
    struct gz_ruleset *rules;
    struct gz_extractor *extractor;
};

struct session {
    struct gz_option_list sides;  // new, old
    const char *config;
    struct side old;
    struct side new;
    struct gz_fact_diff counts;
    uint64_t articles;
    uint64_t bad;
    struct gz_buffer out;
    struct gz_error err;
};

static enum gz_status print(struct session *s, const struct gz_article *article)
{
    if (s->out.len == 0) {
        return GZ_OK;
    }
    printf("== " GZ_STR_FMT "%s" GZ_STR_FMT "\n", GZ_STR_ARG(article->id),
           article->title.len_bytes > 0 ? ": " : "",
           GZ_STR_ARG(article->title));
    gz_buffer_print(&s->out, stdout);
    gz_buffer_clear(&s->out);
    return ferror(stdout) ? GZ_IO : GZ_OK;
}

static enum gz_status on_article(void *context, const struct gz_cut_article *a)
{
    struct session *s = context;
    struct gz_findings before;
    struct gz_findings after;
    s->articles++;
    enum gz_status st = gz_extractor_run(s->old.extractor, a->document,
                                         &a->options, a->arena, &before);
    if (st == GZ_OK) {
        st = gz_extractor_run(s->new.extractor, a->document, &a->options,
                              a->arena, &after);
    }
    if (st == GZ_OK) {
        st = gz_fact_diff_append(&before, &after, a->document, a->arena,
                                 &s->counts, &s->out);
    }
    return st == GZ_OK ? print(s, a->article) : st;
}

static bool is_config(const char *text)
{
    const size_t len = strlen(text);
    return len > 5 && strcmp(text + len - 5, ".yaml") == 0;
}

// packs NULL: the configuration as it is.  Names are cut in place: argv is
// ours.
static int load_packs(struct session *s, struct side *side, const char *packs)
{
    char *given[PACKS_MAX];
    int count = 0;
    const char *config = s->config;
    if (packs != NULL && is_config(packs)) {
        config = packs;
    } else if (packs != NULL) {
        char *rest = NULL;
        char *text = (char *)(uintptr_t)packs;
        for (char *p = strtok_r(text, ",", &rest);
             p != NULL && count < PACKS_MAX; p = strtok_r(NULL, ",", &rest)) {
            given[count++] = p;
        }
    }
    const struct gz_pack_request request = {
        .config = config, .given = given, .count = count};
    return gz_pack_set_load(&side->packs, &request, &side->rules, &s->err);
}

static int open_side(struct session *s, struct side *side, const char *packs)
{
    const int status = load_packs(s, side, packs);
    if (status != GZ_EXIT_OK) {
        return status;
    }
    side->extractor = gz_extractor_new(side->rules);
    if (side->extractor == NULL) {
        gz_error_set(&s->err, GZ_NO_MEMORY, "out of memory");
        return GZ_EXIT_FAILURE;
    }
    return GZ_EXIT_OK;
}

static void close_side(struct side *side)
{
    gz_extractor_free(side->extractor);
    gz_ruleset_unref(side->rules);
    gz_pack_set_close(&side->packs);
}

static int compare(struct session *s, int count, char **paths)
{
    const enum gz_status st = gz_article_cutter_run(
        s->new.packs.config, paths, count, on_article, s, &s->bad, &s->err);
    if (st != GZ_OK && s->err.count == 0) {
        gz_error_set(&s->err, st, "cannot compare: %s", gz_status_name(st));
    }
    if (st != GZ_OK) {
        return GZ_EXIT_FAILURE;
    }
    printf("%" PRIu64 " articles: %" PRIu64 " facts added, %" PRIu64
           " lost, %" PRIu64 " changed, %" PRIu64 " as before\n",
           s->articles, s->counts.added, s->counts.lost, s->counts.changed,
           s->counts.same);
    return s->counts.added + s->counts.lost + s->counts.changed + s->bad > 0
               ? GZ_EXIT_FAILURE
               : GZ_EXIT_OK;
}

int gz_command_diff(int argc, char **argv)
{
    struct session s = {.config = NULL};
    const struct gz_option options[] = {
        gz_option_list("rules", 'R', &s.sides, SIDES),
        gz_option_text("config", 'c', &s.config),
    };
    const struct gz_option_table table = {"diff", usage, options, 2};
    int status = GZ_EXIT_OK;
    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    if (s.sides.count == 0 || optind == argc) {
        return gz_options_fail(&table, s.sides.count == 0
                                           ? "give the new rules as --rules"
                                           : "files of articles are needed");
    }
    gz_error_init(&s.err);
    gz_buffer_init(&s.out, 0);
    status = open_side(&s, &s.new, s.sides.items[0]);
    if (status == GZ_EXIT_OK) {
        status = open_side(&s, &s.old,
                           s.sides.count == SIDES ? s.sides.items[1] : NULL);
    }
    if (status == GZ_EXIT_OK) {
        status = compare(&s, argc - optind, argv + optind);
    }
    fflush(stdout);
    gz_error_print(&s.err, stderr);
    close_side(&s.new);
    close_side(&s.old);
    gz_buffer_fini(&s.out);
    gz_error_fini(&s.err);
    return status;
}
