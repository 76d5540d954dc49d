// Which regular expressions are a few words, and what is said of the others.

#include "rules/gazetteer/import/regex_words.h"

#include "daemon/base/buffer.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct {
    const char *pattern;
    const char *want;  // words, or "!" and the reason
} rows[] = {
    {"Bank", "Bank"},
    {"Inc.", "Inc."},
    {"Inc\\.", "Inc."},
    {"\\(A\\)", "(A)"},
    {"AT&T", "AT&T"},
    {"(Arts|Laws|Science)", "Arts Laws Science"},
    {"(?:Arts|Laws)", "Arts Laws"},
    {"Univ(ersity)?", "University Univ"},
    {"Univ(ersity|\\.)?", "University Univ. Univ"},
    {"colou?r", "colour color"},
    {"caf\xc3\xa9?", "caf\xc3\xa9 caf"},
    {"[Bb]ank", "Bank bank"},
    {"[a-c]x", "ax bx cx"},
    {"[a-]", "a -"},
    {"[a\\-z]", "a - z"},
    {"[a.]", "a ."},
    {"a|b|a", "a b"},
    {"(a|b)(c|d)", "ac ad bc bd"},
    {"((a|b)|c)d", "ad bd cd"},
    {"(of)?", "of"},
    {"(a|)b", "ab b"},
    {"[a-z]", "a b c d e f g h i j k l m n o p q r s t u v w x y z"},
    {"", "!a pattern of no word"},
    {"()", "!a pattern of no word"},
    {"[]", "!a pattern of no word"},
    {"[a-zA-Z]", "!a pattern of more than 32 names"},
    {"[a-f][a-f]", "!a pattern of more than 32 names"},
    {"a*", "!a repetition such as * or +"},
    {"a+", "!a repetition such as * or +"},
    {"a{2}", "!a repetition such as * or +"},
    {"a??", "!a repetition such as * or +"},
    {"a?+", "!a repetition such as * or +"},
    {"*a", "!a repetition such as * or +"},
    {"(a|b)*", "!a repetition such as * or +"},
    {".*", "!a wildcard such as .*"},
    {"a.?", "!a wildcard such as .*"},
    {"\\d", "!a class of characters such as \\d"},
    {"\\p{Lu}", "!a class of characters such as \\d"},
    {"[\\d]", "!a class of characters such as \\d"},
    {"[^a]", "!a class of characters such as [^a]"},
    {"[a[b]]", "!a class of characters inside another"},
    {"[+--]", "!a range of characters that is no a-z or 0-9"},
    {"[\xc3\xa0-\xc3\xa9]", "!a range of characters that is no a-z or 0-9"},
    {"^a", "!an anchor, ^ or $"},
    {"a$", "!an anchor, ^ or $"},
    {"(?i)a", "!a group with a condition or a flag, such as (?i)"},
    {"(?=a)", "!a group with a condition or a flag, such as (?i)"},
    {"(a", "!a bracket that is not closed in its word"},
    {"a)", "!a bracket that is not closed in its word"},
    {"[a", "!a bracket that is not closed in its word"},
    {"a\\", "!a backslash that nothing follows"},
    {"((((((((((((((((((a))))))))))))))))))", "!groups in very many groups"},
};

static void check_row(const char *pattern, const char *want)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_regex_words words;
    struct gz_buffer got;
    const char *reason = NULL;
    gz_buffer_init(&got, 0);
    CHECK(arena != NULL);
    const enum gz_status st =
        gz_regex_words_list(gz_str_z(pattern), arena, &words, &reason);
    if (st == GZ_INVALID) {
        gz_buffer_append_fmt(&got, "!%s", reason);
    } else {
        CHECK_OK(st);
        for (size_t i = 0; i < words.count; i++) {
            gz_buffer_append_z(&got, i == 0 ? "" : " ");
            gz_buffer_append_str(&got, words.items[i]);
        }
    }
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
    gz_arena_free(arena);
}

static void check_memory(void)
{
    struct gz_arena *arena = gz_arena_new(4);
    struct gz_regex_words words;
    const char *reason = NULL;
    CHECK(arena != NULL);
    CHECK_EQ(gz_regex_words_list(GZ_STR_LIT("(long|longer)"), arena, &words,
                                 &reason),
             GZ_NO_MEMORY);
    CHECK_EQ(gz_regex_words_list(GZ_STR_LIT("[a-z]"), arena, &words, &reason),
             GZ_NO_MEMORY);
    gz_arena_free(arena);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(rows[i].pattern, rows[i].want);
    }
    check_memory();
    return 0;
}
