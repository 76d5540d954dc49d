#include "rules/gazetteer/name_key.h"

#include <stdlib.h>

#include "tests/support/check.h"

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
    {"\u00e9", "\u00c9", NULL, NULL},
    {"e", "E", NULL, NULL},
    {"sixteen-letters!", "SIXTEEN-LETTERS!", NULL, NULL},
    {"seventeen-letters", "Seventeen-Letters", NULL, NULL},
    {"thirty-two letters are in a word", "THIRTY-two letters are in a word",
     NULL, NULL},
    {"thirty-three letters are in a word", NULL, NULL, NULL},
    {"@", NULL, NULL, NULL},
    {"`", NULL, NULL, NULL},
    {"[", NULL, NULL, NULL},
    {"{", NULL, NULL, NULL},
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
    gz_name_key_tokens(gz_str_of(alone, len), &a, 1, &key_a);
    gz_name_key_tokens(gz_str_of(among, len + 64), &b, 1, &key_b);
    CHECK(key_a == key_b);
    free(alone);
    free(among);
    return key_a;
}

static void check_class(void)
{
    static const struct {
        uint8_t kind;
        uint8_t flags;
        bool lower;
    } tokens[] = {
        {GZ_TOKEN_WORD, 0, true},
        {GZ_TOKEN_WORD, GZ_TOKEN_SPACE_BEFORE, true},
        {GZ_TOKEN_WORD, GZ_TOKEN_CAPITAL, false},
        {GZ_TOKEN_WORD, GZ_TOKEN_CAPITAL | GZ_TOKEN_ALL_CAPS, false},
        {GZ_TOKEN_NUMBER, 0, false},
        {GZ_TOKEN_IDEOGRAPH, 0, false},
        {GZ_TOKEN_MARK, 0, false},
    };
    for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
        const struct gz_token t = {0, 1, tokens[i].kind, tokens[i].flags};
        CHECK(gz_name_key_class(&t) ==
              (tokens[i].lower ? GZ_NAME_KEY_LOWER : 0));
    }
}

int main(void)
{
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
    CHECK(gz_name_key_chain(keys[0], true, keys[1]) !=
          gz_name_key_chain(keys[0], false, keys[1]));
    CHECK(gz_name_key_chain(keys[0], true, keys[1]) !=
          gz_name_key_chain(keys[1], true, keys[0]));
    check_class();
    return 0;
}
