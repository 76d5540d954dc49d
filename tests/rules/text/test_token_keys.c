#include "rules/text/token_keys.h"

#include <stdlib.h>

#include "tests/support/token_key_checks.h"

// Tokens of one row have one key; tokens of different rows have others.
static const char *const rows[][4] = {
    {"Acme", "ACME", "acme", "\uff21\uff23\uff2d\uff25"},
    {"Acm", "ACM", "acm", NULL},
    {"a", "A", "\uff41", NULL},
    {"b", "B", NULL, NULL},
    {"ab", "AB", NULL, NULL},
    {"ba", "BA", NULL, NULL},
    {"-", "\u2010", "\u2013", "\u2212"},
    {"'s", "\u2019s", "'S", NULL},
    {"\u00e9", "\u00c9", "e\u0301", "\u00c9\u200e"},
    {"soft", "so\u00adft", "Soft\u200f", "\u2060soft\ufe0f"},
    {"e", "E", NULL, NULL},
    {"sixteen-letters!", "SIXTEEN-LETTERS!", NULL, NULL},
    {"seventeen-letters", "Seventeen-Letters", NULL, NULL},
    {"thirty-two letters are in a word", "THIRTY-two letters are in a word",
     NULL, NULL},
    {"thirty-three letters are in a word", NULL, NULL, NULL},
    // Marks of ASCII fold with one bit as letters do.
    {"@", "\uff20", NULL, NULL},
    {"[", "{", "\uff3b", "\uff5b"},
    {"foo_bar", "FOO_BAR", "foo\u00ad_bar", "\uff46oo_bar"},
    {"\u5317", "\u5317\u200e", NULL, NULL},
    {"\u30ac", NULL, NULL, NULL},
    {"\uac00", NULL, NULL, NULL},
    {"\u5317\u4eac", NULL, NULL, NULL},
    {"\u0416", "\u0436", NULL, NULL},
    {"\u00df", "\u1e9e", NULL, NULL},
    {"s", "\u017f", "S", NULL},
    {"k", "\u212a", "K", NULL},
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

// The key must not depend on what stands around the token, so it is taken in
// a text of its own, where every byte behind it would be out of bounds, and
// in the middle of another one.
static uint64_t key_of(const char *word)
{
    const size_t len = strlen(word);
    char *alone = malloc(len);
    char *among = malloc(len + 64);
    CHECK(alone != NULL && among != NULL);
    memcpy(alone, word, len);
    memset(among, 'x', len + 64);
    memcpy(among + 32, word, len);
    const struct gz_token a = {0, (uint32_t)len, GZ_TOKEN_WORD, 0};
    const struct gz_token b = {32, 32 + (uint32_t)len, GZ_TOKEN_WORD, 0};
    uint64_t key_a;
    uint64_t key_b;
    gz_token_keys_fill(gz_str_of(alone, len), &a, 1, &key_a);
    gz_token_keys_fill(gz_str_of(among, len + 64), &b, 1, &key_b);
    CHECK(key_a == key_b);
    free(alone);
    free(among);
    return key_a;
}

// Spellings of one first letter have one lead.
static void check_leads(void)
{
    static const char *const leads[][4] = {
        {"\u00e9t", "\u00c9T", "e\u0301", NULL},
        {"\u0436", "\u0416\u0438", NULL, NULL},
        {"\u5317", "\u5317\u4eac", NULL, NULL},
        {"s", "\u017f", "\uff33", "S"},
        {"\u00ad", "\u200e", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
        const char *one = leads[i][0];
        const uint32_t lead = gz_token_lead(one, strlen(one));
        CHECK((lead == 0) == (i == 4));
        for (size_t k = 1; k < 4 && leads[i][k] != NULL; k++) {
            CHECK_EQ(gz_token_lead(leads[i][k], strlen(leads[i][k])), lead);
        }
    }
}

int main(void)
{
    key_check_all();
    check_leads();
    uint64_t keys[ROWS];
    for (size_t i = 0; i < ROWS; i++) {
        keys[i] = key_of(rows[i][0]);
        for (size_t k = 1; k < 4 && rows[i][k] != NULL; k++) {
            CHECK(key_of(rows[i][k]) == keys[i]);
        }
        for (size_t k = 0; k < i; k++) {
            CHECK(keys[k] != keys[i]);
        }
    }
    CHECK(gz_token_keys_mix(keys[0], keys[1]) !=
          gz_token_keys_mix(keys[0], keys[2]));
    return 0;
}
