#ifndef GZ_TEST_NAME_COMPARE_H
#define GZ_TEST_NAME_COMPARE_H

#include "rules/gazetteer/gazetteer_image.h"
#include "rules/text/word_blocks.h"
#include "tests/support/gazetteer_fixture.h"
#include "tests/support/name_reference.h"

/*
 * Lists for the reference of name_reference.h, and what it finds compared with
 * what a gazetteer finds, by bytes and by tokens, with every scanner that runs
 * here.
 */
static inline struct gz_str compare_trim(struct gz_str name)
{
    size_t begin = name.len_bytes;
    size_t end = 0;
    for (size_t pos = 0; pos < name.len_bytes;) {
        const size_t at = pos;
        (void)gz_utf8_next(name, &pos);
        if (reference_is_seen(name, at)) {
            begin = at < begin ? at : begin;
            end = pos;
        }
    }
    return begin < end ? gz_str_of(name.ptr + begin, end - begin)
                       : gz_str_of(name.ptr, 0);
}

static inline bool compare_combines(struct gz_str text, size_t pos)
{
    if (pos == text.len_bytes) {
        return false;
    }
    const uint32_t cp = gz_utf8_next(text, &pos);
    return cp >= 0x300 && cp < 0x370;
}

// Whether a list may have the name; marks that begin with an accent belong to
// nothing and are not tried.
static inline bool compare_allows(const struct reference_name *n)
{
    const struct reference_words *w = &n->words;
    if (w->count == 0 || w->count > REFERENCE_WORDS || w->items[0].silent ||
        compare_combines(n->text, 0) ||
        compare_combines(n->text, w->items[w->count - 1].end)) {
        return false;
    }
    for (uint32_t i = 1; i < w->count; i++) {
        struct reference_form gap;
        reference_make_gap(n->text, w->items[i - 1].end, w->items[i].begin,
                           &gap);
        if (gap.broken) {
            return false;
        }
    }
    return true;
}

/** Take a name in; false when it cannot be in a list. */
static inline bool compare_add(struct reference *r, struct gz_str text,
                               enum gz_name_case name_case, unsigned flags)
{
    if (r->count == REFERENCE_NAMES ||
        memchr(text.ptr, '\n', text.len_bytes) != NULL) {
        return false;
    }
    struct reference_name *n = &r->names[r->count];
    *n = (struct reference_name){
        .name_case = name_case, .flags = flags, .id = r->count};
    CHECK_OK(gz_nfc(compare_trim(text), r->arena, &n->text));
    n->words = reference_cut(n->text, r->arena);
    if (!compare_allows(n)) {
        return false;
    }
    const size_t end = n->words.items[n->words.count - 1].end;
    n->dot = end + 1 == n->text.len_bytes && n->text.ptr[end] == '.';
    r->count++;
    return true;
}

/** The names as a list in which name i has id i. */
static inline void compare_list(const struct reference *r,
                                struct gz_buffer *tsv)
{
    static const char *const cases[] = {"smart", "exact", "free"};
    gz_buffer_append_z(tsv, "id\ttype\tname\tpolicy\n");
    for (uint32_t i = 0; i < r->count; i++) {
        const struct reference_name *n = &r->names[i];
        gz_buffer_append_fmt(tsv, "%u\tOrg\t", i);
        gz_buffer_append_str(tsv, n->text);
        gz_buffer_append_fmt(tsv, "\t%s%s%s\n", cases[n->name_case],
                             (n->flags & GZ_NAME_CONTEXT) ? ",context" : "",
                             (n->flags & GZ_NAME_STOP) ? ",stop" : "");
    }
}

// The expected matches, checked off one by one.
struct compare_check {
    const struct reference *names;
    const struct gz_gazetteer *gazetteer;
    const struct gz_candidates *found;
    struct gz_arena *arena;
    struct gz_str text;
    uint32_t at;
};

static inline void compare_print(const struct compare_check *check,
                                 uint32_t begin, uint32_t end)
{
    fprintf(stderr, "%u to %u \"" GZ_STR_FMT "\":", begin, end,
            GZ_STR_ARG(gz_str_of(check->text.ptr + begin, end - begin)));
}

static inline void compare_print_name(const struct compare_check *check,
                                      uint32_t id)
{
    static const char *const cases[] = {"smart", "exact", "free"};
    const struct reference_name *n = &check->names->names[id];
    fprintf(stderr, " %u \"" GZ_STR_FMT "\" %s %u", id, GZ_STR_ARG(n->text),
            cases[n->name_case], n->flags);
}

static inline uint32_t compare_id(const struct compare_check *check,
                                  const struct gz_reading *reading)
{
    int64_t number = -1;
    CHECK(gz_str_to_int64(
        test_id(check->gazetteer, reading->entity, check->arena), &number));
    return (uint32_t)number;
}

static inline void compare_fail(const struct compare_check *check,
                                const struct reference_match *m)
{
    fprintf(stderr, "text: " GZ_STR_FMT "\nwant ", GZ_STR_ARG(check->text));
    compare_print(check, m->begin, m->whole_end);
    for (uint32_t i = 0; i < m->id_count; i++) {
        compare_print_name(check, m->ids[i]);
    }
    for (uint32_t i = check->at; i < check->found->count && i < check->at + 3;
         i++) {
        const struct gz_candidate *c = &check->found->items[i];
        fputs("\ngot ", stderr);
        compare_print(check, c->begin_byte, c->end_byte);
        for (uint32_t k = 0; k < c->reading_count; k++) {
            compare_print_name(check, compare_id(check, &c->readings[k]));
        }
    }
    fputc('\n', stderr);
    exit(1);
}

static inline void compare_match(void *ctx, const struct reference_match *m)
{
    struct compare_check *check = ctx;
    if (check->at == check->found->count) {
        compare_fail(check, m);
    }
    const struct gz_candidate *c = &check->found->items[check->at];
    struct reference_match got = {.id_count = 0};
    for (uint32_t i = 0; i < c->reading_count; i++) {
        reference_add_id(&got, compare_id(check, &c->readings[i]));
    }
    if (c->begin_byte != m->begin || c->end_byte != m->whole_end ||
        c->reading_count != m->id_count ||
        memcmp(got.ids, m->ids, m->id_count * sizeof(m->ids[0])) != 0) {
        compare_fail(check, m);
    }
    check->at++;
}

// What other processors find is the same.
static inline void compare_others(struct gz_gazetteer *g, struct gz_str text,
                                  const struct gz_candidates *best,
                                  struct gz_arena *arena)
{
    for (int simd = 0; simd < (int)gz_simd_best(); simd++) {
        struct gz_word_blocks blocks;
        struct gz_candidates found;
        CHECK_OK(gz_word_blocks_make(text, (enum gz_simd)simd, arena, &blocks));
        gz_gazetteer_set_simd(g, (enum gz_simd)simd);
        CHECK_OK(gz_gazetteer_scan(g, text, &blocks, arena, &found));
        CHECK_EQ(found.count, best->count);
        for (uint32_t i = 0; i < found.count; i++) {
            const struct gz_candidate *a = &found.items[i];
            const struct gz_candidate *b = &best->items[i];
            CHECK_EQ(a->begin_byte, b->begin_byte);
            CHECK_EQ(a->end_byte, b->end_byte);
            CHECK_EQ(a->reading_count, b->reading_count);
            CHECK(memcmp(a->readings, b->readings,
                         a->reading_count * sizeof(*a->readings)) == 0);
        }
    }
    gz_gazetteer_set_simd(g, gz_simd_best());
}

// By tokens the same is found, but for what is no whole number of them.
static inline void compare_tokens(const struct gz_gazetteer *g,
                                  struct gz_str text,
                                  const struct gz_candidates *all,
                                  struct gz_arena *arena)
{
    struct gz_tokens tokens;
    struct gz_candidates found;
    uint32_t at = 0;
    CHECK_OK(gz_tokens_split(text, arena, &tokens));
    CHECK_OK(gz_gazetteer_find(g, text, &tokens, arena, &found));
    for (uint32_t i = 0; i < all->count; i++) {
        const struct gz_candidate *c = &all->items[i];
        uint32_t begin = 0;
        uint32_t end = 0;
        while (begin < tokens.count &&
               tokens.items[begin].begin_byte != c->begin_byte) {
            begin++;
        }
        while (end < tokens.count &&
               tokens.items[end].end_byte != c->end_byte) {
            end++;
        }
        if (begin < tokens.count && end < tokens.count) {
            CHECK(at < found.count);
            const struct gz_candidate *t = &found.items[at++];
            CHECK_EQ(t->begin_byte, c->begin_byte);
            CHECK_EQ(t->end_byte, c->end_byte);
            CHECK_EQ(t->begin_token, begin);
            CHECK_EQ(t->end_token, end + 1);
            CHECK_EQ(t->reading_count, c->reading_count);
            CHECK(memcmp(t->readings, c->readings,
                         c->reading_count * sizeof(*c->readings)) == 0);
        }
    }
    CHECK_EQ(at, found.count);
}

/**
 * Compare what the gazetteer finds in a text, which stands in a block of just
 * its size, with what the reference finds.  Returns the number of matches.
 */
static inline uint32_t compare_text(const struct reference *r,
                                    struct gz_gazetteer *g, struct gz_str from)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    char *copy = malloc(from.len_bytes + (from.len_bytes == 0));
    CHECK(arena != NULL && copy != NULL);
    memcpy(copy, from.ptr, from.len_bytes);
    const struct gz_str text = gz_str_of(copy, from.len_bytes);
    struct gz_word_blocks blocks;
    struct gz_candidates found;
    CHECK_OK(gz_word_blocks_make(text, gz_simd_best(), arena, &blocks));
    CHECK_OK(gz_gazetteer_scan(g, text, &blocks, arena, &found));
    struct compare_check check = {r, g, &found, arena, text, 0};
    const uint32_t want = reference_find(r, text, compare_match, &check);
    if (found.count != want) {
        compare_fail(&check, &(struct reference_match){.id_count = 0});
    }
    compare_others(g, text, &found, arena);
    compare_tokens(g, text, &found, arena);
    free(copy);
    gz_arena_free(arena);
    return want;
}

#endif
