#include "daemon/notify/address_guard.h"

#include <netdb.h>
#include <netinet/in.h>

#include "tests/support/check.h"

// Spellings as an URL may hold them, resolved by the C library; the last is a
// public address in each form.
static const struct row {
    const char *address;
    const char *what;  // part of why not; NULL: it may be connected to
} rows[] = {
    {"127.0.0.1", "a loopback"},
    {"127.255.255.254", "a loopback"},
    {"127.1", "a loopback"},
    {"2130706433", "a loopback"},
    {"0x7f000001", "a loopback"},
    {"0x7f.0.0.1", "a loopback"},
    {"0177.0.0.01", "a loopback"},
    {"0", "of this network"},
    {"0.0.0.0", "of this network"},
    {"0.1.2.3", "of this network"},
    {"10.0.0.1", "a private"},
    {"012.0.0.1", "a private"},
    {"167772161", "a private"},
    {"172.16.0.1", "a private"},
    {"172.31.255.255", "a private"},
    {"172.32.0.1", NULL},
    {"172.15.255.255", NULL},
    {"192.168.1.1", "a private"},
    {"3232235777", "a private"},
    {"100.64.0.1", "a carrier's NAT"},
    {"100.127.255.255", "a carrier's NAT"},
    {"100.128.0.0", NULL},
    {"100.100.100.200", "a carrier's NAT"},  // metadata
    {"169.254.169.254", "a link-local"},     // metadata
    {"0xa9fea9fe", "a link-local"},
    {"168.63.129.16", "a cloud's"},
    {"168.63.129.17", NULL},
    {"192.0.0.192", "a special purpose"},  // metadata
    {"192.0.2.1", "for documentation"},
    {"198.18.0.1", "for benchmarks"},
    {"198.19.255.255", "for benchmarks"},
    {"198.20.0.0", NULL},
    {"224.0.0.1", "a multicast"},
    {"239.255.255.255", "a multicast"},
    {"240.0.0.1", "a reserved"},
    {"255.255.255.255", "a reserved"},
    {"93.184.216.34", NULL},
    {"::", "the unspecified"},
    {"::1", "a loopback"},
    {"0:0:0:0:0:0:0:1", "a loopback"},
    {"::ffff:127.0.0.1", "a loopback"},  // mapped
    {"::ffff:7f00:1", "a loopback"},
    {"::ffff:169.254.169.254", "a link-local"},
    {"::ffff:93.184.216.34", NULL},
    {"::127.0.0.1", "a loopback"},  // compatible
    {"::10.0.0.1", "a private"},
    {"::ffff:0:10.0.0.1", "no public"},    // translated
    {"64:ff9b::127.0.0.1", "a loopback"},  // NAT64
    {"64:ff9b::a9fe:a9fe", "a link-local"},
    {"64:ff9b::93.184.216.34", NULL},
    {"64:ff9b:1::10.0.0.1", "no public"},
    {"2002:7f00:1::", "a loopback"},  // 6to4
    {"2002:a00:1::1", "a private"},
    {"2002:a9fe:a9fe::1", "a link-local"},
    {"2002:5db8:d822::1", NULL},
    {"2001::1", "a special purpose"},  // Teredo
    {"2001:0:7f00:1::", "a special purpose"},
    {"2001:db8::1", "for documentation"},
    {"3fff::1", "for documentation"},
    {"2606:4700::5efe:10.0.0.1", "a private"},  // ISATAP
    {"2606:4700::200:5efe:7f00:1", "a loopback"},
    {"2606:4700::5efe:93.184.216.34", NULL},
    {"fc00::1", "a private"},
    {"fd00:ec2::254", "a private"},  // metadata
    {"fe80::1", "a link-local"},
    {"febf::1", "a link-local"},
    {"fec0::1", "a site-local"},
    {"ff02::1", "a multicast"},
    {"100::1", "no public"},
    {"4000::1", "no public"},
    {"2606:4700::1111", NULL},
};

static void check(const struct addrinfo *found, const struct row *row)
{
    const char *what = gz_address_guard(found->ai_addr, NULL, 0);

    if ((what == NULL) != (row->what == NULL) ||
        (what != NULL && strstr(what, row->what) == NULL)) {
        fprintf(stderr, "%s: %s, want %s\n", row->address,
                what == NULL ? "allowed" : what,
                row->what == NULL ? "allowed" : row->what);
        exit(1);
    }
}

static struct addrinfo *resolve(const char *address)
{
    const struct addrinfo hints = {
        .ai_flags = AI_NUMERICHOST,
        .ai_socktype = SOCK_STREAM,
    };
    struct addrinfo *found = NULL;

    if (getaddrinfo(address, "443", &hints, &found) != 0) {
        fprintf(stderr, "%s is no address\n", address);
        exit(1);
    }
    return found;
}

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct addrinfo *found = resolve(rows[i].address);
        check(found, &rows[i]);
        freeaddrinfo(found);
    }
}

static void test_other_family(void)
{
    const struct sockaddr address = {.sa_family = AF_UNIX};
    CHECK_Z(gz_address_guard(&address, NULL, 0), "no internet address");
}

static const struct allow {
    const char *range;
    const char *address;
    bool free;
} allows[] = {
    {"10.0.0.0/8", "10.255.1.2", true},
    {"10.0.0.0/8", "11.0.0.1", true},
    {"10.1.0.0/16", "10.2.0.1", false},
    {"10.0.0.0/8", "127.0.0.1", false},
    {"10.0.0.0/8", "::ffff:10.0.0.1", true},
    {"10.0.0.0/8", "64:ff9b::10.0.0.1", true},
    {"127.0.0.1", "127.0.0.1", true},
    {"127.0.0.1", "127.0.0.2", false},
    {"192.168.1.128/25", "192.168.1.200", true},
    {"192.168.1.128/25", "192.168.1.100", false},
    {"0.0.0.0/0", "169.254.169.254", true},
    {"0.0.0.0/0", "::1", false},
    {"::1", "::1", true},
    {"fd00::/8", "fd12::1", true},
    {"fd00::/8", "fc00::1", false},
    {"fd00::/8", "10.0.0.1", false},
    {"::/0", "10.0.0.1", false},
};

static void test_allow(void)
{
    for (size_t i = 0; i < sizeof(allows) / sizeof(allows[0]); i++) {
        struct gz_address_range range;
        struct addrinfo *found = resolve(allows[i].address);
        CHECK(gz_address_range_parse(gz_str_z(allows[i].range), &range) ==
              NULL);
        CHECK_EQ(gz_address_guard(found->ai_addr, &range, 1) == NULL,
                 allows[i].free);
        freeaddrinfo(found);
    }
}

static const char *const bad[] = {
    "",
    "10",
    "10.0.0/8",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "10.0.0.1/8",
    "fd00::/129",
    "fd00::1/8",
    "example.com",
    "10.0.0.0/8 ",
    "0x7f.0.0.1",
    "10.0.0.0/8/8",
    "1111111111111111111111111111111111111111111111111111111111111111111",
};

static void test_bad_ranges(void)
{
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct gz_address_range range;
        if (gz_address_range_parse(gz_str_z(bad[i]), &range) == NULL) {
            fprintf(stderr, "took \"%s\"\n", bad[i]);
            exit(1);
        }
    }
}

int main(void)
{
    test_rows();
    test_other_family();
    test_allow();
    test_bad_ranges();
    return 0;
}
