// The hash of one token.  ASCII is folded eight bytes at a time on the way
// into the hash; anything else is folded into a buffer first.

#include "rules/text/token_keys.h"

#include <string.h>

#include "rules/text/fold.h"
#include "rules/text/nfc.h"
#include "rules/text/utf8.h"

// A folded token longer than this counts by its first bytes only; names are
// shorter.
enum { KEY_BYTES = 240 };

#define EACH_BYTE 0x0101010101010101U
#define HIGH_BITS (EACH_BYTE * 0x80)

static uint64_t read8(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof(v));
    return v;
}

// Eight ASCII letters in lower case.  Bytes from 0x80 up carry into their
// neighbours, so callers keep them out or do not use the result.
static uint64_t lower8(uint64_t v)
{
    const uint64_t from_a = v + EACH_BYTE * (0x80 - 'A');
    const uint64_t past_z = v + EACH_BYTE * (0x80 - 'Z' - 1);
    return v | ((from_a & ~past_z & HIGH_BITS) >> 2);
}

// One block of 16 bytes into the key.
static uint64_t mix_block(uint64_t key, uint64_t a, uint64_t b)
{
    return gz_token_keys_mix(key ^ lower8(a) ^ 0x9e3779b97f4a7c15U,
                             lower8(b) ^ 0xe7037ed1a0b428dbU);
}

// A token of at most 16 bytes as two words with zeros behind it.  p has 16
// bytes to read, which makes this free of branches.
struct block {
    uint64_t a;
    uint64_t b;
};

static inline struct block read_block(const char *p, size_t len)
{
    static const char window[32] = "\xff\xff\xff\xff\xff\xff\xff\xff"
                                   "\xff\xff\xff\xff\xff\xff\xff\xff";
    return (struct block){read8(p) & read8(window + 16 - len),
                          read8(p + 8) & read8(window + 24 - len)};
}

static inline uint64_t begin_key(size_t len)
{
    return (uint64_t)len << 56;
}

// Hash bytes of any length without case.
static uint64_t hash_bytes(const char *p, size_t len)
{
    uint64_t key = begin_key(len);
    for (; len > 16; p += 16, len -= 16) {
        key = mix_block(key, read8(p), read8(p + 8));
    }
    char padded[16] = {0};
    memcpy(padded, p, len);
    const struct block last = read_block(padded, len);
    return mix_block(key, last.a, last.b);
}

static bool is_ascii(const char *p, size_t len)
{
    unsigned seen = 0;
    for (size_t i = 0; i < len; i++) {
        seen |= (unsigned char)p[i];
    }
    return seen < 0x80;
}

// Tokens that are long, at the text's end, or not ASCII.
static uint64_t hash_slowly(const char *p, size_t len)
{
    if (is_ascii(p, len)) {
        return hash_bytes(p, len);
    }
    const struct gz_str s = gz_str_of(p, len);
    char folded[KEY_BYTES + 4];
    size_t folded_len = 0;
    size_t pos = 0;
    while (pos < s.len_bytes && folded_len < KEY_BYTES) {
        const uint32_t cp = gz_nfc_next(s, &pos);
        if (gz_fold_drops(cp)) {
            continue;
        }
        const uint32_t plain =
            gz_fold_cp(cp, (unsigned)GZ_FOLD_WIDTH | (unsigned)GZ_FOLD_CASE);
        folded_len += gz_utf8_put(plain, folded + folded_len);
    }
    return hash_bytes(folded, folded_len);
}

static inline uint64_t hash_token(struct gz_str text,
                                  const struct gz_token *token)
{
    const char *p = text.ptr + token->begin_byte;
    const size_t len = token->end_byte - token->begin_byte;
    if (len <= 16 && text.len_bytes - token->begin_byte >= 16) {
        const struct block block = read_block(p, len);
        if (((block.a | block.b) & HIGH_BITS) == 0) {
            return mix_block(begin_key(len), block.a, block.b);
        }
    }
    return hash_slowly(p, len);
}

void gz_token_keys_fill(struct gz_str text, const struct gz_token *tokens,
                        uint32_t count, uint64_t *keys)
{
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = hash_token(text, &tokens[i]);
    }
}
