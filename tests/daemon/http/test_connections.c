#include "daemon/http/connections.h"

#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

enum { LIMIT = 3, COUNT = 6, ADDRESSES = 40 };

static bool is_cut(int fd)
{
    char byte;
    return recv(fd, &byte, 1, MSG_DONTWAIT) == 0;
}

// The oldest that has sent nothing makes way; those that have do not.
static void test_pending(void)
{
    struct gz_connections all = {.pending_limit = LIMIT};
    const struct in6_addr from[] = {IN6ADDR_ANY_INIT, IN6ADDR_LOOPBACK_INIT};
    struct gz_connection *c[COUNT];
    int pairs[COUNT][2];

    for (int i = 0; i < COUNT; i++) {
        CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]), 0);
        c[i] = gz_connections_add(&all, pairs[i][0], &from[i % 2], i);
        CHECK(all.pending <= LIMIT);
        if (i == 0) {
            gz_connections_arrived(&all, c[0]);
            gz_connections_stream(&all, c[0]);
        }
    }
    CHECK_EQ(all.count, COUNT);
    CHECK_EQ(all.streams, 1);
    CHECK_EQ(all.cut, 2);
    CHECK(!is_cut(pairs[0][1]));
    CHECK(is_cut(pairs[1][1]) && is_cut(pairs[2][1]));
    CHECK(!is_cut(pairs[3][1]));
    static const int order[COUNT] = {3, 0, 5, 1, 4, 2};
    for (int i = 0; i < COUNT; i++) {
        gz_connections_remove(&all, c[order[i]]);
        close(pairs[order[i]][0]);
        close(pairs[order[i]][1]);
    }
    CHECK(all.newest == NULL && all.oldest == NULL);
    CHECK_EQ(all.count + all.pending + all.streams, 0);
    gz_connections_fini(&all);
}

// Addresses come and go in any order, and each is counted by itself.
static void test_addresses(void)
{
    struct gz_connections all = {.pending_limit = ADDRESSES * ADDRESSES};
    struct gz_connection *c[ADDRESSES][ADDRESSES];
    struct in6_addr from[ADDRESSES] = {0};

    for (int a = 0; a < ADDRESSES; a++) {
        from[a].s6_addr[15] = (uint8_t)a;
        CHECK_EQ(gz_connections_from(&all, &from[a]), 0);
        for (int i = 0; i <= a; i++) {
            c[a][i] = gz_connections_add(&all, -1, &from[a], 0);
        }
    }
    for (int a = 0; a < ADDRESSES; a++) {
        CHECK_EQ(gz_connections_from(&all, &from[a]), (uint32_t)a + 1);
    }
    for (int a = 0; a < ADDRESSES; a += 2) {
        for (int i = 0; i <= a; i++) {
            gz_connections_remove(&all, c[a][i]);
        }
    }
    for (int a = 0; a < ADDRESSES; a++) {
        CHECK_EQ(gz_connections_from(&all, &from[a]),
                 a % 2 == 0 ? 0 : (uint32_t)a + 1);
    }
    for (int a = 1; a < ADDRESSES; a += 2) {
        for (int i = 0; i <= a; i++) {
            gz_connections_remove(&all, c[a][i]);
        }
    }
    CHECK_EQ(all.peer_count, 0);
    gz_connections_fini(&all);
}

static void test_no_memory(void)
{
    struct gz_connections all = {.pending_limit = LIMIT};

    for (int n = 1; n <= 2; n++) {
        gz_alloc_fail_at(n);
        CHECK(gz_connections_add(&all, 0, &in6addr_any, 0) == NULL);
        gz_alloc_fail_at(0);
        CHECK_EQ(all.count + all.peer_count, 0);
    }
    gz_connections_remove(&all, NULL);
}

int main(void)
{
    test_pending();
    test_addresses();
    test_no_memory();
    return 0;
}
