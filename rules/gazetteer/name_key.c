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
    return gz_name_key_mix(key ^ lower8(a) ^ 0x9e3779b97f4a7c15U,
                           lower8(b) ^ 0xe7037ed1a0b428dbU);
}

// The last len <= 16 bytes of a token, as zeros behind them would make 16.
// p has 16 bytes to read, which makes this free of branches.
static uint64_t mix_tail(uint64_t key, const char *p, size_t len,
                         uint64_t *high)
{
    static const char window[32] = "\xff\xff\xff\xff\xff\xff\xff\xff"
                                   "\xff\xff\xff\xff\xff\xff\xff\xff";
    const uint64_t a = read8(p) & read8(window + 16 - len);
    const uint64_t b = read8(p + 8) & read8(window + 24 - len);
    *high |= a | b;
    return mix_block(key, a, b);
}

// Hash len bytes without case, of which room can be read.  *high gets high
// bits where a byte was not ASCII.
static uint64_t hash_bytes(const char *p, size_t len, size_t room,
                           uint64_t *high)
{
    uint64_t key = (uint64_t)len << 56;
    for (; len > 16; p += 16, len -= 16, room -= 16) {
        const uint64_t a = read8(p);
        const uint64_t b = read8(p + 8);
        *high |= a | b;
        key = mix_block(key, a, b);
    }
    if (room >= 16) {
        return mix_tail(key, p, len, high);
    }
    char padded[16] = {0};
    memcpy(padded, p, len);
    return mix_tail(key, padded, len, high);
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
    uint64_t high = 0;
    return hash_bytes(folded, len, len, &high);
}

static inline uint64_t hash_token(struct gz_str text,
                                  const struct gz_token *token)
{
    const char *p = text.ptr + token->begin_byte;
    const size_t len = token->end_byte - token->begin_byte;
    uint64_t high = 0;
    const uint64_t key =
        hash_bytes(p, len, text.len_bytes - token->begin_byte, &high);
    return (high & HIGH_BITS) == 0 ? key : hash_folded(gz_str_of(p, len));
}

void gz_name_key_tokens(struct gz_str text, const struct gz_token *tokens,
                        uint32_t count, uint64_t *keys)
{
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = hash_token(text, &tokens[i]);
    }
}
