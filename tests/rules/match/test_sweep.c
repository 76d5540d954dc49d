// Matches stand where words of rows of bits end, in sentences longer than one
// of them and shorter, whatever comes before.

#include "rules/match/sweep_rows.h"
#include "tests/support/rule_fixture.h"

enum { TOKENS = 150 };

static struct rule_fixture f;
static struct fixture_article article;

// Patterns, and a text that each of them matches once: from a token on to the
// end.
static const struct row {
    const char *pattern;
    const char *text;
    uint32_t begin_token;
} rows[] = {
    {"one two three", "one two three", 0},
    {"$phrase{2}", "red fox long red fox", 0},
    {"one ..5 two", "one x x x x x two", 0},
    {"one # won", "one two hundred and five won", 0},
    {"/o[mn]e/ (two | three)+", "ome two three two", 0},
    {"$Initial two", "Q. two", 0},
    {"<Org> won", "[Org One Two Three Four Five] won", 0},
    {"<Org> won", "[Org One], [Org Two Three Four] and the [Org Five] won", 0},
    {"one $", "one .", 0},
    {"one (x | two | $phrase)? three?", "one long red fox three", 0},
    // The first of the two has no way into the sentence behind it.
    {"one (two | <Org>)", "one. Two three. One two", 5},
    {"one ..3 two", "one x. X x two. One x two", 7},
};

static void append(struct gz_buffer *text, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        gz_buffer_append_z(text, "y ");
    }
}

static uint32_t count_matches(struct gz_matcher *m, const char *body,
                              struct gz_match *first)
{
    struct gz_arena *arena = gz_arena_new((size_t)4 << 20);
    struct gz_matches found;
    CHECK(arena != NULL);
    fixture_article(&article, f.set.types, "", body, arena);
    CHECK_OK(gz_matcher_begin(m, article.doc, 0, arena));
    CHECK_OK(gz_matcher_run(m, GZ_STAGE_FACT, 0, article.items, arena, &found));
    *first = found.count == 0 ? (struct gz_match){0} : found.items[0];
    const uint32_t count = found.count;
    gz_arena_free(arena);
    return count;
}

// So many tokens before, in a sentence of their own or the same.
static void check_at(struct gz_matcher *m, const struct row *row,
                     uint32_t before, const char *between)
{
    struct gz_buffer text;
    struct gz_match match;
    gz_buffer_init(&text, 0);
    append(&text, before);
    gz_buffer_append_z(&text, between);
    gz_buffer_append_z(&text, row->text);
    gz_buffer_append_byte(&text, '\0');
    const uint32_t count = count_matches(m, (const char *)text.data, &match);
    if (count != 1 || match.begin_token < before + row->begin_token) {
        printf("%s: %u tokens before\n", row->pattern, (unsigned)before);
    }
    CHECK_EQ(count, 1);
    const uint32_t least = before + row->begin_token;
    CHECK(match.begin_token >= least && match.begin_token <= least + 2);
    gz_buffer_fini(&text);
}

static void check_places(struct gz_matcher *m, const struct row *row)
{
    for (uint32_t before = 0; before < TOKENS; before++) {
        check_at(m, row, before, "");
        check_at(m, row, before, ". Y ");
    }
}

static void check_row(const struct row *row)
{
    static const struct fixture_list phrase = {
        "phrase", {"red fox", "long red fox"}, false};
    fixture_init(&f);
    fixture_list(&f, &phrase);
    fixture_rule(&f, &(struct fixture_rule){.kind = GZ_RULE_EMIT,
                                            .match = {row->pattern}});
    struct gz_program *program = fixture_program(&f);
    struct gz_matcher *m = gz_matcher_new(program);
    CHECK(m != NULL);
    check_places(m, row);  // as is fastest here
    m->sweep = gz_sweep_rows_plain;
    check_places(m, row);
    gz_matcher_free(m);
    gz_program_free(program);
    fixture_fini(&f);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&rows[i]);
    }
    return 0;
}
