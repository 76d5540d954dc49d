#ifndef GZ_TEST_GRAMMAR_FIXTURE_H
#define GZ_TEST_GRAMMAR_FIXTURE_H

#include "rules/match/matcher.h"
#include "tests/support/rule_fixture.h"

/*
 * Texts whose words have the classes of the fixtures' grammar.
 */
struct grammar_lab {
    struct rule_fixture rules;
    struct gz_program *program;
    struct gz_matcher *matcher;
    struct gz_arena *arena;
};

static inline void grammar_lab_open(struct grammar_lab *lab)
{
    fixture_init(&lab->rules);
    lab->program = fixture_program(&lab->rules);
    lab->matcher = gz_matcher_new(lab->program);
    lab->arena = gz_arena_new(1 << 20);
    CHECK(lab->matcher != NULL && lab->arena != NULL);
}

static inline void grammar_lab_close(struct grammar_lab *lab)
{
    gz_matcher_free(lab->matcher);
    gz_program_free(lab->program);
    fixture_fini(&lab->rules);
    gz_arena_free(lab->arena);
}

/** A text as a body; gone with the next. */
static inline const struct gz_passage *grammar_lab_read(struct grammar_lab *lab,
                                                        const char *text)
{
    struct gz_document *doc = NULL;
    gz_arena_reset(lab->arena);
    CHECK_OK(gz_document_new(GZ_STR_LIT(""), gz_str_z(text), GZ_STR_LIT("en"),
                             lab->arena, &doc));
    CHECK_OK(gz_matcher_begin(lab->matcher, doc, 0, lab->arena));
    return &gz_matcher_document(lab->matcher)->fields[GZ_FIELD_BODY];
}

#endif
