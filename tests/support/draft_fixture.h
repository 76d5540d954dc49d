#ifndef GZ_TEST_DRAFT_FIXTURE_H
#define GZ_TEST_DRAFT_FIXTURE_H

#include "rules/language/rule_set.h"
#include "rules/resolve/draft.h"
#include "rules/text/document.h"
#include "tests/support/layers_fixture.h"

/*
 * A draft of an article with names of a list and matches made by hand, so that
 * what comes behind matching is tested without it.  Words are named by their
 * text: the first place that holds it behind the last one asked for.
 */
struct draft_lab {
    struct gz_arena *arena;
    struct gz_layers *names;
    struct gz_type_tree *tree;
    struct gz_type_numbers types;
    struct gz_rule_set rules;
    struct gz_proper_names proper;
    struct gz_buffer scratch;
    struct gz_document *doc;
    struct gz_candidates candidates[GZ_FIELD_COUNT];
    struct gz_extract_trace trace;
    struct gz_draft draft;
};

/** A lab over a list whose entities have ids "x:ROW-ID". */
static inline void draft_lab_open(struct draft_lab *lab, const char *tsv)
{
    const struct test_list list = {"x", tsv};
    const struct gz_compile_options options = {.threads = 0};
    struct gz_buffer image;
    *lab = (struct draft_lab){.arena = gz_arena_new(1 << 24)};
    test_compile_lists(&list, 1, &options, &image);
    lab->names = test_layers(&image, 1);
    lab->tree = gz_type_tree_new();
    CHECK(lab->tree != NULL);
    CHECK_OK(gz_type_tree_number(lab->tree));
    gz_type_numbers_init(&lab->types, lab->tree);
    lab->rules.types = lab->tree;
    gz_proper_names_init(&lab->proper);
    gz_buffer_init(&lab->scratch, 0);
}

static inline void draft_lab_close(struct draft_lab *lab)
{
    gz_buffer_fini(&lab->scratch);
    gz_type_tree_free(lab->tree);
    gz_layers_free(lab->names);
    gz_arena_free(lab->arena);
}

/** Begin an article: its names stand in lab->draft. */
static inline void draft_lab_begin(struct draft_lab *lab, const char *title,
                                   const char *body)
{
    struct gz_select_input inputs[GZ_FIELD_COUNT];
    struct gz_selection selection;
    gz_arena_reset(lab->arena);
    lab->trace = (struct gz_extract_trace){0};
    CHECK_OK(gz_document_new(gz_str_z(title), gz_str_z(body), GZ_STR_LIT("en"),
                             lab->arena, &lab->doc));
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        const struct gz_passage *p = &lab->doc->fields[f];
        CHECK_OK(gz_layers_find(lab->names, p->text, &p->tokens, lab->arena,
                                &lab->candidates[f]));
        inputs[f] = (struct gz_select_input){lab->names, (enum gz_field)f,
                                             lab->candidates[f]};
    }
    const struct gz_draft_sources sources = {
        .doc = lab->doc,
        .names = lab->names,
        .rules = &lab->rules,
        .candidates = lab->candidates,
        .types = &lab->types,
        .proper = &lab->proper,
        .scratch = &lab->scratch,
        .arena = lab->arena,
        .trace = &lab->trace,
    };
    CHECK_OK(
        gz_select(lab->doc, inputs, GZ_FIELD_COUNT, lab->arena, &selection));
    CHECK_OK(gz_draft_init(&lab->draft, &sources, &selection));
}

/** The type of that name. */
static inline uint16_t draft_lab_type(const struct draft_lab *lab,
                                      const char *name)
{
    const uint16_t type = gz_type_tree_find(lab->tree, gz_str_z(name));
    CHECK(type != GZ_TYPE_NONE);
    return type;
}

/** Tokens of the first place of words in a field at or behind a token. */
static inline void draft_lab_words(const struct draft_lab *lab,
                                   enum gz_field field, const char *words,
                                   uint32_t from, uint32_t *begin,
                                   uint32_t *end)
{
    const struct gz_passage *p = &lab->doc->fields[field];
    const size_t len = strlen(words);
    for (uint32_t b = from; b < p->tokens.count; b++) {
        const uint32_t at = p->tokens.items[b].begin_byte;
        if (at + len > p->text.len_bytes ||
            memcmp(p->text.ptr + at, words, len) != 0) {
            continue;
        }
        for (uint32_t e = b + 1; e <= p->tokens.count; e++) {
            if (p->tokens.items[e - 1].end_byte == at + len) {
                *begin = b;
                *end = e;
                return;
            }
        }
    }
    fprintf(stderr, "no words \"%s\" in the text\n", words);
    exit(1);
}

/** Print all mentions as "text=id/how/rule", a blank between. */
static inline void draft_lab_print(const struct draft_lab *lab,
                                   struct gz_buffer *out)
{
    static const char *const hows[GZ_HOW_COUNT] = {
        "NAME",    "ALIAS",   "ACRONYM", "DERIVED",
        "NOMINAL", "PRONOUN", "METONYM", "PATTERN",
    };
    for (uint32_t i = 0; i < lab->draft.mention_count; i++) {
        const struct gz_draft_mention *m = &lab->draft.mentions[i];
        const struct gz_str text =
            gz_draft_text(lab->doc, m->field, m->begin_token, m->end_token);
        gz_buffer_append_fmt(
            out, "%s" GZ_STR_FMT "=" GZ_STR_FMT "/%s/" GZ_STR_FMT,
            i == 0 ? "" : " ", GZ_STR_ARG(text),
            GZ_STR_ARG(lab->draft.entities[m->entity].entry.id), hows[m->how],
            GZ_STR_ARG(m->rule));
    }
}

/** Check the mentions, printed so. */
static inline void draft_lab_check(const struct draft_lab *lab,
                                   const char *want)
{
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    draft_lab_print(lab, &got);
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
}

#endif
