// How far rules come: where the attempt began and ended, what was wanted there
// and what had been captured.

#include "tests/support/rule_fixture.h"

static const struct fixture_list rank = {"rank", {"biggest", "largest"}, false};

// clang-format off
static const struct row {
    const char *match[2];
    const char *unless;
    const char *text;
    const char *want;
} rows[] = {
    {{"<a:Org> is~ <b:Org> 's client"}, NULL, "Nothing here.", "nothing"},
    {{"<a:Org> sign~ <b:Org>"}, NULL, "[Org Acme] sold [Org Globex].",
     "Acme {a:Acme} then \"sold\" not sign~"},
    {{"<a:Org> sign~ <b:Org>"}, NULL, "[Org Acme] sold [Org Globex] and "
     "[Org Acme] signed it.",
     "Acme signed {a:Acme} then \"it\" not <b:Org>"},
    {{"<a:Org> sign~ <b:Org>"}, NULL, "[Org Acme] sells [Org Globex] and "
     "[Org Acme] signed it.",
     "Globex and Acme signed {a:Globex+Acme} then \"it\" not <b:Org>"},
    {{"<a:Org> has? (won | lost) it"}, NULL, "[Org Acme] has kept it.",
     "Acme has {a:Acme} then \"kept\" not won | lost"},
    {{"<a:Org> has? $rank? n:(x y)"}, NULL, "[Org Acme] has x.",
     "Acme has x {a:Acme} then \".\" not n:(x y) at y"},
    {{"<a:Org> has? $rank? n:(x y)"}, NULL, "[Org Acme] has it.",
     "Acme has {a:Acme} then \"it\" not $rank? if any or n:(x y) at x"},
    {{"<a:Org> ..3 won"}, NULL, "[Org Acme] may have lost.",
     "Acme {a:Acme} then \"may\" to \".\" not won"},
    // What a gap skips is no progress, nor an optional part that is not whole.
    {{"<a:Org> (\",\" ..4 \",\")? won"}, NULL, "[Org Acme], a bank, lost.",
     "Acme, a bank, {a:Acme} then \"lost\" not won"},
    {{"<a:Org> (\",\" ..4 \",\")? won"}, NULL, "[Org Acme], a bank.",
     "Acme {a:Acme} then \",\" not won"},
    // An alternative is no optional part.
    {{"<a:Org> (won it | lost)"}, NULL, "[Org Acme] won.",
     "Acme won {a:Acme} then \".\" not it"},
    // The first of those that came as far.
    {{"<a:Org> ..3 won"}, NULL, "[Org Acme] sold [Org Globex].",
     "Acme {a:Acme} then \"sold\" to \"end\" not won"},
    {{"x y", "<a:Org> \",\" z"}, NULL, "[Org A], x.",
     "pattern 1: A, {a:A} then \"x\" not z"},
    {{"<a:Org> won", "<a:Org> lost"}, NULL, "[Org A] is.",
     "A {a:A} then \"is\" not won; pattern 1 not lost"},
    {{"a b c", "a b d e"}, NULL, "a b d f", "pattern 1: a b d then \"f\" not e"},
    {{"the end $"}, NULL, "the end is near", "the end then \"is\" not $"},
    {{"<a:Org> won"}, NULL, "[Org Acme]. It is.", "Acme {a:Acme} then \".\" not won"},
    {{"<a:Org> \".\" x"}, NULL, "[Org Acme]. It is.", "Acme. {a:Acme} then nothing not x"},
    {{"the end x"}, NULL, "This is the end",
     "the end then nothing not x"},
    {{"<a:Org> won"}, NULL, "[Org A] lost, [Org B] won.",
     "match: B won {a:B}"},
    {{"<a:Org> won"}, "not", "[Org A] won not.",
     "match: A won {a:A} but unless[0]"},
};
// clang-format on

static void append_attempt(const struct rule_fixture *f,
                           const struct fixture_article *a,
                           const struct gz_near_miss *n, struct gz_buffer *out)
{
    const struct gz_match m = {.field = n->field,
                               .begin_token = n->begin_token,
                               .end_token = n->reached_token,
                               .captures = n->captures,
                               .capture_count = n->capture_count};
    fixture_print(a, &f->set, &m, out);
    if (n->matched && n->guard >= 0) {
        gz_buffer_append_fmt(out, " but unless[%d]", (int)n->guard);
    }
}

static void append_wanted(const struct fixture_article *a,
                          const struct gz_near_miss *n, struct gz_buffer *out)
{
    const struct gz_passage *p = &a->doc->fields[n->field];
    if (n->reached_token < n->window_token) {
        const struct gz_str token =
            fixture_text(p, n->reached_token, n->reached_token + 1);
        gz_buffer_append_fmt(out, " then \"" GZ_STR_FMT "\"",
                             GZ_STR_ARG(token));
    } else {
        gz_buffer_append_z(out, " then nothing");
    }
    if (n->last_token > n->reached_token) {
        const struct gz_str last =
            n->last_token < n->window_token
                ? fixture_text(p, n->last_token, n->last_token + 1)
                : gz_str_z("end");
        gz_buffer_append_fmt(out, " to \"" GZ_STR_FMT "\"", GZ_STR_ARG(last));
    }
    for (uint32_t i = 0; i < n->wanted_count; i++) {
        gz_buffer_append_z(out, i == 0 ? " not " : " or ");
        gz_pattern_print(n->wanted[i].item, out);
        if (n->wanted[i].part != n->wanted[i].item) {
            gz_buffer_append_z(out, " at ");
            gz_pattern_print(n->wanted[i].part, out);
        }
        gz_buffer_append_z(out, n->wanted[i].optional ? " if any" : "");
    }
}

static void append_others(const struct gz_near_miss *n, struct gz_buffer *out)
{
    for (uint32_t i = 0; i < n->other_count; i++) {
        gz_buffer_append_fmt(out, "; pattern %u not ",
                             (unsigned)n->others[i].pattern);
        gz_pattern_print(n->others[i].wanted[0].item, out);
    }
}

static void explain(struct rule_fixture *f, const struct row *row,
                    struct gz_arena *arena, struct gz_buffer *out)
{
    static struct fixture_article article;
    struct gz_program *program = fixture_program(f);
    struct gz_matcher *m = gz_matcher_new(program);
    struct gz_near_miss near;
    CHECK(m != NULL);
    fixture_article(&article, f->set.types, "", row->text, arena);
    CHECK_OK(gz_matcher_begin(m, article.doc, 0, arena));
    CHECK_OK(gz_matcher_explain(m, 0, article.items, arena, &near));
    if (!near.found) {
        gz_buffer_append_z(out, "nothing");
    } else {
        if (near.pattern > 0) {
            gz_buffer_append_fmt(out, "pattern %u: ", (unsigned)near.pattern);
        }
        gz_buffer_append_z(out, near.matched ? "match: " : "");
        append_attempt(f, &article, &near, out);
        if (!near.matched) {
            append_wanted(&article, &near, out);
            append_others(&near, out);
        }
    }
    gz_matcher_free(m);
    gz_program_free(program);
}

static void test_row(const struct row *row)
{
    static struct rule_fixture f;
    struct gz_arena *arena = gz_arena_new((size_t)1 << 20);
    struct gz_buffer out;
    const struct fixture_rule rule = {.kind = GZ_RULE_EMIT,
                                      .match = {row->match[0], row->match[1]},
                                      .unless = {row->unless}};
    gz_buffer_init(&out, 0);
    fixture_init(&f);
    fixture_list(&f, &rank);
    fixture_rule(&f, &rule);
    explain(&f, row, arena, &out);
    if (!gz_str_eq(gz_buffer_str(&out), gz_str_z(row->want))) {
        fprintf(stderr, "pattern %s\ntext    %s\n", row->match[0], row->text);
        CHECK_STR(gz_buffer_str(&out), row->want);
    }
    gz_buffer_fini(&out);
    fixture_fini(&f);
    gz_arena_free(arena);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        test_row(&rows[i]);
    }
    return 0;
}
