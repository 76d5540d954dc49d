// What decides whether a rule runs at all: zones, sentences, languages,
// stages, budgets; rules that scan; counters; and what memory that is short
// leaves behind.

#include "tests/support/alloc_fail.h"
#include "tests/support/rule_fixture.h"

static struct rule_fixture f;
static struct fixture_article article;

static void add(const struct fixture_rule *rule)
{
    fixture_rule(&f, rule);
}

// The matches of a stage as text, one a line.
static struct gz_buffer run(const struct gz_program *program, const char *title,
                            const char *body, enum gz_stage stage,
                            uint32_t stratum)
{
    struct gz_arena *arena = gz_arena_new((size_t)1 << 20);
    struct gz_matcher *m = gz_matcher_new(program);
    struct gz_matches found;
    struct gz_buffer out;
    CHECK(m != NULL && arena != NULL);
    gz_buffer_init(&out, 0);
    fixture_article(&article, f.set.types, title, body, arena);
    CHECK_OK(gz_matcher_begin(m, article.doc, 0, arena));
    CHECK_OK(gz_matcher_run(m, stage, stratum, article.items, arena, &found));
    for (uint32_t i = 0; i < found.count; i++) {
        gz_buffer_append_fmt(&out, "%s" GZ_STR_FMT ": ", i == 0 ? "" : " | ",
                             GZ_STR_ARG(f.set.rules[found.items[i].rule].id));
        fixture_print(&article, &f.set, &found.items[i], &out);
    }
    gz_matcher_free(m);
    gz_arena_free(arena);
    return out;
}

static void check_run(const char *title, const char *body, enum gz_stage stage,
                      uint32_t stratum, const char *want)
{
    struct gz_program *program = fixture_program(&f);
    struct gz_buffer got = run(program, title, body, stage, stratum);
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
    gz_program_free(program);
}

static void test_zones(void)
{
    fixture_init(&f);
    add(&(struct fixture_rule){
        .id = "all", .kind = GZ_RULE_EMIT, .match = {"<a:Org> won"}});
    add(&(struct fixture_rule){.id = "title",
                               .kind = GZ_RULE_EMIT,
                               .makes = "Other",
                               .match = {"won"},
                               .zones = 1U << GZ_ZONE_TITLE});
    add(&(struct fixture_rule){.id = "body",
                               .kind = GZ_RULE_EMIT,
                               .makes = "Third",
                               .match = {"won"},
                               .zones = 1U << GZ_ZONE_BODY});
    check_run("[Org Acme] won", "[Org Globex] won", GZ_STAGE_FACT, 0,
              "all: Acme won {a:Acme} | title: won | "
              "all: Globex won {a:Globex} | body: won");
    fixture_fini(&f);
}

static void test_within(void)
{
    static const struct {
        uint32_t within;
        const char *unless;
        const char *want;
    } rows[] = {
        {1, NULL, ""},
        {2, NULL, "test.rule: Acme grew. It won {a:Acme} ..3"},
        {2, "lost", ""},
        {2, "fell", "test.rule: Acme grew. It won {a:Acme} ..3"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        fixture_init(&f);
        add(&(struct fixture_rule){.kind = GZ_RULE_EMIT,
                                   .match = {"<a:Org> ..5 won"},
                                   .unless = {rows[i].unless},
                                   .within = rows[i].within});
        check_run("", "[Org Acme] grew. It won, all lost. We fell.",
                  GZ_STAGE_FACT, 0, rows[i].want);
        fixture_fini(&f);
    }
}

static void test_language(void)
{
    static const struct {
        const char *language;  // of the pack; the article is in "en"
        bool runs;
    } rows[] = {
        {"", true},    {"en", true},  {"en-GB", true},
        {"mul", true}, {"de", false}, {"eng", false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct gz_rule_pack pack = {.name = GZ_STR_LIT("pack"),
                                    .language = gz_str_z(rows[i].language)};
        struct gz_rule_file file = {.pack = 0};
        fixture_init(&f);
        f.set.packs = &pack;
        f.set.pack_count = 1;
        f.set.files = &file;
        f.set.file_count = 1;
        add(&(struct fixture_rule){.kind = GZ_RULE_EMIT, .match = {"won"}});
        check_run("", "won", GZ_STAGE_FACT, 0,
                  rows[i].runs ? "test.rule: won" : "");
        fixture_fini(&f);
    }
}

static void test_stages(void)
{
    fixture_init(&f);
    add(&(struct fixture_rule){.id = "m0",
                               .kind = GZ_RULE_MENTION,
                               .makes = "Person",
                               .match = {"mr name:$Capitalized"}});
    add(&(struct fixture_rule){.id = "m1",
                               .kind = GZ_RULE_MENTION,
                               .makes = "Org",
                               .match = {"firm of <Person>"}});
    add(&(struct fixture_rule){.id = "r",
                               .kind = GZ_RULE_RECAST,
                               .makes = "Org",
                               .match = {"<name:Country> said"}});
    add(&(struct fixture_rule){.id = "c",
                               .kind = GZ_RULE_COREF,
                               .makes = "Org",
                               .match = {"the firm"}});
    static const char body[] =
        "Mr Smith of the firm of [Person Mr Roe] said. [Country France] said.";
    check_run("", body, GZ_STAGE_MENTION, 0,
              "m0: Mr Smith {name=Smith} | m0: Mr Roe {name=Roe}");
    check_run("", body, GZ_STAGE_MENTION, 1, "m1: firm of Mr Roe");
    check_run("", body, GZ_STAGE_MENTION, 2, "");
    check_run("", body, GZ_STAGE_RECAST, 0, "r: France said {name:France}");
    check_run("", body, GZ_STAGE_COREF, 0, "c: the firm");
    check_run("", body, GZ_STAGE_FACT, 0, "");
    fixture_fini(&f);
}

static void add_scan(const char *id, const char *regex, const char *unless)
{
    add(&(struct fixture_rule){
        .id = id, .kind = GZ_RULE_MENTION, .makes = "Law", .unless = {unless}});
    f.rules[f.set.rule_count - 1].scan = gz_str_z(regex);
}

static void test_scan(void)
{
    fixture_init(&f);
    add_scan("bill", "[HS]\\.?R\\.? ?\\d+", NULL);
    add_scan("case", "[0-9]+ U\\.S\\. [0-9]+( \\([0-9]{4}\\))?", "overturned");
    add(&(struct fixture_rule){
        .id = "read", .kind = GZ_RULE_EMIT, .match = {"<a:Law> passed"}});
    // "S.R. 12" within "OS.R. 12" begins inside of a token; of matches from
    // one begin the longest counts; a guard looks at the sentence.
    check_run("HR 1 passed", "See 410 U.S. 113 (1973). OSR 12, SR 99a.",
              GZ_STAGE_MENTION, 0, "bill: HR 1 | case: 410 U.S. 113 (1973)");
    check_run("", "See 410 U.S. 113. It overturned 5 U.S. 137.",
              GZ_STAGE_MENTION, 0, "case: 410 U.S. 113");
    fixture_fini(&f);
}

static void test_scan_guard(void)
{
    fixture_init(&f);
    add_scan("bill", "HR ?[0-9]+", "<Org> ..3 sank");
    check_run("",
              "[Org Acme] backed HR 1. [Org Acme] then sank HR 2. "
              "Acme sank HR 3.",
              GZ_STAGE_MENTION, 0, "bill: HR 1 | bill: HR 3");
    fixture_fini(&f);
}

static void test_scan_errors(void)
{
    struct gz_error err;
    struct gz_program *p;
    struct gz_source src;
    fixture_init(&f);
    add_scan("bill", "(", NULL);
    CHECK_OK(gz_source_init(&src, "scan.yaml", GZ_STR_LIT("(")));
    f.rules[0].scan_where = (struct gz_pattern_source){
        .src = &src, .end_byte = 1, .text = f.rules[0].scan};
    gz_error_init(&err);
    CHECK_EQ(gz_program_build(&f.set, &p, &err), GZ_INVALID);
    CHECK_Z(gz_error_text(&err),
            "scan.yaml:1:1: error: the regex cannot be used: Missing close "
            "parenthesis for group started at index 0.\n(\n^\n");
    gz_error_fini(&err);
    gz_source_fini(&src);
    fixture_fini(&f);
}

static void test_budget(void)
{
    struct gz_arena *arena = gz_arena_new((size_t)1 << 20);
    struct gz_matches found;
    fixture_init(&f);
    add(&(struct fixture_rule){
        .kind = GZ_RULE_EMIT, .match = {"a* b* a* b* c"}, .unless = {"d"}});
    struct gz_program *program = fixture_program(&f);
    struct gz_matcher *m = gz_matcher_new(program);
    fixture_article(&article, f.set.types, "", "a b a b c a a b c b c a b c",
                    arena);
    uint32_t last = 0;
    bool whole = false;
    for (uint64_t budget = 1; !whole; budget++) {
        CHECK_OK(gz_matcher_begin(m, article.doc, budget, arena));
        CHECK_OK(
            gz_matcher_run(m, GZ_STAGE_FACT, 0, article.items, arena, &found));
        whole = !gz_matcher_truncated(m);
        CHECK(found.count >= last);
        last = found.count;
    }
    CHECK_EQ(last, 4);
    const struct gz_rule_counter c = gz_matcher_counter(m, 0);
    CHECK(c.matches > 0 && c.steps > c.matches && c.runs >= c.matches / 4);
    CHECK_EQ(c.guarded, 0);
    gz_matcher_free(m);
    gz_program_free(program);
    fixture_fini(&f);
    gz_arena_free(arena);
}

static void test_counters(void)
{
    struct gz_arena *arena = gz_arena_new((size_t)1 << 20);
    struct gz_matches found;
    fixture_init(&f);
    add(&(struct fixture_rule){
        .kind = GZ_RULE_EMIT, .match = {"<a:Org> won"}, .unless = {"not"}});
    struct gz_program *program = fixture_program(&f);
    struct gz_matcher *m = gz_matcher_new(program);
    fixture_article(&article, f.set.types, "",
                    "[Org A] won. They won. [Org B] won not. It rained.",
                    arena);
    CHECK_OK(gz_matcher_begin(m, article.doc, 0, arena));
    CHECK_OK(gz_matcher_run(m, GZ_STAGE_FACT, 0, article.items, arena, &found));
    const struct gz_rule_counter c = gz_matcher_counter(m, 0);
    CHECK_EQ(c.runs, 2);
    CHECK_EQ(c.matches, 1);
    CHECK_EQ(c.guarded, 1);
    gz_matcher_free(m);
    gz_program_free(program);
    fixture_fini(&f);
    gz_arena_free(arena);
}

static enum gz_status use(struct gz_matcher *m, struct gz_arena *arena,
                          struct gz_matches *found)
{
    enum gz_status st = gz_matcher_begin(m, article.doc, 0, arena);
    if (st == GZ_OK) {
        st = gz_matcher_run(m, GZ_STAGE_FACT, 0, article.items, arena, found);
    }
    struct gz_near_miss near;
    return st == GZ_OK ? gz_matcher_explain(m, 0, article.items, arena, &near)
                       : st;
}

// Whichever allocation fails, the next article is none the worse for it.
static void test_memory(void)
{
    struct gz_arena *kept = gz_arena_new((size_t)1 << 20);
    struct gz_matches found;
    fixture_init(&f);
    add(&(struct fixture_rule){
        .kind = GZ_RULE_EMIT,
        .match = {"<a:Org> ..4 (deny~ | lose~) b:(x y?)", "a:\"Acme\" c"},
        .unless = {"<a:Org> never"}});
    struct gz_program *program = fixture_program(&f);
    fixture_article(&article, f.set.types, "[Org Acme] never denied x y",
                    "[Org Acme], [Org A] and [Org B] may have denied x y. "
                    "Acme c.",
                    kept);
    bool failed = true;
    for (long n = 1; failed; n++) {
        struct gz_arena *arena = gz_arena_new((size_t)1 << 20);
        gz_alloc_fail_at(n);
        struct gz_matcher *m = gz_matcher_new(program);
        enum gz_status st = m == NULL ? GZ_NO_MEMORY : use(m, arena, &found);
        failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK(failed ? st == GZ_NO_MEMORY || st == GZ_LIMIT : st == GZ_OK);
        if (m != NULL) {
            CHECK_OK(use(m, arena, &found));
            CHECK_EQ(found.count, 2);
        }
        gz_matcher_free(m);
        gz_arena_free(arena);
    }
    gz_program_free(program);
    fixture_fini(&f);
    gz_arena_free(kept);
}

int main(void)
{
    test_zones();
    test_within();
    test_language();
    test_stages();
    test_scan();
    test_scan_guard();
    test_scan_errors();
    test_budget();
    test_counters();
    test_memory();
    return 0;
}
