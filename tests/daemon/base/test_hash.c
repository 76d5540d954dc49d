#include "daemon/base/hash.h"

#include "tests/support/check.h"

// FIPS 180-4 examples.
static const struct row {
    const char *text;
    const char *want;
} rows[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

int main(void)
{
    struct gz_sha256 *h = gz_sha256_new();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint8_t digest[GZ_SHA256_BYTES];
        char hex[GZ_SHA256_HEX + 1];
        gz_sha256_reset(h);
        const size_t half = strlen(rows[i].text) / 2;
        gz_sha256_add(h, rows[i].text, half);
        gz_sha256_add(h, rows[i].text + half, strlen(rows[i].text) - half);
        gz_sha256_finish(h, digest);
        gz_hex(digest, sizeof(digest), hex);
        CHECK_Z(hex, rows[i].want);
    }
    gz_sha256_free(h);
    gz_sha256_free(NULL);

    // XXH3's published value of the empty input: ids must never change.
    char hex[33];
    gz_hash128_hex("", 0, hex);
    CHECK_Z(hex, "99aa06d3014798d86001c324468d497f");
    return 0;
}
