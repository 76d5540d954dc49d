// Patterns that are read, as they are printed; and what is said of others.

#include "rules/language/pattern.h"

#include "daemon/base/source.h"
#include "tests/support/check.h"
#include "tests/support/pattern_trees.h"

// What is read and what is printed of it; NULL: the same.
static const struct {
    const char *text;
    const char *printed;
} good[] = {
    {"cloud", NULL},
    {"  cloud\n  customer ", "cloud customer"},
    {"customer~", NULL},
    {"long-term U.S. Inc. AT&T 's O'Neill", NULL},
    {"\"Cloud\" \",\" \"a \\\" b\" \"\\\\\"", NULL},
    {"/[A-Z]+/", NULL},
    {"/a\\/b\\d\\\\/", NULL},
    {"<Org>", NULL},
    {"<customer:Org/Company|Person>", NULL},
    {"$rank %appos # ^ $", NULL},
    {"..", NULL},
    {"..30", ".."},
    {"..5 x", NULL},
    {"a..5b", "a ..5 b"},
    {"a? b* c+ d{2} e{2,4} f{,3} g{0,8} h{1,8} i{3,} j{1} k{1,1}",
     "a? b* c+ d{2} e{2,4} f{0,3} g* h+ i{3,8} j k"},
    {"a|b c|d", "a | b c | d"},
    {"(a)", "a"},
    {"((a b))", "a b"},
    {"(a b) c", NULL},
    {"(a b)?", NULL},
    {"((a b)?)+", NULL},
    {"(a)?", "(a)?"},
    {"x:(..2)", NULL},
    {"x:(a|b) c", "x:(a | b) c"},
    {"x:a y:$list z:%m n:# r:/x/ q:\"x\"", NULL},
    {"x:(<Org>)", NULL},
    {"(a|b)|c", "(a | b) | c"},
    {"(a b)|c", "a b | c"},
    {"(..2)?", NULL},
    {"$rank?", NULL},
    {"($)", "$"},
    {"\xe2\x80\x99s caf\xc3\xa9~", NULL},
};

static enum gz_status parse(const char *text, struct gz_source *src,
                            struct gz_arena *arena,
                            const struct gz_pattern **out, struct gz_error *err)
{
    CHECK_OK(gz_source_init(src, "p", gz_str_z(text)));
    const struct gz_pattern_source where = {
        .src = src,
        .end_byte = src->len_bytes,
    };
    return gz_pattern_parse(gz_str_of(src->text, src->len_bytes), &where, arena,
                            out, err);
}

static void check_good(const char *text, const char *printed)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_source src;
    struct gz_source again_src;
    struct gz_error err;
    struct gz_buffer out;
    const struct gz_pattern *tree = NULL;
    const struct gz_pattern *again = NULL;
    gz_error_init(&err);
    gz_buffer_init(&out, 0);
    const enum gz_status st = parse(text, &src, arena, &tree, &err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    CHECK(pattern_trees_nest(tree));
    gz_pattern_print(tree, &out);
    CHECK_STR(gz_buffer_str(&out), printed == NULL ? text : printed);
    gz_buffer_append_byte(&out, '\0');
    CHECK_OK(parse((const char *)out.data, &again_src, arena, &again, &err));
    CHECK(pattern_trees_equal(tree, again));
    gz_source_fini(&src);
    gz_source_fini(&again_src);
    gz_buffer_fini(&out);
    gz_error_fini(&err);
    gz_arena_free(arena);
}

// A pattern, the bytes that are marked, and what is said of them.
static const struct {
    const char *text;
    const char *marks;
    const char *said;
} bad[] = {
    {"", "^", "something to match is missing here"},
    {"a , b", "  ^", "a mark is written in quotes: \",\""},
    {"a \"b", "  ^~", "the literal has no closing \""},
    {"a /b", "  ^~", "the regex has no closing /"},
    {"\"\"", "^~", "the literal has nothing in it"},
    {"\"a\\n\"", "  ^",
     "a \"\\\" in a literal stands before a quote or "
     "another \"\\\""},
    {"and/or x/", "   ^",
     "a mark in a word: write \"/\" in quotes between "
     "words"},
    {"long- x", "    ^",
     "a mark in a word: write \"-\" in quotes between "
     "words"},
    {"<Org", "^~~~",
     "the type has no closing \">\" (the mark is written "
     "\"<\")"},
    {"<a: Org>", "   ^",
     "a space in a type: it is written <Type>, "
     "<role:Type> or <role:Type|Other>"},
    {"<>", " ^", "a type is missing here"},
    {"<a:>", "   ^", "a type is missing here"},
    {"<:Org>", " ^", "a role is missing before the colon"},
    {"<Org|>", "     ^", "a type is missing here"},
    {"<Org|9>", "     ^", "a type begins with a letter"},
    {"<Org.X>", "    ^",
     "a type is letters and digits, with its parents "
     "behind a slash: Org/Company"},
    {"$5", "^", "the sign is written \"$\" in quotes"},
    {"5 %", "  ^",
     "a macro's name is missing (the sign is written \"%\" in "
     "quotes)"},
    {"a ...", "  ^~~",
     "a gap is written .. or ..5, and a full stop as \".\" "
     "in quotes"},
    {"..0 a", "^~~", "a gap is of 1 to 30 words at most"},
    {"..999999999999", "^~~~~~~~~~~~~~", "a gap is of 1 to 30 words at most"},
    {"a{9}", " ^~~", "something is repeated 1 to 8 times at most"},
    {"a{0}", " ^~~", "something is repeated 1 to 8 times at most"},
    {"a{3,2}", " ^~~~~", "the first number of a repeat is the smaller one"},
    {"a{x}", " ^",
     "a repeat is written {2}, {2,} or {2,4} (the mark is "
     "written \"{\")"},
    {"a ?", "  ^",
     "a quantifier stands directly behind what it repeats (a "
     "mark is written in quotes)"},
    {"? a", "^",
     "nothing stands here to be repeated (a mark is written in "
     "quotes)"},
    {"a?+", "  ^", "a second quantifier: the first counts already"},
    {"..3?", "   ^",
     "a gap is not repeated: it is of any length up to its "
     "number"},
    {"^*", " ^", "the begin or end of a sentence is not repeated"},
    {"(a", "^",
     "the bracket has no closing \")\" (the mark is written \"(\" "
     "in quotes)"},
    {"a)", " ^",
     "a closing bracket without an opening one (the mark is "
     "written \")\" in quotes)"},
    {"()", " ^",
     "nothing stands before this (what may be missing is written "
     "with \"?\" behind it)"},
    {"| a", "^",
     "nothing stands before this (what may be missing is written "
     "with \"?\" behind it)"},
    {"a |", "   ^", "something to match is missing here"},
    {"x:<Org>", "  ^~~~~", "the role of a type is written inside: <role:Type>"},
    {"x:..3", "^~", "a gap is captured in brackets, as in rest:(..5)"},
    {"x: a", "^~",
     "a role stands directly before what it captures (a colon "
     "is written \":\" in quotes)"},
    {"x:y:a", "  ^~", "a role stands before something to capture"},
    {"9:30", "^~",
     "a role is a name of letters and digits (a colon is written "
     "\":\" in quotes)"},
    {"a ~", "  ^", "\"~\" stands directly behind a word"},
    {"a \x01", "  ^", "unexpected byte 0x01"},
    {"\xe2\x80\x9c,", "^", "a literal is written in straight quotes: \"\""},
};

static void check_bad(const char *text, const char *marks, const char *said)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_source src;
    struct gz_error err;
    const struct gz_pattern *tree = NULL;
    char want[512];
    const size_t column = strspn(marks, " ") + 1;
    gz_error_init(&err);
    CHECK_EQ(parse(text, &src, arena, &tree, &err), GZ_INVALID);
    CHECK(tree == NULL);
    snprintf(want, sizeof(want), "p:1:%zu: error: %s\n%s\n%s\n", column, said,
             text, marks);
    if (!gz_str_starts(gz_str_z(gz_error_text(&err)), gz_str_z(want))) {
        CHECK_Z(gz_error_text(&err), want);
    }
    gz_source_fini(&src);
    gz_error_fini(&err);
    gz_arena_free(arena);
}

static void test_all_mistakes(void)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_source src;
    struct gz_error err;
    const struct gz_pattern *tree = NULL;
    gz_error_init(&err);
    CHECK_EQ(parse("a , <b: c> ...  d ? (e", &src, arena, &tree, &err),
             GZ_INVALID);
    CHECK_EQ(err.count, 5);
    gz_source_fini(&src);
    gz_error_fini(&err);
    gz_arena_free(arena);
}

// Text that a machine may write: it ends, with few reports.
static void check_flood(char byte, size_t count, size_t reports)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_source src;
    struct gz_error err;
    const struct gz_pattern *tree = NULL;
    char *text = malloc(count + 1);
    CHECK(text != NULL);
    memset(text, byte, count);
    text[count] = '\0';
    gz_error_init(&err);
    CHECK_EQ(parse(text, &src, arena, &tree, &err), GZ_INVALID);
    CHECK_EQ(err.count, reports);
    free(text);
    gz_source_fini(&src);
    gz_error_fini(&err);
    gz_arena_free(arena);
}

// The n-th allocation fails, whatever n.
static void test_no_memory(void)
{
    static const char text[] = "(\"a\\\"b\" x:(c|d)){2} /a\\/b/";
    for (size_t limit = 0;; limit += 16) {
        struct gz_arena *arena = gz_arena_new(limit);
        struct gz_source src;
        const struct gz_pattern *tree = NULL;
        const enum gz_status st = parse(text, &src, arena, &tree, NULL);
        gz_source_fini(&src);
        gz_arena_free(arena);
        CHECK(st == GZ_OK || st == GZ_LIMIT);
        CHECK_EQ(st == GZ_OK, tree != NULL);
        if (st == GZ_OK) {
            return;
        }
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        check_good(good[i].text, good[i].printed);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        check_bad(bad[i].text, bad[i].marks, bad[i].said);
    }
    test_all_mistakes();
    check_flood(',', 100, 10);
    check_flood('(', 60000, 1);
    check_flood('#', 60000, 1);
    check_flood('a', 1 << 20, 1);
    test_no_memory();
    return 0;
}
