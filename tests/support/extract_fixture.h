#ifndef GZ_TEST_EXTRACT_FIXTURE_H
#define GZ_TEST_EXTRACT_FIXTURE_H

#include <unistd.h>

#include "rules/extractor.h"
#include "rules/values/value_text.h"
#include "tests/support/check.h"

/*
 * A pack that stands in a test as text, and what is extracted with it,
 * printed: a line for each mention, then one for each fact.
 */
struct extract_lab {
    struct gz_ruleset *rules;
    struct gz_extractor *extractor;
    struct gz_arena *arena;
    struct gz_document *doc;
    struct gz_extract_trace trace;
    struct gz_findings found;
    struct gz_str language;  // of articles
};

struct extract_pack {
    const char *language;
    const char *names;  // their ids begin with "x:" in the first pack
    const char *rules;
};

static inline void extract_lab_write(const char *folder, const char *name,
                                     const char *text)
{
    char path[64];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *out = fopen(path, "wb");
    CHECK(out != NULL);
    CHECK(fputs(text, out) >= 0);
    CHECK_EQ(fclose(out), 0);
}

static inline void extract_lab_remove(const char *folder)
{
    static const char *const files[] = {"pack.yaml", "names.tsv", "rules.yaml"};
    char path[64];
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
        (void)unlink(path);
    }
    CHECK_EQ(rmdir(folder), 0);
}

/** A grammar for the rules of such a pack. */
#define EXTRACT_GRAMMAR                                                        \
    "grammar:\n"                                                               \
    "  article: [the, a, an]\n"                                                \
    "  auxiliary: [has, have, had, is, are, was, were]\n"                      \
    "  modal: [do, does, did, will, would, can, could, may, might]\n"          \
    "  copula: [is, was, were, be, became]\n"                                  \
    "  past: ['*ed', bought, fell, made, rose, said, sold]\n"                  \
    "  verb_after_name: [says, cut]\n"                                         \
    "  clause_verb: [said, says, added, warned]\n"                             \
    "  speech_verb: [said, says, added, warned]\n"                             \
    "  additive: [and]\n"                                                      \
    "  disjunctive: [or]\n"                                                    \
    "  adversative: [but]\n"                                                   \
    "  clause_break: [while]\n"                                                \
    "  conjunction: [after, as, before, since, until, when]\n"                 \
    "  subordinator: [although, because, where]\n"                             \
    "  prospective: [before, until, when]\n"                                   \
    "  quotative: [as]\n"                                                      \
    "  complementizer: [that]\n"                                               \
    "  relative: [who, which, whose]\n"                                        \
    "  clause_boundary: [if, whether, than]\n"                                 \
    "  opener: [despite, having, in, last, later, 'on', with]\n"               \
    "  aside: [although, despite, following, while]\n"                         \
    "  appositive: [its, one, part, owned]\n"                                  \
    "  preposition: [at, by, for, from, in, of, 'on', to, with]\n"             \
    "  masculine: [he, him, his]\n"                                            \
    "  feminine: [she, her]\n"                                                 \
    "  pronoun: [it, its, they, them, their, we, you]\n"                       \
    "  affiliation: [analyst, analysts, former, formerly]\n"                   \
    "  stakeholder: [shares, shareholders, employees]\n"                       \
    "  part: [unit, subsidiary]\n"                                             \
    "  response: [comment, respond, reached]\n"

enum { EXTRACT_PACKS_MAX = 2 };

/** Load packs, of which the second one is named y. */
static inline void extract_lab_open_packs(struct extract_lab *lab,
                                          const struct extract_pack *packs,
                                          size_t count)
{
    struct gz_error err;
    char folders[EXTRACT_PACKS_MAX][32];
    const char *paths[EXTRACT_PACKS_MAX];
    *lab = (struct extract_lab){.language = GZ_STR_LIT("en")};
    CHECK(count <= EXTRACT_PACKS_MAX);
    for (size_t i = 0; i < count; i++) {
        char head[128];
        snprintf(head, sizeof(head),
                 "gazetted: 1\nname: %c\nversion: 1.0.0\n"
                 "language: %s\nnamespace: %c\n",
                 (int)('x' + i), packs[i].language, (int)('x' + i));
        strcpy(folders[i], "/tmp/extract-XXXXXX");
        CHECK(mkdtemp(folders[i]) != NULL);
        extract_lab_write(folders[i], "pack.yaml", head);
        extract_lab_write(folders[i], "names.tsv", packs[i].names);
        extract_lab_write(folders[i], "rules.yaml", packs[i].rules);
        paths[i] = folders[i];
    }
    gz_error_init(&err);
    const enum gz_status st = gz_ruleset_load(paths, count, &lab->rules, &err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    gz_error_fini(&err);
    for (size_t i = 0; i < count; i++) {
        extract_lab_remove(folders[i]);
    }
    lab->extractor = gz_extractor_new(lab->rules);
    lab->arena = gz_arena_new(1 << 24);
    CHECK(lab->extractor != NULL && lab->arena != NULL);
}

/** Load a pack of English; ids of its names begin with "x:". */
static inline void extract_lab_open(struct extract_lab *lab, const char *names,
                                    const char *rules)
{
    const struct extract_pack pack = {"en", names, rules};
    extract_lab_open_packs(lab, &pack, 1);
}

static inline void extract_lab_close(struct extract_lab *lab)
{
    gz_extractor_free(lab->extractor);
    gz_ruleset_unref(lab->rules);
    gz_arena_free(lab->arena);
}

/** Extract from an article published on 2026-03-14. */
static inline void extract_lab_run(struct extract_lab *lab, const char *title,
                                   const char *body)
{
    lab->trace = (struct gz_extract_trace){0};
    const struct gz_extract_options options = {
        .reference_ms = INT64_C(1773446400000),
        .trace = &lab->trace,
    };
    gz_arena_reset(lab->arena);
    CHECK_OK(gz_document_new(gz_str_z(title), gz_str_z(body), lab->language,
                             lab->arena, &lab->doc));
    CHECK_OK(gz_extractor_run(lab->extractor, lab->doc, &options, lab->arena,
                              &lab->found));
}

static inline struct gz_str extract_lab_text(const struct extract_lab *lab,
                                             struct gz_span s)
{
    return gz_str_of(lab->doc->fields[s.field].text.ptr + s.begin_byte,
                     s.end_byte - s.begin_byte);
}

static inline void extract_lab_print_mention(const struct extract_lab *lab,
                                             const struct gz_mention *m,
                                             struct gz_buffer *out)
{
    static const char *const hows[GZ_HOW_COUNT] = {
        "NAME",    "ALIAS",   "ACRONYM", "DERIVED",
        "NOMINAL", "PRONOUN", "METONYM", "PATTERN",
    };
    const struct gz_span s = {m->field, m->begin_byte, m->end_byte};
    gz_buffer_append_fmt(out, GZ_STR_FMT "=" GZ_STR_FMT "/%s/" GZ_STR_FMT "\n",
                         GZ_STR_ARG(extract_lab_text(lab, s)),
                         GZ_STR_ARG(lab->found.entities[m->entity].entry.id),
                         hows[m->how], GZ_STR_ARG(m->rule));
}

static inline void extract_lab_print_role(const struct extract_lab *lab,
                                          const struct gz_role *r,
                                          struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, " " GZ_STR_FMT "=", GZ_STR_ARG(r->role));
    if (r->entity != GZ_FINDINGS_NONE) {
        gz_buffer_append_str(out, lab->found.entities[r->entity].entry.id);
    } else if (r->value != NULL) {
        gz_value_print(out, r->value);
    } else {
        gz_buffer_append_fmt(out, "'" GZ_STR_FMT "'",
                             GZ_STR_ARG(extract_lab_text(lab, r->span)));
    }
}

static inline void extract_lab_print_source(const struct extract_lab *lab,
                                            const struct gz_attribution *a,
                                            struct gz_buffer *out)
{
    static const char *const kinds[GZ_ATTRIBUTION_COUNT] = {
        "NAMED", "ANONYMOUS", "DOCUMENT", "MEDIA"};
    gz_buffer_append_fmt(out, " %s(", kinds[a->kind]);
    if (a->entity != GZ_FINDINGS_NONE) {
        gz_buffer_append_str(out, lab->found.entities[a->entity].entry.id);
    } else {
        gz_buffer_append_str(out, extract_lab_text(lab, a->span));
    }
    gz_buffer_append_z(out, ")");
}

static inline void extract_lab_print_fact(const struct extract_lab *lab,
                                          const struct gz_fact *f,
                                          struct gz_buffer *out)
{
    static const char *const modalities[GZ_MODALITY_COUNT] = {
        "", " PLANNED", " POSSIBLE", " RUMOURED"};
    gz_buffer_append_fmt(out, GZ_STR_FMT ":", GZ_STR_ARG(f->type));
    for (uint32_t i = 0; i < f->role_count; i++) {
        extract_lab_print_role(lab, &f->roles[i], out);
    }
    gz_buffer_append_z(out,
                       f->polarity == GZ_POLARITY_NEGATIVE ? " NEGATIVE" : "");
    gz_buffer_append_z(out, modalities[f->modality]);
    for (uint32_t i = 0; i < f->attribution_count; i++) {
        extract_lab_print_source(lab, &f->attributions[i], out);
    }
    gz_buffer_append_z(out, "\n");
}

/** Append what was found; mentions of the lists themselves only with names. */
static inline void extract_lab_print(const struct extract_lab *lab, bool names,
                                     struct gz_buffer *out)
{
    for (uint32_t i = 0; i < lab->found.mention_count; i++) {
        if (names || !gz_str_is(lab->found.mentions[i].rule, "gazetteer")) {
            extract_lab_print_mention(lab, &lab->found.mentions[i], out);
        }
    }
    for (uint32_t i = 0; i < lab->found.fact_count; i++) {
        extract_lab_print_fact(lab, &lab->found.facts[i], out);
    }
}

/** Extract and check what is printed. */
static inline void extract_lab_check(struct extract_lab *lab, const char *title,
                                     const char *body, bool names,
                                     const char *want)
{
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    extract_lab_run(lab, title, body);
    extract_lab_print(lab, names, &got);
    if (!gz_str_is(gz_buffer_str(&got), want)) {
        fprintf(stderr, "%s\n%s\n", title, body);
    }
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
}

#endif
