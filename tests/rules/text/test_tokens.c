// Tokens as rules and names see them.  A row's expected text shows each token
// between bars, behind a letter for its kind and marks for its flags: '^' for
// a capital, '!' for all capitals.

#include "rules/text/tokens.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

// clang-format off
static const struct row {
    const char *text;
    const char *want;
} rows[] = {
    {"", ""},
    {" \t\r\n ", ""},
    {"Acme won.", "W^Acme|Wwon|M."},
    // possessives
    {"Microsoft's", "W^Microsoft|P's"},
    {"Microsoft\u2019s", "W^Microsoft|P\u2019s"},
    {"MICROSOFT'S", "W^!MICROSOFT|P'S"},
    {"MICROSOFT\u2019S rise", "W^!MICROSOFT|P\u2019S|Wrise"},
    {"banks' profits", "Wbanks|P'|Wprofits"},
    {"banks\u2019 profits", "Wbanks|P\u2019|Wprofits"},
    {"Apple Inc.'s", "W^Apple|W^Inc|M.|P's"},
    {"Yahoo!\u2019s", "W^Yahoo|M!|P\u2019s"},
    {"the G7's", "Wthe|W^G7|P's"},
    {"747's", "N747|P's"},
    {"U.S.'s", "W^!U.S.|P's"},
    {"Nestl\u00e9's", "W^Nestl\u00e9|P's"},
    {"'s-Hertogenbosch", "M'|Ws|M-|W^Hertogenbosch"},
    {"'It' is", "M'|W^It|M'|Wis"},
    {"x 's", "Wx|M'|Ws"},
    // apostrophes inside a word
    {"O'Neill", "W^O'Neill"},
    {"O\u2019Neill", "W^O\u2019Neill"},
    {"O'Neill's", "W^O'Neill|P's"},
    {"O\u2019Neill\u2019s", "W^O\u2019Neill|P\u2019s"},
    {"don't", "Wdon't"},
    {"Xi'an", "W^Xi'an"},
    {"rock'n'roll", "Wrock'n'roll"},
    {"Qur'an", "W^Qur'an"},
    {"aujourd'hui", "Waujourd'hui"},
    // elisions
    {"d'Ivoire", "Wd'|W^Ivoire"},
    {"D'IVOIRE", "W^D'|W^!IVOIRE"},
    {"l\u2019Or\u00e9al", "Wl\u2019|W^Or\u00e9al"},
    {"L'Or\u00e9al's", "W^L'|W^Or\u00e9al|P's"},
    {"l'\u00c9lys\u00e9e", "Wl'|W^\u00c9lys\u00e9e"},
    {"l\uff07Iran", "Wl\uff07|W^Iran"},
    {"qu'Airbus", "Wqu'|W^Airbus"},
    {"QU\u2019IL", "W^!QU\u2019|W^!IL"},
    {"dell'Eni e all'Iran", "Wdell'|W^Eni|We|Wall'|W^Iran"},
    {"puisqu'Apple", "Wpuisqu'|W^Apple"},
    {"Val-d'Oise", "W^Val|M-|Wd'|W^Oise"},
    {"c'\u00e9tait", "Wc'|W\u00e9tait"},
    {"l's", "Wl|P's"},
    {"l' Iran", "Wl|M'|W^Iran"},
    {"l'1", "Wl|M'|N1"},
    {"el'Iran", "Wel'Iran"},
    {"l\u0301'Iran", "Wl\u0301'Iran"},
    {"l'\u0301Iran", "Wl'\u0301Iran"},
    {"l'", "Wl|M'"},
    {"rock 'n' roll", "Wrock|M'|Wn|M'|Wroll"},
    // dots
    {"U.S.", "W^!U.S."},
    {"U.S. firms", "W^!U.S.|Wfirms"},
    {"U.S.-led", "W^!U.S.|M-|Wled"},
    {"the U.S.A.", "Wthe|W^!U.S.A."},
    {"U.S", "W^!U.S"},
    {"a.m. or p.m.", "Wa.m.|Wor|Wp.m."},
    {"z.B. so", "Wz.B.|Wso"},
    {"J.P. Morgan", "W^!J.P.|W^Morgan"},
    {"J.P.Morgan", "W^!J.P.|W^Morgan"},
    {"J.P.D'Ark", "W^!J.P.|W^D'|W^Ark"},
    {"J. Smith", "W^J|M.|W^Smith"},
    {"\u0410.\u0421. \u041f\u0443", "W^!\u0410.\u0421.|W^\u041f\u0443"},
    {"\u00dc.\u00d6.", "W^!\u00dc.\u00d6."},
    {"Inc.", "W^Inc|M."},
    {"Ph.D.", "W^Ph|M.|W^D|M."},
    {"Amazon.com", "W^Amazon|M.|Wcom"},
    {"end.Next", "Wend|M.|W^Next"},
    {"so...", "Wso|M.|M.|M."},
    // colons
    {"NYSE:IBM", "W^!NYSE|M:|W^!IBM"},
    {"10:30", "N10|M:|N30"},
    // hyphens and dashes
    {"Rolls-Royce", "W^Rolls|M-|W^Royce"},
    {"1990\u201395", "N1990|M\u2013|N95"},
    {"war\u2014now", "Wwar|M\u2014|Wnow"},
    {"e\u2011mail", "We|M\u2011|Wmail"},
    // numbers
    {"1,000.5", "N1,000.5"},
    {"1.000,50", "N1.000,50"},
    {"1'000", "N1'000"},
    {"1\u2019000", "N1\u2019000"},
    {"3.5.", "N3.5|M."},
    {"5, 6", "N5|M,|N6"},
    {"$5.3bn", "M$|W5.3bn"},
    {"\u00a35m", "M\u00a3|W5m"},
    {"50%", "N50|M%"},
    {"3M", "W^3M"},
    {"COVID-19", "W^!COVID|M-|N19"},
    {"\u0663\u0664", "N\u0663\u0664"},
    {"a_b", "Wa_b"},
    {"_", "M_"},
    {"_1", "N_1"},
    // addresses
    {"AT&T", "W^!AT|M&|W^T"},
    {"me@x.org", "Wme|M@|Wx|M.|Worg"},
    {"http://a.bc/d", "Whttp|M:|M/|M/|Wa|M.|Wbc|M/|Wd"},
    {"#ai @gz", "M#|Wai|M@|Wgz"},
    // case
    {"iPhone", "WiPhone"},
    {"NATO", "W^!NATO"},
    {"A", "W^A"},
    {"\u00c9TATS", "W^!\u00c9TATS"},
    {"\u01c5ep", "W^\u01c5ep"},
    {"5bn 5BN", "W5bn|W^!5BN"},
    // combining marks
    {"Cafe\u0301 x", "W^Cafe\u0301|Wx"},
    {"e\u0301", "We\u0301"},
    {"\"\u0301x", "M\"\u0301|Wx"},
    {"Micro\u00adsoft", "W^Micro\u00adsoft"},
    // scripts
    {"\uc0bc\uc131 \uc804\uc790", "W\uc0bc\uc131|W\uc804\uc790"},
    {"\u5317\u4eac\u3002", "I\u5317|I\u4eac|M\u3002"},
    {"\u3042\u30a2\u30fc", "I\u3042|I\u30a2|I\u30fc"},
    {"\uff76\uff9e", "I\uff76\uff9e"},
    {"AI\u5927", "W^!AI|I\u5927"},
    {"\u0e01\u0e34\u0e19", "I\u0e01\u0e34|I\u0e19"},
    {"\u0ea5\u0eb2\u0ea7", "I\u0ea5|I\u0eb2|I\u0ea7"},
    {"\u1780\u17c6", "I\u1780\u17c6"},
    {"\u1019\u103c", "I\u1019\u103c"},
    {"\U00020000\U0002A6DF", "I\U00020000|I\U0002A6DF"},
    {"\u0645\u0635\u0631", "W\u0645\u0635\u0631"},
    {"\u05e6\u05d4\"\u05dc", "W\u05e6\u05d4\"\u05dc"},
    // pictures
    {"\U0001F469\u200d\U0001F52C", "M\U0001F469\u200d\U0001F52C"},
    {"\U0001F44D\U0001F3FD!", "M\U0001F44D\U0001F3FD|M!"},
    {"\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7",
     "M\U0001F1E9\U0001F1EA|M\U0001F1EB\U0001F1F7"},
    // quotation marks
    {"\u201cYes,\u201d", "M\u201c|W^Yes|M,|M\u201d"},
    {"\"Go.\"", "M\"|W^Go|M.|M\""},
    // white space of all kinds
    {"a\u00a0b\u3000c\u200bd\u2028e", "Wa|Wb|Wc|Wd|We"},
    {"1\u202f000", "N1|N000"},
};
// clang-format on

static void show(struct gz_str text, const struct gz_tokens *tokens, char *out,
                 size_t size)
{
    size_t len = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < tokens->count; i++) {
        const struct gz_token *t = &tokens->items[i];
        const int n = snprintf(
            out + len, size - len, "%s%c%s%s%.*s", i == 0 ? "" : "|",
            "WNIPM"[t->kind], t -> flags &GZ_TOKEN_CAPITAL ? "^" : "",
            t->flags &GZ_TOKEN_ALL_CAPS ? "!" : "",
            (int)(t->end_byte - t->begin_byte), text.ptr + t->begin_byte);
        len += (size_t)n;
        CHECK(len < size);
    }
}

static void test_rows(struct gz_arena *arena)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char got[512];
        struct gz_tokens tokens;
        const struct gz_str text = gz_str_z(rows[i].text);
        gz_arena_reset(arena);
        CHECK_OK(gz_tokens_split(text, arena, &tokens));
        show(text, &tokens, got, sizeof(got));
        CHECK_Z(got, rows[i].want);
    }
}

// What stood before: the flags of each token as a digit string.
// clang-format off
static const struct gap_row {
    const char *text;
    const char *want;
} gaps[] = {
    // p: paragraph, l: line, s: space, -: nothing
    {"a b", "p s"},
    {" a-b", "sp - -"},
    {"a\nb", "p sl"},
    {"a\r\nb", "p sl"},
    {"a\n\nb", "p slp"},
    {"a\r\n\r\nb", "p slp"},
    {"a \n \t\n b", "p slp"},
    {"a\u2029b", "p slp"},
    {"a\u2028b", "p sl"},
    {"a\xc2\x85\xc2\xa0\xc2\x85" "b", "p slp"},
    {"a\u00a0b", "p s"},
};
// clang-format on

static void test_gaps(struct gz_arena *arena)
{
    for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++) {
        char got[64] = "";
        struct gz_tokens tokens;
        gz_arena_reset(arena);
        CHECK_OK(gz_tokens_split(gz_str_z(gaps[i].text), arena, &tokens));
        for (uint32_t t = 0; t < tokens.count; t++) {
            const unsigned f = tokens.items[t].flags;
            const unsigned any = GZ_TOKEN_SPACE_BEFORE | GZ_TOKEN_LINE_BEFORE |
                                 GZ_TOKEN_PARAGRAPH_BEFORE;
            strcat(got, t > 0 ? " " : "");
            strcat(got, f & GZ_TOKEN_SPACE_BEFORE ? "s" : "");
            strcat(got, f & GZ_TOKEN_LINE_BEFORE ? "l" : "");
            strcat(got, f & GZ_TOKEN_PARAGRAPH_BEFORE ? "p" : "");
            strcat(got, f & any ? "" : "-");
        }
        CHECK_Z(got, gaps[i].want);
    }
}

// An arena that is too small for each of the growths.
static void test_limit(void)
{
    char text[4000];
    memset(text, '-', sizeof(text));
    bool fits = false;
    for (size_t limit = 16; !fits; limit *= 2) {
        struct gz_arena *arena = gz_arena_new(limit);
        CHECK(arena != NULL);
        struct gz_tokens tokens;
        const enum gz_status status =
            gz_tokens_split(gz_str_of(text, sizeof(text)), arena, &tokens);
        fits = status == GZ_OK;
        CHECK_EQ(status, fits ? GZ_OK : GZ_LIMIT);
        CHECK_EQ(fits ? tokens.count : 0, fits ? sizeof(text) : 0);
        gz_arena_free(arena);
    }
}

int main(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    CHECK(arena != NULL);
    test_rows(arena);
    test_gaps(arena);
    gz_arena_free(arena);
    test_limit();
    return 0;
}
