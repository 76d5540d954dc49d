// The hash of one token.  ASCII is folded eight bytes at a time on the way
// into the hash; anything else is folded into a buffer first.

#include "rules/gazetteer/name_key.h"

#include "rules/text/fold.h"
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

static uint64_t read4(const char *p)
{
    uint32_t v;
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

static uint64_t mix_pair(uint64_t key, uint64_t a, uint64_t b)
{
    return gz_name_key_mix(key ^ a ^ 0x9e3779b97f4a7c15U,
                           b ^ 0xe7037ed1a0b428dbU);
}

// Hash bytes without case.  *seen gets a high bit where one was not ASCII.
static uint64_t hash_bytes(const char *p, size_t len, uint64_t *seen)
{
    uint64_t key = (uint64_t)len << 56;
    uint64_t high = 0;
    uint64_t a = 0;
    uint64_t b = 0;
    for (; len > 16; p += 16, len -= 16) {
        a = read8(p);
        b = read8(p + 8);
        high |= a | b;
        key = mix_pair(key, lower8(a), lower8(b));
    }
    if (len >= 8) {
        a = read8(p);
        b = read8(p + len - 8);
    } else if (len >= 4) {
        a = read4(p);
        b = read4(p + len - 4);
    } else if (len > 0) {
        a = (uint64_t)(uint8_t)p[0] | (uint64_t)(uint8_t)p[len / 2] << 8 |
            (uint64_t)(uint8_t)p[len - 1] << 16;
        b = 0;
    }
    *seen = (high | a | b) & HIGH_BITS;
    return mix_pair(key, lower8(a), lower8(b));
}

static uint64_t hash_folded(struct gz_str s)
{
    char folded[KEY_BYTES + 4];
    size_t len = 0;
    size_t pos = 0;
    while (pos < s.len_bytes && len < KEY_BYTES) {
        const uint32_t cp = gz_utf8_next(s, &pos);
        const uint32_t plain =
            gz_fold_cp(cp, (unsigned)GZ_FOLD_WIDTH | (unsigned)GZ_FOLD_CASE);
        len += gz_utf8_put(plain, folded + len);
    }
    uint64_t seen;
    return hash_bytes(folded, len, &seen);
}

uint64_t gz_name_key_token(struct gz_str text, const struct gz_token *token)
{
    const char *p = text.ptr + token->begin_byte;
    const size_t len = token->end_byte - token->begin_byte;
    uint64_t seen;
    const uint64_t key = hash_bytes(p, len, &seen);
    return seen == 0 ? key : hash_folded(gz_str_of(p, len));
}
