#include "daemon/base/hash.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

struct gz_sha256 {
    EVP_MD_CTX *ctx;
    EVP_MD *md;  // fetched once: a look-up per article costs more than a hash
};

uint64_t gz_hash64(const void *bytes, size_t len, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes, len, seed);
}

void gz_hash128_hex(const void *bytes, size_t len, char out[33])
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes, len));
    gz_hex(canonical.digest, sizeof(canonical.digest), out);
}

struct gz_sha256 *gz_sha256_new(void)
{
    struct gz_sha256 *h = calloc(1, sizeof(*h));
    if (h == NULL) {
        return NULL;
    }
    h->ctx = EVP_MD_CTX_new();
    h->md = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (h->ctx == NULL || h->md == NULL) {
        gz_sha256_free(h);
        return NULL;
    }
    gz_sha256_reset(h);
    return h;
}

void gz_sha256_free(struct gz_sha256 *h)
{
    if (h != NULL) {
        EVP_MD_CTX_free(h->ctx);
        EVP_MD_free(h->md);
        free(h);
    }
}

// The calls below fail only for a digest that is not there, and it was
// fetched; so a failure is a defect of the program.
void gz_sha256_reset(struct gz_sha256 *h)
{
    const int ok = EVP_DigestInit_ex2(h->ctx, h->md, NULL);
    assert(ok == 1);
}

void gz_sha256_add(struct gz_sha256 *h, const void *bytes, size_t len)
{
    const int ok = EVP_DigestUpdate(h->ctx, bytes, len);
    assert(ok == 1);
}

void gz_sha256_finish(struct gz_sha256 *h, uint8_t out[GZ_SHA256_BYTES])
{
    const int ok = EVP_DigestFinal_ex(h->ctx, out, NULL);
    assert(ok == 1);
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
// The eight digits of four bytes, each in a byte of its own.
static void put_eight(const uint8_t *bytes, char *out)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint32_t four;
    memcpy(&four, bytes, sizeof(four));
    uint64_t x = four;
    x = (x | x << 16) & UINT64_C(0x0000ffff0000ffff);
    x = (x | x << 8) & UINT64_C(0x00ff00ff00ff00ff);
    x = (x >> 4 | x << 8) & 15 * ones;
    const uint64_t letters = (x + 6 * ones) >> 4 & ones;
    x += '0' * ones + ('a' - '0' - 10) * letters;
    memcpy(out, &x, sizeof(x));
}
#endif

void gz_hex(const uint8_t *bytes, size_t len, char *out)
{
    static const char digits[] = "0123456789abcdef";
    size_t i = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    for (; i + 4 <= len; i += 4) {
        put_eight(bytes + i, out + 2 * i);
    }
#endif
    for (; i < len; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * len] = '\0';
}
