#include "daemon/base/hash_mac.h"

enum { BLOCK_BYTES = 64, INNER = 0x36, OUTER = 0x5c };

static void add(struct gz_sha256 *h, struct gz_str part)
{
    gz_sha256_add(h, part.ptr, part.len_bytes);
}

// The key, hashed when it is longer than a block, in every bit of pad.
static void begin(struct gz_sha256 *h, const uint8_t *key, uint8_t pad)
{
    uint8_t block[BLOCK_BYTES];

    for (size_t i = 0; i < BLOCK_BYTES; i++) {
        block[i] = key[i] ^ pad;
    }
    gz_sha256_reset(h);
    gz_sha256_add(h, block, sizeof(block));
    explicit_bzero(block, sizeof(block));
}

enum gz_status gz_hash_mac(struct gz_str key, const struct gz_str *parts,
                           size_t count, uint8_t out[GZ_SHA256_BYTES])
{
    uint8_t block[BLOCK_BYTES] = {0};
    struct gz_sha256 *h = gz_sha256_new();

    if (h == NULL) {
        return GZ_NO_MEMORY;
    }
    if (key.len_bytes > BLOCK_BYTES) {
        gz_sha256_reset(h);
        add(h, key);
        gz_sha256_finish(h, block);
    } else if (key.len_bytes > 0) {
        memcpy(block, key.ptr, key.len_bytes);
    }
    begin(h, block, INNER);
    for (size_t i = 0; i < count; i++) {
        add(h, parts[i]);
    }
    gz_sha256_finish(h, out);
    begin(h, block, OUTER);
    gz_sha256_add(h, out, GZ_SHA256_BYTES);
    gz_sha256_finish(h, out);
    explicit_bzero(block, sizeof(block));
    gz_sha256_free(h);
    return GZ_OK;
}
