#include "daemon/base/base64.h"

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum { BITS = 6, GROUP = 4, NO_DIGIT = 64 };

static void encode_group(const uint8_t *at, size_t len, struct gz_buffer *out)
{
    const uint32_t word = (uint32_t)at[0] << 16 |
                          (len > 1 ? (uint32_t)at[1] << 8 : 0) |
                          (len > 2 ? (uint32_t)at[2] : 0);

    for (size_t i = 0; i < GROUP; i++) {
        const uint32_t digit = word >> (18 - BITS * i) & 63;
        gz_buffer_append(out, i <= len ? &alphabet[digit] : "=", 1);
    }
}

void gz_base64_encode(struct gz_str bytes, struct gz_buffer *out)
{
    const uint8_t *at = (const uint8_t *)bytes.ptr;

    for (size_t i = 0; i < bytes.len_bytes; i += 3) {
        const size_t rest = bytes.len_bytes - i;
        encode_group(at + i, rest < 3 ? rest : 3, out);
    }
}

static uint32_t digit_of(char c)
{
    const char *found = c == '\0' ? NULL : strchr(alphabet, c);
    return found == NULL ? NO_DIGIT : (uint32_t)(found - alphabet);
}

// The last group may end in padding, of which bits must not be left over.
static bool decode_group(const char *at, bool last, struct gz_buffer *out)
{
    const size_t pad = !last || at[3] != '=' ? 0 : (at[2] == '=' ? 2 : 1);
    uint32_t word = 0;

    for (size_t i = 0; i < GROUP - pad; i++) {
        const uint32_t digit = digit_of(at[i]);
        if (digit == NO_DIGIT) {
            return false;
        }
        word |= digit << (18 - BITS * i);
    }
    const uint32_t unused = pad == 0 ? 0 : pad == 1 ? 0xff : 0xffff;
    const uint8_t bytes[3] = {(uint8_t)(word >> 16), (uint8_t)(word >> 8),
                              (uint8_t)word};
    gz_buffer_append(out, bytes, 3 - pad);
    return (word & unused) == 0;
}

bool gz_base64_decode(struct gz_str text, struct gz_buffer *out)
{
    bool good = text.len_bytes % GROUP == 0;

    for (size_t i = 0; good && i < text.len_bytes; i += GROUP) {
        good = decode_group(text.ptr + i, i + GROUP == text.len_bytes, out);
    }
    return good;
}
