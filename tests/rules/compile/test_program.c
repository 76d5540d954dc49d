// What the compiler refuses, with its exact words; what it says of costs and
// triggers; and that it gives up cleanly when memory is short.

#include "tests/support/alloc_fail.h"
#include "tests/support/rule_fixture.h"

static const struct fixture_list lists[] = {
    {"rank", {"biggest", "largest", "top"}, false},
    {"nothing", {NULL}, false},
    {"long", {"a b c d e f g h i j k l m n o p q"}, false},
};

// clang-format off
static const struct {
    const char *match;
    const char *want;  // behind "rules.yaml:1:"
} refused[] = {
    {"$Any ..3 $Word",
     "1: error: the pattern is too broad: it needs a word, a list or a type "
     "that every match must have\n"
     "$Any ..3 $Word\n"
     "^~~~~~~~~~~~~~\n"},
    {"word | $Any",
     "1: error: the pattern is too broad: it needs a word, a list or a type "
     "that every match must have\n"
     "word | $Any\n"
     "^~~~~~~~~~~\n"},
    {"word?",
     "1: error: the pattern is too broad: it needs a word, a list or a type "
     "that every match must have\n"
     "word?\n"
     "^~~~~\n"},
    {"x $nothing",
     "3: error: the list is empty, so this never matches\n"
     "x $nothing\n"
     "  ^~~~~~~~\n"},
    {"x $long",
     "3: error: the list has a phrase of more than 16 words: \"a b c d e f g h "
     "i j k l m n o p q\"\n"
     "x $long\n"
     "  ^~~~~\n"},
    {"x $ y",
     "5: error: this never matches: no word stands behind a sentence's end\n"
     "x $ y\n"
     "    ^\n"},
    {"x ^ y",
     "3: error: this never matches: a sentence does not begin behind a word\n"
     "x ^ y\n"
     "  ^\n"},
    {"x /(/",
     "3: error: the regex cannot be used: Missing close parenthesis for group "
     "started at index 0.\n"
     "x /(/\n"
     "  ^~~\n"},
    {"x /a(?=b)/",
     "3: error: the regex cannot be used: Zero-width assertions are not "
     "supported.\n"
     "x /a(?=b)/\n"
     "  ^~~~~~~~\n"},
    {"x /(?x)a #b/",
     "3: error: the regex cannot be used: the flag x is not for the regexes of "
     "rules\n"
     "x /(?x)a #b/\n"
     "  ^~~~~~~~~~\n"},
    {"x ((((((a{8} b){8} c){8} d){8} e){8} f){8} g){8}",
     "9: error: the pattern needs more than 8192 states; repeat less inside of "
     "repeats\n"
     "x ((((((a{8} b){8} c){8} d){8} e){8} f){8} g){8}\n"
     "        ^~~~\n"},
};

static const struct {
    const char *match;
    const char *trigger;
    uint32_t width;
} costs[] = {
    {"<a:Org> 's customer~", "word \"customer\" (4 forms)", 14},
    {"the $rank firm", "word \"firm\"", 3},
    {"the $rank ..4", "list $rank", 6},
    {"(deny | refuse) it", "word deny | refuse (2 forms)", 2},
    {"<a:Person> <b:Money>", "type <Person>", 24},
    {"the (<a:Person> | <b:Place> | \"Acme\" | Globex | Initech)",
     "word \"the\"", 13},
};
// clang-format on

static void init(struct rule_fixture *f, const char *match)
{
    const struct fixture_rule rule = {.kind = GZ_RULE_EMIT, .match = {match}};
    fixture_init(f);
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        fixture_list(f, &lists[i]);
    }
    fixture_rule(f, &rule);
}

static void check_refused(struct rule_fixture *f, const char *want)
{
    struct gz_error err;
    struct gz_program *p;
    struct gz_buffer all;
    gz_error_init(&err);
    gz_buffer_init(&all, 0);
    gz_buffer_append_z(&all, "rules.yaml:1:");
    gz_buffer_append_z(&all, want);
    gz_buffer_append_byte(&all, '\0');
    CHECK_EQ(gz_program_build(&f->set, &p, &err), GZ_INVALID);
    CHECK(p == NULL);
    CHECK_Z(gz_error_text(&err), (const char *)all.data);
    gz_buffer_fini(&all);
    gz_error_fini(&err);
    fixture_fini(f);
}

static void test_refused(void)
{
    static struct rule_fixture f;
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
        init(&f, refused[i].match);
        check_refused(&f, refused[i].want);
    }
}

static void test_costs(void)
{
    static struct rule_fixture f;
    for (size_t i = 0; i < sizeof(costs) / sizeof(*costs); i++) {
        init(&f, costs[i].match);
        struct gz_program *p = fixture_program(&f);
        const struct gz_rule_cost cost = gz_program_cost(p, 0);
        CHECK_STR(cost.trigger, costs[i].trigger);
        CHECK_EQ(cost.width, costs[i].width);
        CHECK(cost.states > 0 && cost.steps_per_token >= cost.states);
        CHECK(gz_program_rules(p) == &f.set);
        gz_program_free(p);
        fixture_fini(&f);
    }
}

// A rule that another one goes before.
static const struct {
    const char *first;
    const char *second;
    int32_t priority;  // of the second
    bool guarded;      // the first
    bool hidden;       // the second, or the first by a second of priority
} pairs[] = {
    {"<a:Org> won", "<a:Org> won", 0, false, true},
    {"<a:Org> won", "<a:Org> won", 1, false, true},
    {"<a:Org> won", "<a:Org> won", 0, true, false},
    {"<a:Org> (won | lost)", "<a:Org> won", 0, false, true},
    {"<a:Org> won", "<a:Org> (won | lost)", 0, false, false},
    {"<a:Org> (won | lost)", "<a:Org> won", 1, false, false},
    {"<a:Org> ..5 won", "<a:Org> ..3 won", 0, false, true},
    {"<a:Org> ..3 won", "<a:Org> ..5 won", 0, false, false},
    {"<a:Org> has? won", "<a:Org> has won", 0, false, true},
    {"<a:Org> won", "<b:Org> won", 0, false, false},
    {"<a:Org> won", "<a:Company> won", 0, false, true},
    {"<a:Company> won", "<a:Org> won", 0, false, false},
    {"\"Acme\" a:won", "\"ACME\" a:won", 0, false, false},
};

static void test_hidden(void)
{
    static struct rule_fixture f;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        const struct fixture_rule first = {
            .id = "first",
            .kind = GZ_RULE_EMIT,
            .match = {pairs[i].first},
            .unless = {pairs[i].guarded ? "not" : NULL}};
        const struct fixture_rule second = {
            .id = "second", .kind = GZ_RULE_EMIT, .match = {pairs[i].second}};
        struct gz_error err;
        struct gz_program *p;
        fixture_init(&f);
        fixture_rule(&f, &first);
        fixture_rule(&f, &second);
        f.rules[1].priority = pairs[i].priority;
        gz_error_init(&err);
        const enum gz_status st = gz_program_build(&f.set, &p, &err);
        if ((st == GZ_INVALID) != pairs[i].hidden) {
            fprintf(stderr, "pair %zu: %s\n", i, gz_error_text(&err));
            exit(1);
        }
        gz_program_free(p);
        gz_error_fini(&err);
        fixture_fini(&f);
    }
}

static void test_hidden_text(void)
{
    static struct rule_fixture f;
    init(&f, "<a:Org> won");
    const struct fixture_rule second = {
        .id = "second", .kind = GZ_RULE_EMIT, .match = {"<a:Org> won"}};
    fixture_rule(&f, &second);
    check_refused(&f, "1: error: all that this matches is matched by rule "
                      "\"test.rule\", which goes before it\n"
                      "<a:Org> won\n"
                      "^~~~~~~~~~~\n");
}

// Whichever allocation fails, nothing is left behind.  The child that compiles
// regexes has its own count, so there are none here.
static void test_memory(void)
{
    static struct rule_fixture f;
    init(&f, "<a:Org> ..4 deny~ \"Acme\" $rank b:(long-term x?) # $Initial");
    for (long n = 1;; n++) {
        struct gz_program *p;
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_program_build(&f.set, &p, NULL);
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
        gz_program_free(p);
        if (!failed) {
            break;
        }
    }
    fixture_fini(&f);
}

int main(void)
{
    test_refused();
    test_costs();
    test_hidden();
    test_hidden_text();
    test_memory();
    return 0;
}
