// What patterns match: a row is a pattern, what forbids it, an article with
// its items marked, and the matches, each as its text, its captures
// {role:item+item} or {role=text}, and the tokens that gaps took.

#include "rules/match/matcher.h"

#include "tests/support/rule_fixture.h"

// clang-format off
static const struct fixture_list lists[] = {
    {"rank", {"biggest", "largest", "top", "key", "well known", "well"}, false},
    {"legal", {"Inc", "Inc.", "Corp", "AG"}, true},
    {"post", {"chief executive", "chief executive officer", "chief",
              "vice-chair"}, false},
    {"dash", {"\u2014", ","}, false},
};

static const struct row {
    const char *match;
    const char *unless;
    const char *text;
    const char *want;  // matches, with " | " between
} rows[] = {
    // words
    {"bought", NULL, "Acme bought Globex.", "bought"},
    {"Bought", NULL, "Acme BOUGHT Globex, bought it.", "BOUGHT | bought"},
    {"bought it", NULL, "bought it; bought\nit; bought that",
     "bought it | bought\nit"},
    {"long-term", NULL, "a long-term, long term and long\u2013term plan",
     "long-term | long term | long\u2013term"},
    // a hyphen between blanks is a dash, which no word takes
    {"long-term", NULL, "long - term, long- term, long -term",
     "long- term | long -term"},
    {"\"-\" a", NULL, "b - a, b -a, b- a", "-a | - a"},
    // and so is an em dash, wherever it stands; dashes are taken by dashes
    {"\"-\" a", NULL, "b\u2014a, b\u2015a, b \u2014 a, b\u2013a, b\u2010a",
     "\u2013a | \u2010a"},
    {"long-term", NULL, "long\u2014term", ""},
    {"\"\u2014\" a", NULL, "b\u2014a, b - a, b-a, b \u2013 a, b\u2013a",
     "\u2014a | - a | \u2013 a"},
    {"\"\u2013\" a", NULL, "b\u2014a, b - a, b-a", "\u2014a | - a"},
    {"U.S.", NULL, "the U.S. and us", "U.S."},
    {"firm 's", NULL, "the firm's and firms' and the firms\u2019 firm\u2019s",
     "firm's | firm\u2019s"},
    {"firms 's x", NULL, "the firms' x and firms' y", "firms' x"},
    // literals
    {"\"Apple\"", NULL, "apple APPLE Apple", "Apple"},
    {"\",\" who \",\"", NULL, "he , who, ran", ", who,"},
    {"\"caf\u00e9\"", NULL, "cafe\u0301 Caf\u00e9", "cafe\u0301"},
    {"\"[\" x", NULL, "a { x", ""},
    // forms
    {"deny~ it", NULL, "Deny it, denied it, denies it, denying it, den it",
     "Deny it | denied it | denies it | denying it"},
    // repeats and choice
    {"very* good", NULL, "very very good, good, very bad",
     "very very good | good"},
    {"very{2,3} good", NULL, "very good. very very good. "
     "very very very very good", "very very good | very very very good"},
    {"(good | very good) day", NULL, "very good day", "very good day"},
    {"good (morning | evening | day~)", NULL, "good days and good evening",
     "good days | good evening"},
    {"a x? b", NULL, "a b a x b a x x b", "a b | a x b"},
    {"x+", NULL, "x x x y x", "x x x | x"},
    // longest, leftmost, not overlapping
    {"a (b | b c | b c d)?", NULL, "a b c d a b c", "a b c d | a b c"},
    {"(a b | b c d)", NULL, "a b c d", "a b"},
    {"a .. b", NULL, "a x b y b a z b", "a x b y b a z b ..6"},
    // classes and numbers
    {"x $Capitalized", NULL, "x Acme x acme x ACME", "x Acme | x ACME"},
    {"x $AllCaps", NULL, "x Acme x ACME x A", "x ACME"},
    {"x $Lower", NULL, "x iPhone x phone x \u00e9t\u00e9 x 7 x \u00c9t\u00e9",
     "x phone | x \u00e9t\u00e9"},
    {"x $Word", NULL, "x 7 x , x y", "x 7 | x y"},
    {"x $Number", NULL, "x 7 x seven", "x 7"},
    {"x $Any", NULL, "x , x", "x ,"},
    {"x $Initial y", NULL, "x J. y x J y x Jo y x J . y x j y",
     "x J. y | x J y"},
    {"x #", NULL, "x 7 x seven x 1,000 million x twenty-five x eight",
     "x 7 | x seven | x 1,000 million | x twenty-five | x eight"},
    {"x # y", NULL, "x two hundred and five y x five and six y", "x two "
     "hundred and five y"},
    // lists
    {"$rank x", NULL, "Biggest x, well known x, well x, known x",
     "Biggest x | well known x | well x"},
    {"$rank known x", NULL, "well known x, top known x", "top known x"},
    {"x $legal", NULL, "x inc x Inc x Inc. x CORP x AG", "x Inc | x Inc. | "
     "x AG"},
    {"$dash a", NULL, "b\u2014a, b - a, b-a, b \u2014 a",
     "\u2014a | - a | \u2014 a"},
    {"p:$post q", NULL, "Chief Executive Officer q, vice chair q, chief q",
     "Chief Executive Officer q {p=Chief Executive Officer} | "
     "vice chair q {p=vice chair} | chief q {p=chief}"},
    // types
    {"<a:Org> bought <b:Org>", NULL,
     "[Org Acme] bought [Org/Company Globex Corp]. [Person He] bought [Org X].",
     "Acme bought Globex Corp {a:Acme} {b:Globex Corp}"},
    {"<a:Person|Org> ran", NULL, "[Person Jo] ran, [Org Acme] ran, [Place X] "
     "ran", "Jo ran {a:Jo} | Acme ran {a:Acme}"},
    {"<a:Org>", NULL, "[Org Acme of [Place X]] and [Org Globex]",
     "Acme of X and Globex {a:Acme of X+Globex}"},
    {"<a:Org> lost", NULL, "[Org Acme], [Org Globex] and [Org Initech] lost",
     "Acme, Globex and Initech lost {a:Acme+Globex+Initech}"},
    {"<a:Org> lost", NULL, "[Org Acme], [Org Globex] lost",
     "Globex lost {a:Globex}"},
    {"<a:Org> lost", NULL, "[Org Acme], [Person Jo] and [Org Globex] lost",
     "Globex lost {a:Globex}"},
    {"<a:Place> \",\" or", NULL, "the [Place US], the [Place UK], & the [Place EU]"
     " , or", "US, the UK, & the EU , or {a:US+UK+EU}"},
    // two with a comma before "and" are of two clauses
    {"beat <a:Org>", NULL, "He beat [Org A], and [Org B] fell. He beat [Org A] "
     "and [Org B], or [Org C] did. He beat [Org A], [Org B], and [Org C].",
     "beat A {a:A} | beat A and B {a:A+B} | beat A, B, and C {a:A+B+C}"},
    // and so are two between verbs
    {"fined <a:Org>", NULL, "He fined [Org A] and [Org B] fell. He fined [Org A]"
     " and [Org B] now. He, fined [Org A] and the [Org B] has.",
     "fined A {a:A} | fined A and B {a:A+B} | fined A and the B {a:A+B}"},
    {"<a:Org> sold", NULL, "He fined [Org A] and [Org B] sold. He said [Org A] "
     "and [Org B] sold.", "B sold {a:B} | A and B sold {a:A+B}"},
    // what one is may stand before it
    {"<a:Org> x", NULL, "[Org A], bank [Org B], the state-owned [Org C] and a "
     "big Dutch bank [Org D] x",
     "A, bank B, the state-owned C and a big Dutch bank D x {a:A+B+C+D}"},
    {"<a:Org> x", NULL, "[Org A] and its rival [Org B] x, [Org A] or bank "
     "[Org B] x", "A and its rival B x {a:A+B} | A or bank B x {a:A+B}"},
    {"<a:Org> x", NULL, "[Org A] and bank to [Org B] x, [Org A] and big [Org C]"
     " x, [Org A] and bank bought [Org D] x, [Org A] and bank, [Org E] x, "
     "[Org A] and the big old red Dutch bank [Org F] x",
     "B x {a:B} | C x {a:C} | D x {a:D} | E x {a:E} | F x {a:F}"},
    // and others be left out
    {"x <a:Org>", NULL, "x [Org A], [Org B] and others. x [Org A], [Org B] and "
     "more. x [Org A], others.", "x A, B {a:A+B} | x A {a:A} | x A {a:A}"},
    {"fined <a:Org>", NULL, "He fined [Org A] and bank [Org B] fell.",
     "fined A {a:A}"},
    {"<a:Org> and <b:Org>", NULL, "[Org A] and [Org B] and [Org C]",
     "A and B and C {a:A+B} {b:C}"},
    {"<a:Org> ..5 <b:Org>", NULL, "[Org A] x [Org B] y [Org C]",
     "A x B y C {a:A} {b:C} ..3"},
    // captures
    {"a:(x ..2) y b:#", NULL, "x z y two", "x z y two {a=x z} {b=two} ..1"},
    {"a:(x b:(y)?) z", NULL, "x y z, x z",
     "x y z {a=x y} {b=y} | x z {a=x}"},
    {"s:(..2) end", NULL, "go on to end", "on to end {s=on to} ..2"},
    // gaps
    {"a ..1 b", NULL, "a b, a x b, a x y b", "a b | a x b ..1"},
    {"a .. b", NULL, "a ; b. a \" b. Run a far. B goes. A \u201c b", ""},
    {"a .. b", NULL, "a while b. a whilst b", "a whilst b ..1"},
    {"a .. b", NULL, "a after its b. a after Acme b. a after the Acme b.",
     "a after its b ..2"},
    {"a .. while", NULL, "a x while", "a x while ..1"},
    // places
    {"^ ran", NULL, "Ran he who ran? Ran he.", "Ran | Ran"},
    {"ran $", NULL, "He ran who ran. Ran! \u201cThey ran.\u201d They ran who "
     "(ran) ran (ran)", "ran | Ran | ran | ran"},
    {"^ ran $", NULL, "Ran! He ran. Ran he.", "Ran"},
    // regexes of one token
    {"x /[a-z]+1/", NULL, "x abc1 x abc12 x Abc1 x \u00e4bc1", "x abc1"},
    {"x /\\p{Lu}\\p{Ll}+/ y", NULL, "x \u00c4rger y x \u00e4rger y",
     "x \u00c4rger y"},
    {"x /a|bc/", NULL, "x a x bc x abc x ab", "x a | x bc"},
    {"x /a*/", NULL, "x aaa x b", "x aaa"},
    {"x n:/[A-Z]{3,6}/", NULL, "x ABC x AB x ABCDEFG", "x ABC {n=ABC}"},
    // guards
    {"<a:Org> won", "not", "[Org A] won. [Org B] won not.", "A won {a:A}"},
    {"<a:Org> won", "<a:Org> lied", "[Org A] won, [Org B] lied, [Org A] lied.",
     "A won {a:A}"},
    {"<a:Org> won", "<a:Org> won and lied",
     "[Org A] won, [Org B] won and lied, [Org C] won.",
     "A won {a:A} | C won {a:C}"},
    {"<a:Org> won", "<a:Org> ..3 (deny~ | lie~)",
     "[Org B] won; [Org A] and [Org B] lied. [Org A] won as he lied.",
     "B won {a:B}"},
    {"a:(to|from) (x|y)", "not a:(to|from)",
     "He ran to x, not from y. Not to y.", "to x {a=to}"},
    {"a:(x)? y", "a:x z", "x y w, x z. x z. y x z.",
     "x y {a=x}"},
    {"ran so? far?", "far", "He ran so. Ran so far.", "ran so"},
};
// clang-format on

static void run(struct rule_fixture *f, const struct row *row,
                struct gz_arena *arena, struct gz_buffer *out)
{
    static struct fixture_article article;
    struct gz_program *program = fixture_program(f);
    struct gz_matcher *m = gz_matcher_new(program);
    struct gz_matches matches;
    CHECK(m != NULL);
    fixture_article(&article, f->set.types, "", row->text, arena);
    CHECK_OK(gz_matcher_begin(m, article.doc, 0, arena));
    CHECK_OK(
        gz_matcher_run(m, GZ_STAGE_FACT, 0, article.items, arena, &matches));
    for (uint32_t i = 0; i < matches.count; i++) {
        gz_buffer_append_z(out, i == 0 ? "" : " | ");
        fixture_print(&article, &f->set, &matches.items[i], out);
    }
    CHECK(!gz_matcher_truncated(m));
    gz_matcher_free(m);
    gz_program_free(program);
}

static void test_row(const struct row *row)
{
    static struct rule_fixture f;
    struct gz_arena *arena = gz_arena_new((size_t)1 << 20);
    struct gz_buffer out;
    const struct fixture_rule rule = {
        .kind = GZ_RULE_EMIT, .match = {row->match}, .unless = {row->unless}};
    gz_buffer_init(&out, 0);
    fixture_init(&f);
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        fixture_list(&f, &lists[i]);
    }
    fixture_rule(&f, &rule);
    run(&f, row, arena, &out);
    if (!gz_str_eq(gz_buffer_str(&out), gz_str_z(row->want))) {
        fprintf(stderr, "pattern %s\nunless  %s\ntext    %s\n", row->match,
                row->unless == NULL ? "" : row->unless, row->text);
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
