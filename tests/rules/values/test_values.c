// Texts that are meant to mislead, and what holds of any text.

#include "rules/values/values.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/value_rows.h"

static const struct value_row hostile[] = {
    {"$99999999999999999999999999999999999999999", ""},
    {"$999999999999999999999999999999 trillion", ""},
    {"\uFF11\uFF10\uFF10 dollars", ""},
    {"\u0663\u0665 percent", ""},
    {"\u096B\u0966 percent", ""},
    {"$100\u5104", ""},
    {"\u200F$5 million\u200F", "MONEY EQ 5000000 USD [<$5 million\u200F>]"},
    {"5%%", "PERCENT EQ 5 % [<5%>]"},
    {"5\u200E%", ""},
    {"$$5", "MONEY EQ 5 USD [<$5>]"},
    {"$5$6", "MONEY EQ 5 USD [<$5>]"},
    {"5.5.5.5%", ""},
    {"5,%", ""},
    {",5%", ""},
    {".5%", ""},
    {"5..6%", ""},
    {"5-%", "PERCENT EQ 5 % [<5-%>]"},
    {"--5%", ""},
    {"5 -%", ""},
    {"%5", ""},
    {"$,5", ""},
    {"$.5", ""},
    {"$5.", "MONEY EQ 5 USD [<$5>]"},
    {"$5,", "MONEY EQ 5 USD [<$5>]"},
    {"$5.5.", "MONEY EQ 5.5 USD [<$5.5>]"},
    {"$ $ 5", "MONEY EQ 5 USD [<$ 5>]"},
    {"- 5%", "PERCENT EQ 5 % [<5%>]"},
    {"1-2-3%", ""},
    {"2026-2027-2028", ""},
    {"5 million million people", ""},
    {"million", ""},
    {"billion billion", ""},
    {"a a million", ""},
    {"hundred", ""},
    {"half", ""},
    {"half a", ""},
    {"one", ""},
    {"two", ""},
    {"last", ""},
    {"May", ""},
    {"-", ""},
    {"$5 billion billion", ""},
    {"zero percent", "PERCENT EQ 0 % [<zero percent>]"},
    {"000%", ""},
    {"0%", "PERCENT EQ 0 % [<0%>]"},
    {"-0%", "PERCENT EQ 0 % [<-0%>]"},
    {"00.5%", ""},
};

static const char story[] =
    "Acme paid more than $1.2bn a year, or 3.5% of sales, on March 14, 2026, "
    "for about 10,000 jobs over three years.";

// Fails on the n-th allocation for every n until none is left to fail.
static void test_allocations(void)
{
    const struct gz_str none = {NULL, 0};
    const struct gz_values_context context = {0, GZ_STR_LIT("en")};
    bool done = false;
    for (long n = 1; !done; n++) {
        struct gz_arena *arena = gz_arena_new(1 << 20);
        struct gz_document *doc = NULL;
        struct gz_values values;
        CHECK(arena != NULL);
        CHECK_OK(gz_document_new(none, GZ_STR_LIT(story), none, arena, &doc));
        gz_alloc_fail_at(n);
        const enum gz_status status = gz_values_find(
            &doc->fields[GZ_FIELD_BODY], &context, arena, &values);
        done = !gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(status, done ? GZ_OK : GZ_LIMIT);
        CHECK(!done || values.count == 5);
        gz_arena_free(arena);
    }
}

// A full arena is found out at whatever value it happens.
static void test_limits(void)
{
    const struct gz_str none = {NULL, 0};
    const struct gz_values_context context = {0, GZ_STR_LIT("en")};
    enum gz_status status = GZ_LIMIT;
    for (size_t limit = 8; status != GZ_OK; limit += 8) {
        struct gz_arena *texts = gz_arena_new(1 << 20);
        struct gz_arena *arena = gz_arena_new(limit);
        struct gz_document *doc = NULL;
        struct gz_values values;
        CHECK_OK(gz_document_new(none, GZ_STR_LIT(story), none, texts, &doc));
        status = gz_values_find(&doc->fields[GZ_FIELD_BODY], &context, arena,
                                &values);
        CHECK(status == GZ_OK || status == GZ_LIMIT);
        CHECK(limit < 1 << 16);
        gz_arena_free(arena);
        gz_arena_free(texts);
    }
}

// Whatever stands beside whatever, what holds of all values holds.
static void test_mixtures(void)
{
    static const char *const parts[] = {
        "$",      "US$",       "5",       "3.5bn",   "-",         "to",
        "and",    "2026",      "per",     "cent",    "%",         "million",
        "half",   "a",         "March",   "14",      ",",         ".",
        "Monday", "last",      "year",    "ago",     "two",       "Rs",
        "pounds", "more than", "or more", "between", "from",      "in",
        "third",  "quarter",   "of",      "\u2212",  "people",    "(",
        ")",      "/",         "Q3",      "FY25",    "\u00A0000", "+",
        "the",    "next",      "weeks",   "EUR",     "dozen",     "billions",
    };
    struct gz_arena *arena = gz_arena_new(1 << 20);
    const struct gz_str none = {NULL, 0};
    const struct gz_values_context context = {0, GZ_STR_LIT("en")};
    uint64_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        char text[256] = "";
        for (int i = 0; i < 12; i++) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            strcat(text,
                   parts[(seed >> 33) % (sizeof(parts) / sizeof(*parts))]);
            strcat(text, (seed >> 20 & 3) == 0 ? "" : " ");
        }
        struct gz_document *doc = NULL;
        struct gz_values values;
        gz_arena_reset(arena);
        CHECK_OK(gz_document_new(none, gz_str_z(text), none, arena, &doc));
        const struct gz_passage *body = &doc->fields[GZ_FIELD_BODY];
        CHECK_OK(gz_values_find(body, &context, arena, &values));
        value_rows_sane(body, &values);
    }
    gz_arena_free(arena);
}

// Reference times that no article has.
static void test_references(void)
{
    static const int64_t times[] = {INT64_MIN + 1, INT64_MAX, -1, 0,
                                    INT64_C(253402300799999)};
    struct gz_arena *arena = gz_arena_new(1 << 20);
    const struct gz_str none = {NULL, 0};
    for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
        struct gz_document *doc = NULL;
        struct gz_values values;
        const struct gz_values_context context = {times[i], none};
        CHECK_OK(gz_document_new(none, GZ_STR_LIT("last week, last March"),
                                 none, arena, &doc));
        const struct gz_passage *body = &doc->fields[GZ_FIELD_BODY];
        CHECK_OK(gz_values_find(body, &context, arena, &values));
        CHECK_EQ(values.count, 2);
        value_rows_sane(body, &values);
    }
    gz_arena_free(arena);
}

int main(void)
{
    VALUE_ROWS("en", true, hostile);
    test_allocations();
    test_limits();
    test_mixtures();
    test_references();
    return 0;
}
