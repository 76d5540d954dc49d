#ifndef GZ_TEST_RULE_RANDOM_RUN_H
#define GZ_TEST_RULE_RANDOM_RUN_H

#include "tests/support/rule_random.h"

/*
 * One random case: drawn, compiled, matched and compared.
 */
struct random_counts {
    long compiled;
    long compared;
    long matches;
};

// A pattern that can be parsed, or not.
static inline bool random_parses(struct rule_fixture *f, const char *text)
{
    const struct gz_pattern *root;
    const struct gz_pattern_source where = {.src = NULL};
    struct gz_source src;
    CHECK_OK(gz_source_init(&src, "random", gz_str_z(text)));
    struct gz_pattern_source at = where;
    at.src = &src;
    at.end_byte = strlen(text);
    const bool good =
        gz_pattern_parse(gz_str_z(text), &at, f->arena, &root, NULL) == GZ_OK;
    gz_source_fini(&src);
    return good;
}

static inline bool random_rule(struct rule_fixture *f,
                               const struct random_case *c)
{
    struct fixture_rule rule = {.kind = GZ_RULE_EMIT, .within = c->within};
    for (uint32_t i = 0; i < c->match_count; i++) {
        rule.match[i] = c->patterns[i];
    }
    for (uint32_t i = 0; i < c->guard_count; i++) {
        rule.unless[i] = c->patterns[2 + i];
    }
    for (uint32_t i = 0; i < 4; i++) {
        const bool used = i < 2 ? i < c->match_count : i - 2 < c->guard_count;
        if (used && !random_parses(f, c->patterns[i])) {
            return false;
        }
    }
    fixture_rule(f, &rule);
    return true;
}

static inline void random_match(struct rule_fixture *f,
                                const struct random_case *c,
                                struct gz_program *program,
                                struct gz_arena *arena,
                                struct random_counts *counts)
{
    static struct fixture_article article;
    static struct reference reference;
    struct gz_matcher *m = gz_matcher_new(program);
    struct gz_matches got;
    CHECK(m != NULL);
    fixture_article(&article, f->set.types, "", c->text, arena);
    CHECK_OK(gz_matcher_begin(m, article.doc, 0, arena));
    CHECK_OK(gz_matcher_run(m, GZ_STAGE_FACT, 0, article.items, arena, &got));
    reference = (struct reference){
        .set = &f->set,
        .rule = &f->rules[0],
        .passage = &gz_matcher_document(m)->fields[GZ_FIELD_BODY],
        .items = &article.items[GZ_FIELD_BODY],
        .arena = arena,
    };
    if (ref_run(&reference)) {
        random_compare(f, c, &article, &reference, &got);
        counts->compared++;
        counts->matches += got.count;
    }
    gz_matcher_free(m);
}

static inline void random_run(struct rule_draw *d, struct random_counts *counts)
{
    static struct rule_fixture f;
    static struct random_case c;
    struct gz_arena *arena = gz_arena_new((size_t)64 << 20);
    struct gz_program *program = NULL;
    random_case(d, &c);
    fixture_init(&f);
    fixture_list(&f, &random_lists[0]);
    fixture_list(&f, &random_lists[1]);
    fixture_macro(&f, "macro", "alpha | beta ..1 gamma?");
    if (random_rule(&f, &c) &&
        gz_program_build(&f.set, &program, NULL) == GZ_OK) {
        counts->compiled++;
        random_match(&f, &c, program, arena, counts);
    }
    gz_program_free(program);
    fixture_fini(&f);
    gz_arena_free(arena);
}

#endif
