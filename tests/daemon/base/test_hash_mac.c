#include "daemon/base/hash_mac.h"

#include "tests/support/check.h"

// RFC 4231, test cases 1, 2, 3, 6 and 7; a length says how often the bytes of
// a text are repeated.
static const struct row {
    const char *key;
    size_t key_times;
    const char *data;
    size_t data_times;
    const char *want;
} rows[] = {
    {"\x0b", 20, "Hi There", 1,
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {"Jefe", 1, "what do ya want for nothing?", 1,
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {"\xaa", 20, "\xdd", 50,
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    {"\xaa", 131, "Test Using Larger Than Block-Size Key - Hash Key First", 1,
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {"\xaa", 131,
     "This is a test using a larger than block-size key and a larger than "
     "block-size data. The key needs to be hashed before being used by the "
     "HMAC algorithm.",
     1, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

static struct gz_str repeat(char *room, const char *text, size_t times)
{
    const size_t len = strlen(text);

    for (size_t i = 0; i < times; i++) {
        memcpy(room + i * len, text, len);
    }
    return gz_str_of(room, times * len);
}

// However the text is cut into parts, the result is the same.
int main(void)
{
    char key[256];
    char data[256];
    char hex[GZ_SHA256_HEX + 1];
    uint8_t mac[GZ_SHA256_BYTES];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_str k = repeat(key, rows[i].key, rows[i].key_times);
        const struct gz_str d = repeat(data, rows[i].data, rows[i].data_times);
        for (size_t cut = 0; cut <= d.len_bytes; cut++) {
            const struct gz_str parts[] = {
                gz_str_of(d.ptr, cut),
                gz_str_of(d.ptr + cut, d.len_bytes - cut)};
            CHECK_OK(gz_hash_mac(k, parts, 2, mac));
            gz_hex(mac, sizeof(mac), hex);
            CHECK_Z(hex, rows[i].want);
        }
    }
    return 0;
}
