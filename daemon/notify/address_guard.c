#include "daemon/notify/address_guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>

enum { V4 = 4, V6 = 16, TEXT_BYTES = 64 };

struct row {
    struct gz_address_range range;
    const char *what;
};

#define R4(a, b, c, d, bits, what)                                             \
    {                                                                          \
        {{(a), (b), (c), (d)}, V4, (bits)}, (what)                             \
    }

static const struct row v4_rows[] = {
    R4(0, 0, 0, 0, 8, "an address of this network"),
    R4(10, 0, 0, 0, 8, "a private address"),
    R4(100, 64, 0, 0, 10, "a shared address behind a carrier's NAT"),
    R4(127, 0, 0, 0, 8, "a loopback address"),
    R4(168, 63, 129, 16, 32, "a cloud's internal service"),
    R4(169, 254, 0, 0, 16, "a link-local address"),
    R4(172, 16, 0, 0, 12, "a private address"),
    R4(192, 0, 0, 0, 24, "an address of a special purpose"),
    R4(192, 0, 2, 0, 24, "an address for documentation"),
    R4(192, 88, 99, 0, 24, "a 6to4 relay"),
    R4(192, 168, 0, 0, 16, "a private address"),
    R4(198, 18, 0, 0, 15, "an address for benchmarks"),
    R4(198, 51, 100, 0, 24, "an address for documentation"),
    R4(203, 0, 113, 0, 24, "an address for documentation"),
    R4(224, 0, 0, 0, 4, "a multicast address"),
    R4(240, 0, 0, 0, 4, "a reserved address"),
};

static const struct row v6_rows[] = {
    {{{0xfc}, V6, 7}, "a private address"},
    {{{0xfe, 0x80}, V6, 10}, "a link-local address"},
    {{{0xfe, 0xc0}, V6, 10}, "a site-local address"},
    {{{0xff}, V6, 8}, "a multicast address"},
    {{{0x20, 0x01}, V6, 23}, "an address of a special purpose"},
    {{{0x20, 0x01, 0x0d, 0xb8}, V6, 32}, "an address for documentation"},
    {{{0x3f, 0xff}, V6, 20}, "an address for documentation"},
};

// Where IPv6 addresses carry an IPv4 one.
static const struct carrier {
    struct gz_address_range range;
    uint8_t at;
} carriers[] = {
    {{{[10] = 0xff, [11] = 0xff}, V6, 96}, 12},  // mapped
    {{{0}, V6, 96}, 12},                         // compatible
    {{{0x00, 0x64, 0xff, 0x9b}, V6, 96}, 12},    // NAT64
    {{{0x20, 0x02}, V6, 16}, 2},                 // 6to4
};

static const struct gz_address_range v6_unspecified = {{0}, V6, 128};
static const struct gz_address_range v6_loopback = {{[15] = 1}, V6, 128};
static const struct gz_address_range v6_global = {{0x20}, V6, 3};

static bool in_range(const struct gz_address_range *r, const uint8_t *bytes,
                     size_t length)
{
    const size_t whole = r->bits / 8;
    const unsigned rest = r->bits % 8;

    if (r->length != length || memcmp(r->bytes, bytes, whole) != 0) {
        return false;
    }
    return rest == 0 ||
           ((unsigned)(r->bytes[whole] ^ bytes[whole]) >> (8 - rest)) == 0;
}

static bool is_allowed(const uint8_t *bytes, size_t length,
                       const struct gz_address_range *allowed, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (in_range(&allowed[i], bytes, length)) {
            return true;
        }
    }
    return false;
}

static const char *find(const struct row *rows, size_t count,
                        const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (in_range(&rows[i].range, bytes, length)) {
            return rows[i].what;
        }
    }
    return NULL;
}

static const char *judge_v4(const uint8_t *bytes,
                            const struct gz_address_range *allowed,
                            size_t count)
{
    return is_allowed(bytes, V4, allowed, count)
               ? NULL
               : find(v4_rows, sizeof(v4_rows) / sizeof(v4_rows[0]), bytes, V4);
}

// The IPv4 address inside, or NULL.  ISATAP is told by its interface id, with
// or without the bit for "universal".
static const uint8_t *carried(const uint8_t *bytes)
{
    static const uint8_t isatap[] = {0x00, 0x5e, 0xfe};

    for (size_t i = 0; i < sizeof(carriers) / sizeof(carriers[0]); i++) {
        if (in_range(&carriers[i].range, bytes, V6)) {
            return bytes + carriers[i].at;
        }
    }
    const bool is_isatap =
        (bytes[8] & 0xfd) == 0 && memcmp(bytes + 9, isatap, 3) == 0;
    return is_isatap ? bytes + 12 : NULL;
}

static const char *judge_v6(const uint8_t *bytes,
                            const struct gz_address_range *allowed,
                            size_t count)
{
    if (is_allowed(bytes, V6, allowed, count)) {
        return NULL;
    }
    if (in_range(&v6_unspecified, bytes, V6)) {
        return "the unspecified address";
    }
    if (in_range(&v6_loopback, bytes, V6)) {
        return "a loopback address";
    }
    const char *what =
        find(v6_rows, sizeof(v6_rows) / sizeof(v6_rows[0]), bytes, V6);
    if (what != NULL) {
        return what;
    }
    const uint8_t *inner = carried(bytes);
    if (inner != NULL) {
        return judge_v4(inner, allowed, count);
    }
    return in_range(&v6_global, bytes, V6) ? NULL : "no public address";
}

const char *gz_address_guard(const struct sockaddr *address,
                             const struct gz_address_range *allowed,
                             size_t count)
{
    // Copied: the bytes may not be aligned for their own type.
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof(in));
        return judge_v4((const uint8_t *)&in.sin_addr, allowed, count);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof(in));
        return judge_v6((const uint8_t *)&in.sin6_addr, allowed, count);
    }
    return "no internet address";
}

// Whether bits behind the prefix are set: more likely a slip than a wish.
static bool has_rest(const struct gz_address_range *r)
{
    for (size_t bit = r->bits; bit < (size_t)r->length * 8; bit++) {
        if ((r->bytes[bit / 8] & (0x80 >> bit % 8)) != 0) {
            return true;
        }
    }
    return false;
}

const char *gz_address_range_parse(struct gz_str text,
                                   struct gz_address_range *out)
{
    char address[TEXT_BYTES];
    struct gz_str rest = text;
    const struct gz_str head = gz_str_cut(&rest, '/');

    *out = (struct gz_address_range){0};
    if (head.len_bytes >= sizeof(address)) {
        return "not an address range such as 10.0.0.0/8 or fd00::/8";
    }
    memcpy(address, head.ptr, head.len_bytes);
    address[head.len_bytes] = '\0';
    if (inet_pton(AF_INET, address, out->bytes) == 1) {
        out->length = V4;
    } else if (inet_pton(AF_INET6, address, out->bytes) == 1) {
        out->length = V6;
    } else {
        return "not an address range such as 10.0.0.0/8 or fd00::/8";
    }
    int64_t bits = out->length * 8;
    if (rest.ptr != NULL &&
        (!gz_str_to_int64(rest, &bits) || bits < 0 || bits > out->length * 8)) {
        return out->length == V4 ? "its prefix must be 0 to 32"
                                 : "its prefix must be 0 to 128";
    }
    out->bits = (uint8_t)bits;
    return has_rest(out) ? "it has bits behind its prefix" : NULL;
}
