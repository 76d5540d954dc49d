// The hash of a token that is not short or not ASCII: folded into a buffer
// first.

#include "rules/text/token_keys.h"

#include <string.h>

#include "rules/text/fold.h"
#include "rules/text/nfc.h"
#include "rules/text/utf8.h"

// A folded token longer than this counts by its first bytes only; names are
// shorter.
enum { KEY_BYTES = 240, FOLDED_ROOM = KEY_BYTES + 4 };

// What tells a first word that begins with a lower case letter beyond ASCII.
#define SMALL_HIGH UINT64_C(0x9ddfea08eb382d69)

static uint64_t read8(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof(v));
    return v;
}

// One block of 16 bytes into the key.
static uint64_t mix_block(uint64_t key, const char *p)
{
    return gz_token_key_of(key ^ read8(p), read8(p + 8));
}

// Hash folded bytes of any length.
static uint64_t hash_bytes(const char *p, size_t len)
{
    uint64_t key = 0;
    for (; len > 16; p += 16, len -= 16) {
        key = mix_block(key, p);
    }
    char padded[16] = {0};
    memcpy(padded, p, len);
    return mix_block(key, padded);
}

// Append a character that does not fold by itself, with the marks behind it.
static size_t put_folded(struct gz_str s, size_t *pos, char *out)
{
    const uint32_t cp = gz_nfc_next(s, pos);
    const uint32_t folded =
        gz_fold_cp(cp, (unsigned)GZ_FOLD_WIDTH | (unsigned)GZ_FOLD_CASE);
    return gz_fold_drops(cp)
               ? 0
               : gz_utf8_put(folded < 0x80 ? folded | 0x20 : folded, out);
}

// Whether a combining mark of U+0300 to U+036F may stand at pos.
static bool may_combine(struct gz_str s, size_t pos)
{
    return pos < s.len_bytes && ((uint8_t)s.ptr[pos] & 0xFE) == 0xCC;
}

// Append the folded form of the character at *pos, by its first byte where that
// tells enough: letters of alphabets are C3 to D7, but for combining marks;
// kana and ideographs E3 to E9 and Hangul EB to ED fold to themselves.
static size_t put_one(struct gz_str s, size_t *pos, char *out)
{
    const uint8_t lead = (uint8_t)s.ptr[*pos];
    if (lead < 0x80 && !may_combine(s, *pos + 1)) {
        *out = (char)(lead | 0x20);
        (*pos)++;
        return 1;
    }
    if (lead >= 0xC3 && lead <= 0xD7 && (lead & 0xFE) != 0xCC &&
        !may_combine(s, *pos + 2)) {
        return gz_utf8_put(
            gz_fold_cp(gz_utf8_next(s, pos),
                       (unsigned)GZ_FOLD_WIDTH | (unsigned)GZ_FOLD_CASE),
            out);
    }
    if (lead >= 0xE3 && lead <= 0xED && lead != 0xEA &&
        !may_combine(s, *pos + 3)) {
        memcpy(out, s.ptr + *pos, 3);
        *pos += 3;
        return 3;
    }
    return put_folded(s, pos, out);
}

// Fold a token; returns the bytes that it then has.
static size_t fold_token(const char *p, size_t len, char folded[FOLDED_ROOM])
{
    const struct gz_str s = gz_str_of(p, len);
    size_t folded_len = 0;
    size_t pos = 0;
    while (pos < s.len_bytes && folded_len < KEY_BYTES) {
        folded_len += put_one(s, &pos, folded + folded_len);
    }
    return folded_len;
}

// Tokens that are long, at the text's end, or not ASCII.
uint64_t gz_token_key_slowly(const char *p, size_t len)
{
    char folded[FOLDED_ROOM];
    const size_t folded_len = fold_token(p, len, folded);
    return hash_bytes(folded, folded_len);
}

uint64_t gz_token_key_alone(const char *p, size_t len)
{
    char padded[GZ_TOKEN_KEY_BYTES] = {0};
    uint64_t key;
    if (len <= sizeof(padded)) {
        memcpy(padded, p, len);
        if (gz_token_key_quick(padded, (uint32_t)len, false, &key)) {
            return key;
        }
    }
    return gz_token_key_slowly(p, len);
}

uint64_t gz_token_key_first_slowly(const char *p, size_t len, bool small)
{
    char folded[FOLDED_ROOM];
    const size_t folded_len = fold_token(p, len, folded);
    const bool high = folded_len > 0 && (folded[0] & 0x80) != 0;
    if (folded_len > 0 && !high && !small && folded[0] >= 0x60) {
        folded[0] ^= 0x20;  // what folding has set
    }
    return hash_bytes(folded, folded_len) ^ (high && small ? SMALL_HIGH : 0);
}

uint32_t gz_token_lead(const char *p, size_t len)
{
    char folded[FOLDED_ROOM - KEY_BYTES] = {0};
    size_t pos = 0;
    (void)put_one(gz_str_of(p, len), &pos, folded);
    uint32_t lead = 0;
    for (size_t i = sizeof(folded); i > 0; i--) {
        lead = lead << 8 | (uint8_t)folded[i - 1];
    }
    return lead;
}

// Of a token that folds to a hyphen, in a text of count tokens.
static bool is_dash(struct gz_str text, const struct gz_token *tokens,
                    uint32_t count, uint32_t i)
{
    const struct gz_token *t = &tokens[i];
    const struct gz_str mark =
        gz_str_of(text.ptr + t->begin_byte, t->end_byte - t->begin_byte);
    return gz_str_is(mark, "\u2014") || gz_str_is(mark, "\u2015") ||
           ((t->flags & GZ_TOKEN_SPACE_BEFORE) != 0 && i + 1 < count &&
            (t[1].flags & GZ_TOKEN_SPACE_BEFORE) != 0);
}

void gz_token_keys_fill(struct gz_str text, const struct gz_token *tokens,
                        uint32_t count, uint64_t *keys)
{
    const uint64_t hyphen = gz_token_key_alone("-", 1);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t begin = tokens[i].begin_byte;
        keys[i] = gz_token_key(text.ptr + begin, tokens[i].end_byte - begin,
                               text.len_bytes - begin);
        if (__builtin_expect(keys[i] == hyphen, 0) &&
            is_dash(text, tokens, count, i)) {
            keys[i] = GZ_TOKEN_KEY_DASH;
        }
    }
}
