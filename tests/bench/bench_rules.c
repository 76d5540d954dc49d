// What rules cost an article, in one thread: CPU time, median of the rounds.
//
//     bench_rules ARTICLES.jsonl IMAGE.gzt [PACK...]
//
// Measured are the rules of the packs, if there are any, and 100 and 10,000
// made-up rules, none of which matches: what an article pays for rules that
// have nothing to say about it.  Items are the names that the image knows.

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "codecs/decode.h"
#include "rules/gazetteer/layers/layers.h"
#include "rules/match/matcher.h"
#include "rules/ruleset.h"
#include "tests/bench/article_lines.h"

enum { ROUNDS = 15, PASSES = 20, ARENA_BYTES = 256 << 20 };

struct work {
    struct gz_document *doc;
    struct gz_items items[GZ_FIELD_COUNT];
};

struct bench {
    struct gz_article_lines articles;
    struct gz_ruleset *names;
    struct gz_decoder *decoder;
    struct gz_arena *kept;  // documents
    struct gz_arena *arena;
    struct gz_error err;
    struct work *works;
    size_t tokens;
};

// What one set of rules did.
struct figures {
    uint32_t rules;
    double begin_us;
    double run_us;
    double matches;
    double steps;
    double runs;
};

static void must(const struct bench *b, enum gz_status st, const char *what)
{
    if (st != GZ_OK) {
        fprintf(stderr, "bench_rules: %s\n", what);
        gz_error_print(&b->err, stderr);
        exit(1);
    }
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void find_items(struct bench *b, const struct gz_type_tree *types,
                       struct work *w)
{
    const struct gz_layers *names = gz_ruleset_names(b->names);
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        const struct gz_passage *p = &w->doc->fields[f];
        struct gz_candidates found;
        must(b, gz_layers_find(names, p->text, &p->tokens, b->kept, &found),
             "names");
        struct gz_item *items =
            GZ_ARENA_ARRAY(b->kept, struct gz_item, found.count);
        uint32_t count = 0;
        for (uint32_t i = 0; i < found.count; i++) {
            const struct gz_candidate *c = &found.items[i];
            struct gz_entry entry;
            must(b, gz_layers_entry(names, &c->readings[0], b->kept, &entry),
                 "entity");
            const uint16_t type = gz_type_tree_find(types, entry.type);
            if (type != GZ_TYPE_NONE) {
                items[count++] =
                    (struct gz_item){c->begin_token, c->end_token, type, i};
            }
        }
        w->items[f] = (struct gz_items){items, count};
    }
}

static void open_articles(struct bench *b, const struct gz_type_tree *types)
{
    gz_arena_reset(b->kept);
    b->works = GZ_ARENA_ARRAY(b->kept, struct work, b->articles.count);
    b->tokens = 0;
    for (size_t i = 0; i < b->articles.count; i++) {
        struct gz_article a;
        struct gz_decode_failure failure;
        must(b,
             gz_decode(b->decoder, b->articles.items[i], b->kept, &a, &failure),
             "article");
        must(b,
             gz_document_new(a.title, a.body, a.language, b->kept,
                             &b->works[i].doc),
             "document");
        find_items(b, types, &b->works[i]);
        b->tokens += b->works[i].doc->fields[GZ_FIELD_BODY].tokens.count +
                     b->works[i].doc->fields[GZ_FIELD_TITLE].tokens.count;
    }
}

static uint32_t run_all(struct bench *b, const struct gz_program *program,
                        struct gz_matcher *m, const struct work *w)
{
    struct gz_matches found;
    uint32_t matches = 0;
    for (uint32_t s = 0; s < gz_program_strata(program); s++) {
        must(b,
             gz_matcher_run(m, GZ_STAGE_MENTION, s, w->items, b->arena, &found),
             "mentions");
        matches += found.count;
    }
    for (int stage = GZ_STAGE_RECAST; stage < GZ_STAGE_COUNT; stage++) {
        must(b,
             gz_matcher_run(m, (enum gz_stage)stage, 0, w->items, b->arena,
                            &found),
             "rules");
        matches += found.count;
    }
    return matches;
}

// CPU time of an article, with its rules run or only looked up.
static double pass(struct bench *b, const struct gz_program *program,
                   struct gz_matcher *m, bool run, double *matches)
{
    const double runs = (double)(b->articles.count * PASSES);
    const double begin_us = now_us();
    uint64_t sum = 0;
    for (size_t i = 0; i < b->articles.count * PASSES; i++) {
        const struct work *w = &b->works[i % b->articles.count];
        gz_arena_reset(b->arena);
        must(b, gz_matcher_begin(m, w->doc, 0, b->arena), "begin");
        if (run) {
            sum += run_all(b, program, m, w);
        }
    }
    *matches = (double)sum / runs;
    return (now_us() - begin_us) / runs;
}

static int by_value(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

static void count_work(const struct gz_matcher *m, struct figures *out,
                       double articles)
{
    for (uint32_t i = 0; i < out->rules; i++) {
        const struct gz_rule_counter c = gz_matcher_counter(m, i);
        out->steps += (double)c.steps / articles;
        out->runs += (double)c.runs / articles;
    }
}

static struct figures measure(struct bench *b, const char *const *folders,
                              size_t count)
{
    struct gz_rule_set *set;
    struct gz_program *program;
    double begin[ROUNDS];
    double whole[ROUNDS];
    must(b, gz_rule_set_load(folders, count, &set, &b->err), "packs");
    must(b, gz_program_build(set, &program, &b->err), "rules");
    struct figures out = {.rules = set->rule_count};
    struct gz_matcher *m = gz_matcher_new(program);
    must(b, m == NULL ? GZ_NO_MEMORY : GZ_OK, "matcher");
    open_articles(b, set->types);
    for (int round = -1; round < ROUNDS; round++) {
        double matches;
        const int at = round < 0 ? 0 : round;
        begin[at] = pass(b, program, m, false, &matches);
        whole[at] = pass(b, program, m, true, &out.matches);
    }
    qsort(begin, ROUNDS, sizeof(*begin), by_value);
    qsort(whole, ROUNDS, sizeof(*whole), by_value);
    out.begin_us = begin[ROUNDS / 2];
    out.run_us = whole[ROUNDS / 2] - out.begin_us;
    count_work(m, &out, (double)(b->articles.count * PASSES) * (ROUNDS + 1));
    gz_matcher_free(m);
    gz_program_free(program);
    gz_rule_set_free(set);
    return out;
}

// A word that no text has.
static void put_word(FILE *out, unsigned number)
{
    fputs("zq", out);
    for (int i = 0; i < 5; i++) {
        fputc('a' + (int)(number % 26), out);
        number /= 26;
    }
}

static void put_rule(FILE *out, unsigned number)
{
    fprintf(out, "- id: made.rule%u\n  emit: Made\n  match: \"", number);
    fputs("<customer:Org> %appos? have~? be~ <supplier:Org> 's $rank? "
          "segment:(..2) ",
          out);
    put_word(out, number);
    fputs("~\"\n  unless: [\"<customer:Org> ..4 deny~\"]\n", out);
}

static void write_pack(const char *folder, unsigned rules)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/pack.yaml", folder);
    FILE *out = fopen(path, "w");
    if (out == NULL) {
        exit(1);
    }
    fputs("gazetted: 1\nname: made\nversion: 1.0.0\nlanguage: en\n"
          "namespace: made\ndescription: Rules that match nothing.\n",
          out);
    fclose(out);
    snprintf(path, sizeof(path), "%s/rules.yaml", folder);
    out = fopen(path, "w");
    if (out == NULL) {
        exit(1);
    }
    fputs("gazetted: 1\nlists:\n  rank: [biggest, largest, main, major]\n"
          "macros:\n  appos: '\",\" ..12 \",\"'\n"
          "facts:\n  Made: [customer, supplier, segment?]\nrules:\n",
          out);
    for (unsigned i = 0; i < rules; i++) {
        put_rule(out, i);
    }
    fclose(out);
}

static void remove_pack(const char *folder)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/pack.yaml", folder);
    unlink(path);
    snprintf(path, sizeof(path), "%s/rules.yaml", folder);
    unlink(path);
    rmdir(folder);
}

static struct figures measure_made(struct bench *b, unsigned rules)
{
    char folder[] = "/tmp/bench_rules.XXXXXX";
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        exit(1);
    }
    write_pack(folder, rules);
    const char *const folders[] = {folder};
    const struct figures out = measure(b, folders, 1);
    remove_pack(folder);
    return out;
}

static void show(const char *what, const struct figures *f)
{
    printf("| %-7s | %6u | %8.2f | %8.2f | %8.2f | %7.1f | %8.1f | %8.1f |\n",
           what, (unsigned)f->rules, f->begin_us, f->run_us,
           f->begin_us + f->run_us, f->matches, f->runs, f->steps);
}

static void open_parts(struct bench *b, const char *articles, const char *image)
{
    const struct gz_decode_options decode = {.format = GZ_ARTICLE_JSON};
    gz_error_init(&b->err);
    b->kept = gz_arena_new((size_t)ARENA_BYTES * 4);
    b->arena = gz_arena_new(ARENA_BYTES);
    must(b, b->kept == NULL || b->arena == NULL ? GZ_NO_MEMORY : GZ_OK,
         "out of memory");
    must(b, gz_article_lines_load(&b->articles, articles, &b->err), "articles");
    must(b, gz_ruleset_load(&image, 1, &b->names, &b->err), "names");
    must(b, gz_decoder_new(&decode, &b->decoder, &b->err), "decoder");
}

static void close_parts(struct bench *b)
{
    gz_decoder_free(b->decoder);
    gz_ruleset_unref(b->names);
    gz_article_lines_fini(&b->articles);
    gz_arena_free(b->arena);
    gz_arena_free(b->kept);
    gz_error_fini(&b->err);
}

int main(int argc, char **argv)
{
    struct bench b = {0};
    if (argc < 3) {
        fputs("usage: bench_rules ARTICLES.jsonl IMAGE.gzt [PACK...]\n",
              stderr);
        return 64;
    }
    open_parts(&b, argv[1], argv[2]);
    puts("| rules   |  count | begin us |   run us |   sum us | matches |"
         "     runs |    steps |\n"
         "| ------- | -----: | -------: | -------: | -------: | ------: |"
         " -------: | -------: |");
    if (argc > 3) {
        const struct figures packs =
            measure(&b, (const char *const *)argv + 3, (size_t)argc - 3);
        show("packs", &packs);
    }
    const struct figures few = measure_made(&b, 100);
    show("made up", &few);
    const struct figures many = measure_made(&b, 10000);
    show("made up", &many);
    printf("\n%zu articles of %.0f bytes and %.0f tokens; "
           "10,000 rules cost %.2f times 100\n",
           b.articles.count,
           (double)b.articles.source.len_bytes / (double)b.articles.count,
           (double)b.tokens / (double)b.articles.count,
           (many.begin_us + many.run_us) / (few.begin_us + few.run_us));
    close_parts(&b);
    return 0;
}
