#ifndef GZ_TEST_RULE_FIXTURE_H
#define GZ_TEST_RULE_FIXTURE_H

#include "daemon/base/arena.h"
#include "daemon/base/map.h"
#include "daemon/base/source.h"
#include "rules/language/inflect.h"
#include "rules/language/rule_set.h"
#include "rules/match/matcher.h"
#include "rules/text/document.h"
#include "tests/support/check.h"

/*
 * Rule sets out of patterns that stand in a test as text, without files; and
 * articles in which items are marked: "[Org Acme] bought [Org Globex].".
 */
enum {
    RULE_FIXTURE_PATTERNS = 6,
    RULE_FIXTURE_LISTS = 16,
    RULE_FIXTURE_RULES = 64,
    RULE_FIXTURE_ITEMS = 256,
};

#define FIXTURE_BIT(class_of) (UINT64_C(1) << GZ_GRAMMAR_##class_of)
#define FIXTURE_WORD(word, bits)                                               \
    {                                                                          \
        {(word), sizeof(word) - 1}, {NULL, 0}, false, (bits)                   \
    }

// As much grammar as tests ask for; "ed" is an ending.
static const struct gz_rule_word fixture_words[] = {
    FIXTURE_WORD("the", FIXTURE_BIT(ARTICLE)),
    FIXTURE_WORD("a", FIXTURE_BIT(ARTICLE)),
    FIXTURE_WORD("and", FIXTURE_BIT(ADDITIVE)),
    FIXTURE_WORD("or", FIXTURE_BIT(DISJUNCTIVE)),
    FIXTURE_WORD("but", FIXTURE_BIT(ADVERSATIVE)),
    FIXTURE_WORD("while", FIXTURE_BIT(CLAUSE_BREAK)),
    FIXTURE_WORD("whereas", FIXTURE_BIT(CLAUSE_BREAK)),
    FIXTURE_WORD("after", FIXTURE_BIT(CONJUNCTION) |
                              FIXTURE_BIT(CLAUSE_BREAK_BEFORE_NAME)),
    FIXTURE_WORD("alpha", FIXTURE_BIT(CLAUSE_BREAK_BEFORE_NAME)),
    FIXTURE_WORD("as", FIXTURE_BIT(CONJUNCTION)),
    FIXTURE_WORD("having", FIXTURE_BIT(OPENER)),
    FIXTURE_WORD("has", FIXTURE_BIT(AUXILIARY)),
    FIXTURE_WORD("will", FIXTURE_BIT(MODAL)),
    FIXTURE_WORD("bought", FIXTURE_BIT(PAST)),
    FIXTURE_WORD("fell", FIXTURE_BIT(PAST)),
    FIXTURE_WORD("sold", FIXTURE_BIT(PAST)),
    FIXTURE_WORD("said", FIXTURE_BIT(PAST) | FIXTURE_BIT(CLAUSE_VERB) |
                             FIXTURE_BIT(SPEECH_VERB)),
    FIXTURE_WORD("says",
                 FIXTURE_BIT(VERB_AFTER_NAME) | FIXTURE_BIT(CLAUSE_VERB)),
    FIXTURE_WORD("cut", FIXTURE_BIT(VERB_AFTER_NAME)),
    FIXTURE_WORD("to", FIXTURE_BIT(PREPOSITION)),
    FIXTURE_WORD("its", FIXTURE_BIT(PRONOUN)),
    FIXTURE_WORD("bank", FIXTURE_BIT(DESCRIPTOR)),
    FIXTURE_WORD("rival", FIXTURE_BIT(RELATION)),
    FIXTURE_WORD("others", FIXTURE_BIT(REMAINDER)),
    {{"ed", 2}, {NULL, 0}, true, FIXTURE_BIT(PAST)},
};

struct fixture_list {
    const char *name;
    const char *phrases[8];
    bool exact;
};

struct fixture_rule {
    const char *id;
    enum gz_rule_kind kind;  // GZ_RULE_EMIT needs no makes
    const char *makes;
    const char *match[RULE_FIXTURE_PATTERNS];
    const char *unless[RULE_FIXTURE_PATTERNS];
    uint32_t within;  // 0: 1
    uint32_t zones;   // 0: all
};

struct rule_fixture {
    struct gz_arena *arena;
    struct gz_rule_set set;
    struct gz_rule_list lists[RULE_FIXTURE_LISTS];
    struct gz_rule_macro macros[RULE_FIXTURE_LISTS];
    struct gz_rule rules[RULE_FIXTURE_RULES];
    struct gz_source sources[4 * RULE_FIXTURE_RULES];
    uint32_t source_count;
};

static inline void fixture_init(struct rule_fixture *f)
{
    *f = (struct rule_fixture){.arena = gz_arena_new((size_t)64 << 20)};
    CHECK(f->arena != NULL);
    f->set.arena = f->arena;
    f->set.types = gz_type_tree_new();
    f->set.inflections = gz_inflections_new();
    f->set.lists = f->lists;
    f->set.macros = f->macros;
    f->set.rules = f->rules;
    f->set.words = fixture_words;
    f->set.word_count = sizeof(fixture_words) / sizeof(fixture_words[0]);
    CHECK(f->set.types != NULL && f->set.inflections != NULL);
    CHECK_OK(gz_type_tree_number(f->set.types));
    for (int i = 0; i < GZ_RULE_NAME_COUNT; i++) {
        f->set.names[i] = gz_map_new(0);
        CHECK(f->set.names[i] != NULL);
    }
}

static inline void fixture_name(struct rule_fixture *f, enum gz_rule_name kind,
                                const char *name, uint32_t number)
{
    uint64_t *slot;
    CHECK_OK(
        gz_map_put(f->set.names[kind], gz_str_z(name), number, &slot, NULL));
}

static inline void fixture_fini(struct rule_fixture *f)
{
    for (uint32_t i = 0; i < f->source_count; i++) {
        gz_source_fini(&f->sources[i]);
    }
    for (int i = 0; i < GZ_RULE_NAME_COUNT; i++) {
        gz_map_free(f->set.names[i]);
    }
    gz_type_tree_free(f->set.types);
    gz_inflections_free(f->set.inflections);
    gz_arena_free(f->arena);
}

static inline void fixture_list(struct rule_fixture *f,
                                const struct fixture_list *from)
{
    fixture_name(f, GZ_RULE_NAME_LIST, from->name, f->set.list_count);
    struct gz_rule_list *l = &f->lists[f->set.list_count++];
    struct gz_str *phrases = GZ_ARENA_ARRAY(f->arena, struct gz_str, 8);
    *l = (struct gz_rule_list){
        .name = gz_str_z(from->name), .phrases = phrases, .exact = from->exact};
    while (l->phrase_count < 8 && from->phrases[l->phrase_count] != NULL) {
        phrases[l->phrase_count] = gz_str_z(from->phrases[l->phrase_count]);
        l->phrase_count++;
    }
}

// A pattern as a file of its own, so that errors show it.
static inline struct gz_rule_pattern fixture_pattern(struct rule_fixture *f,
                                                     const char *text)
{
    struct gz_source *src = &f->sources[f->source_count++];
    CHECK(f->source_count <= 4 * RULE_FIXTURE_RULES);
    CHECK_OK(gz_source_init(src, "rules.yaml", gz_str_z(text)));
    struct gz_rule_pattern p = {
        .text = gz_str_z(text),
        .where = {.src = src, .end_byte = strlen(text)},
    };
    struct gz_error err;
    gz_error_init(&err);
    if (gz_pattern_parse(p.text, &p.where, f->arena, &p.root, &err) != GZ_OK) {
        gz_error_print(&err, stderr);
        exit(1);
    }
    gz_error_fini(&err);
    return p;
}

static inline void fixture_macro(struct rule_fixture *f, const char *name,
                                 const char *pattern)
{
    fixture_name(f, GZ_RULE_NAME_MACRO, name, f->set.macro_count);
    f->macros[f->set.macro_count++] = (struct gz_rule_macro){
        .name = gz_str_z(name), .pattern = fixture_pattern(f, pattern)};
}

static inline void fixture_roles(struct rule_fixture *f, struct gz_rule *rule,
                                 const struct gz_pattern *node)
{
    struct gz_rule_role *roles = (struct gz_rule_role *)(uintptr_t)rule->roles;
    bool known = node->role.len_bytes == 0;
    for (uint32_t i = 0; i < rule->role_count && !known; i++) {
        known = gz_str_eq(roles[i].name, node->role);
    }
    if (!known) {
        CHECK(rule->role_count < GZ_RULE_ROLES_MAX);
        roles[rule->role_count++].name = node->role;
    }
    for (const struct gz_pattern *c = node->first; c != NULL; c = c->next) {
        fixture_roles(f, rule, c);
    }
    const struct gz_rule_macro *macro = node->kind == GZ_PATTERN_MACRO
                                            ? gz_rule_set_macro(&f->set, node)
                                            : NULL;
    if (macro != NULL) {
        fixture_roles(f, rule, macro->pattern.root);
    }
}

static inline uint32_t fixture_patterns(struct rule_fixture *f,
                                        const char *const *texts,
                                        const struct gz_rule_pattern **out)
{
    struct gz_rule_pattern *patterns =
        GZ_ARENA_ARRAY(f->arena, struct gz_rule_pattern, RULE_FIXTURE_PATTERNS);
    uint32_t count = 0;
    while (count < RULE_FIXTURE_PATTERNS && texts[count] != NULL) {
        patterns[count] = fixture_pattern(f, texts[count]);
        count++;
    }
    *out = patterns;
    return count;
}

static inline void fixture_rule(struct rule_fixture *f,
                                const struct fixture_rule *from)
{
    CHECK(f->set.rule_count < RULE_FIXTURE_RULES);
    struct gz_rule *r = &f->rules[f->set.rule_count++];
    *r = (struct gz_rule){
        .id = gz_str_z(from->id == NULL ? "test.rule" : from->id),
        .kind = from->kind,
        .makes = gz_str_z(from->makes == NULL ? "Fact" : from->makes),
        .type = GZ_TYPE_NONE,
        .roles =
            GZ_ARENA_ARRAY(f->arena, struct gz_rule_role, GZ_RULE_ROLES_MAX),
        .zones = from->zones == 0 ? GZ_RULE_ZONES_ALL : from->zones,
        .within = from->within == 0 ? 1 : from->within,
        .confidence = 0.8,
    };
    if (from->makes != NULL) {
        r->type = gz_type_tree_find(f->set.types, r->makes);
    }
    r->match_count = fixture_patterns(f, from->match, &r->matches);
    r->unless_count = fixture_patterns(f, from->unless, &r->unless);
    for (uint32_t i = 0; i < r->match_count; i++) {
        fixture_roles(f, r, r->matches[i].root);
    }
}

// The program of a fixture; ends the test when it has mistakes.
static inline struct gz_program *fixture_program(struct rule_fixture *f)
{
    struct gz_error err;
    struct gz_program *program = NULL;
    gz_error_init(&err);
    if (gz_program_build(&f->set, &program, &err) != GZ_OK) {
        gz_error_print(&err, stderr);
        exit(1);
    }
    gz_error_fini(&err);
    return program;
}

// An article with its items.
struct fixture_article {
    char texts[GZ_FIELD_COUNT][4096];
    struct gz_document *doc;
    struct gz_item storage[GZ_FIELD_COUNT][RULE_FIXTURE_ITEMS];
    struct gz_items items[GZ_FIELD_COUNT];
};

struct fixture_mark {
    uint16_t type;
    uint32_t begin_byte;
    uint32_t end_byte;
};

// Take the marks out of a text; an item's type is its first word.
static inline uint32_t fixture_unmark(const struct gz_type_tree *types,
                                      const char *marked, char *text,
                                      struct fixture_mark *marks)
{
    uint32_t open[16];
    uint32_t depth = 0;
    uint32_t count = 0;
    size_t len = 0;
    for (const char *p = marked; *p != '\0'; p++) {
        if (*p == '[') {
            const size_t name = strcspn(p + 1, " ");
            CHECK(count < RULE_FIXTURE_ITEMS && depth < 16);
            marks[count].type =
                gz_type_tree_find(types, gz_str_of(p + 1, name));
            CHECK(marks[count].type != GZ_TYPE_NONE);
            marks[count].begin_byte = (uint32_t)len;
            open[depth++] = count++;
            p += name + 1;
        } else if (*p == ']') {
            CHECK(depth > 0);
            marks[open[--depth]].end_byte = (uint32_t)len;
        } else {
            text[len++] = *p;
        }
    }
    text[len] = '\0';
    return count;
}

static inline void fixture_items(struct fixture_article *a, enum gz_field field,
                                 const struct fixture_mark *marks,
                                 uint32_t count)
{
    const struct gz_tokens *tokens = &a->doc->fields[field].tokens;
    for (uint32_t i = 0; i < count; i++) {
        struct gz_item *item = &a->storage[field][i];
        *item = (struct gz_item){.type = marks[i].type, .ref = i};
        while (tokens->items[item->begin_token].begin_byte <
               marks[i].begin_byte) {
            item->begin_token++;
        }
        item->end_token = item->begin_token;
        while (item->end_token < tokens->count &&
               tokens->items[item->end_token].end_byte <= marks[i].end_byte) {
            item->end_token++;
        }
    }
    a->items[field] = (struct gz_items){a->storage[field], count};
}

static inline void fixture_article(struct fixture_article *a,
                                   const struct gz_type_tree *types,
                                   const char *title, const char *body,
                                   struct gz_arena *arena)
{
    struct fixture_mark marks[GZ_FIELD_COUNT][RULE_FIXTURE_ITEMS] = {{{0}}};
    const char *const marked[GZ_FIELD_COUNT] = {title, body};
    uint32_t counts[GZ_FIELD_COUNT];
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        CHECK(strlen(marked[f]) < sizeof(a->texts[f]));
        counts[f] = fixture_unmark(types, marked[f], a->texts[f], marks[f]);
    }
    CHECK_OK(gz_document_new(gz_str_z(a->texts[GZ_FIELD_TITLE]),
                             gz_str_z(a->texts[GZ_FIELD_BODY]),
                             GZ_STR_LIT("en"), arena, &a->doc));
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        fixture_items(a, (enum gz_field)f, marks[f], counts[f]);
    }
}

static inline struct gz_str fixture_text(const struct gz_passage *p,
                                         uint32_t begin, uint32_t end)
{
    if (begin == end) {
        return gz_str_of(NULL, 0);
    }
    const uint32_t from = p->tokens.items[begin].begin_byte;
    return gz_str_of(p->text.ptr + from,
                     p->tokens.items[end - 1].end_byte - from);
}

// "{a: Acme} {b: Globex, Initech} Acme bought ..., gap 2"
static inline void fixture_print(const struct fixture_article *a,
                                 const struct gz_rule_set *set,
                                 const struct gz_match *m,
                                 struct gz_buffer *out)
{
    const struct gz_passage *p = &a->doc->fields[m->field];
    const struct gz_str span = fixture_text(p, m->begin_token, m->end_token);
    gz_buffer_append_str(out, span);
    for (uint32_t i = 0; i < m->capture_count; i++) {
        const struct gz_capture *c = &m->captures[i];
        const struct gz_str role = set->rules[m->rule].roles[c->role].name;
        const struct gz_str text =
            fixture_text(p, c->begin_token, c->end_token);
        gz_buffer_append_fmt(out, " {" GZ_STR_FMT, GZ_STR_ARG(role));
        if (c->item_count == 0) {
            gz_buffer_append_fmt(out, "=" GZ_STR_FMT, GZ_STR_ARG(text));
        }
        for (uint32_t j = 0; j < c->item_count; j++) {
            const struct gz_str item =
                fixture_text(p, c->items[j].begin_token, c->items[j].end_token);
            gz_buffer_append_fmt(out, "%s" GZ_STR_FMT, j == 0 ? ":" : "+",
                                 GZ_STR_ARG(item));
        }
        gz_buffer_append_z(out, "}");
    }
    if (m->gap_tokens > 0) {
        gz_buffer_append_fmt(out, " ..%u", (unsigned)m->gap_tokens);
    }
}

#endif
