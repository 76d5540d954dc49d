#include "rules/resolve/ticker.h"

#include "daemon/base/arena.h"
#include "tests/support/check.h"

// The symbol to judge stands between < and >, which are taken out.
static const struct row {
    const char *text;
    bool want;
} rows[] = {
    {"shares of $<MSFT> rose", true},
    {"Microsoft (NASDAQ: <MSFT>) rose", true},
    {"Microsoft (Nasdaq:<MSFT>) rose", true},
    {"Cheniere (NYSE American: <LNG>)", true},
    {"Microsoft (<MSFT>.O) rose", true},
    {"Toyota (<7203>.T)", true},
    {"Tencent (<0700>.HK)", true},
    {"Tencent (<0700.HK>)", true},
    {"at (<0700.HK> or so)", false},
    {"at <0700.HK>)", false},
    {"(<ABC.com>)", false},
    {"Microsoft (<MSFT>) rose", false},
    {"(<ABC>.com)", false},
    {"(<ABC>.Invest)", false},
    {"in: <ALL> of them", false},
    {"<MSFT> rose", false},
    {"(a long list of words here: <MSFT>)", false},
    {"", false},
};

static void run(const struct row *row)
{
    char text[128];
    uint32_t mark[2] = {0, 0};
    size_t len = 0;
    for (const char *c = row->text; *c != '\0'; c++) {
        if (*c == '<' || *c == '>') {
            mark[*c == '>'] = (uint32_t)len;
        } else {
            text[len++] = *c;
        }
    }
    struct gz_arena *arena = gz_arena_new(1 << 16);
    struct gz_tokens tokens;
    CHECK_OK(gz_tokens_split(gz_str_of(text, len), arena, &tokens));
    uint32_t begin = 0;
    while (begin < tokens.count && tokens.items[begin].begin_byte < mark[0]) {
        begin++;
    }
    uint32_t end = begin;
    while (end < tokens.count && tokens.items[end].end_byte <= mark[1]) {
        end++;
    }
    if (gz_ticker_form(gz_str_of(text, len), &tokens, begin, end) !=
        row->want) {
        fprintf(stderr, "row \"%s\"\n", row->text);
        exit(1);
    }
    gz_arena_free(arena);
}

// "(MSFT)" and what only looks like it.
static void check_brackets(void)
{
    const struct gz_str text = GZ_STR_LIT("(MSFT) (MSFT, MSFT) MSFT) (MSFT");
    struct gz_arena *arena = gz_arena_new(1 << 16);
    struct gz_tokens tokens;
    uint32_t alone = 0;
    CHECK_OK(gz_tokens_split(text, arena, &tokens));
    for (uint32_t i = 0; i < tokens.count; i++) {
        alone += gz_ticker_in_brackets(text, &tokens, i, i + 1);
    }
    CHECK_EQ(alone, 1);
    CHECK(gz_ticker_in_brackets(text, &tokens, 1, 2));
    CHECK(!gz_ticker_in_brackets(text, &tokens, 0, 1));
    gz_arena_free(arena);
}

int main(void)
{
    check_brackets();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(&rows[i]);
    }
    return 0;
}
