#ifndef GZ_HASH_H
#define GZ_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * Two hashes.  gz_hash64 (XXH3, 64 bits) is for tables and for ids inside one
 * version of the program's data; its values are stable across machines.
 * SHA-256 (FIPS 180-4) names content: articles and rule sets.
 */
#define GZ_SHA256_BYTES 32
#define GZ_SHA256_HEX (2 * GZ_SHA256_BYTES)

struct gz_sha256;

uint64_t gz_hash64(const void *bytes, size_t len, uint64_t seed);

/** 128-bit XXH3 as 32 lower-case hex digits and a NUL. */
void gz_hash128_hex(const void *bytes, size_t len, char out[33]);

/** An owned running digest, or NULL; release with gz_sha256_free(). */
struct gz_sha256 *gz_sha256_new(void);
void gz_sha256_free(struct gz_sha256 *h);

/** Start over; then add any number of parts and finish once. */
void gz_sha256_reset(struct gz_sha256 *h);
void gz_sha256_add(struct gz_sha256 *h, const void *bytes, size_t len);
void gz_sha256_finish(struct gz_sha256 *h, uint8_t out[GZ_SHA256_BYTES]);

/** Lower-case hex of bytes into out, 2 * len digits and a NUL. */
void gz_hex(const uint8_t *bytes, size_t len, char *out);

#endif
