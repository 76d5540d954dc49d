#include "daemon/http/host_check.h"

#include "tests/support/check.h"

static const char *const names[] = {"news.example", "Desk", NULL};

static const struct {
    const char *host;
    bool want;
} hosts[] = {
    {"localhost", true},
    {"LOCALHOST:9844", true},
    {"127.0.0.1", true},
    {"10.1.2.3:80", true},
    {"[::1]", true},
    {"[2001:db8::1]:9844", true},
    {"news.example", true},
    {"News.Example:80", true},
    {"desk", true},
    {"evil.example", false},
    {"localhost.evil.example", false},
    {"news.example.evil.example", false},
    {"127.0.0.1.evil.example", false},
    {"", false},
    {":80", false},
    {"localhost:", true},
    {"localhost:8x", false},
    {"localhost:123456", false},
    {"localhost:80:80", false},
    {"::1", false},
    {"[::1", false},
    {"[::1]x", false},
    {"[localhost]", false},
    {"[desk]", false},
    {"127.1", false},
    {"2130706433", false},
    {"localhost ", false},
};

static const char *const origins[] = {"https://desk.example", NULL};

static const struct {
    const char *origin;
    const char *host;
    bool want;
    bool listed;
} pages[] = {
    {"https://desk.example", "localhost:9844", true, true},
    {"HTTPS://Desk.example", "localhost:9844", true, true},
    {"http://localhost:9844", "localhost:9844", true, false},
    {"http://localhost", "localhost:9844", false, false},
    {"https://localhost:9844", "localhost:9844", false, false},
    {"http://desk.example", "localhost:9844", false, false},
    {"https://desk.example.evil.example", "localhost", false, false},
    {"null", "localhost", false, false},
    {"", "localhost", false, false},
    {"http://", "", false, false},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        if (gz_host_check_host(gz_str_z(hosts[i].host), names) !=
            hosts[i].want) {
            fprintf(stderr, "host \"%s\"\n", hosts[i].host);
            return 1;
        }
    }
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        bool listed = false;
        if (gz_host_check_origin(gz_str_z(pages[i].origin),
                                 gz_str_z(pages[i].host), origins,
                                 &listed) != pages[i].want ||
            listed != pages[i].listed) {
            fprintf(stderr, "origin \"%s\"\n", pages[i].origin);
            return 1;
        }
    }
    return 0;
}
