#include "daemon/http/connections.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void link_newest(struct gz_connections *all, struct gz_connection *c)
{
    c->older = all->newest;
    if (c->older != NULL) {
        c->older->newer = c;
    } else {
        all->oldest = c;
    }
    all->newest = c;
}

static void unlink_one(struct gz_connections *all, struct gz_connection *c)
{
    if (c->newer != NULL) {
        c->newer->older = c->older;
    } else {
        all->newest = c->older;
    }
    if (c->older != NULL) {
        c->older->newer = c->newer;
    } else {
        all->oldest = c->newer;
    }
}

void gz_connections_cut(struct gz_connections *all,
                        const struct gz_connection *c)
{
    shutdown(c->fd, SHUT_RDWR);
    all->cut++;
}

// It counts as pending no longer: its end may take until the next turn.
static void make_way(struct gz_connections *all)
{
    struct gz_connection *c = all->oldest;

    while (c != NULL && !c->pending) {
        c = c->newer;
    }
    if (c != NULL) {
        gz_connections_cut(all, c);
        gz_connections_arrived(all, c);
    }
}

struct gz_connection *gz_connections_add(struct gz_connections *all, int fd,
                                         int64_t now_us)
{
    struct gz_connection *c = calloc(1, sizeof(*c));

    if (c == NULL) {
        return NULL;
    }
    if (all->pending >= all->pending_limit) {
        make_way(all);
    }
    c->fd = fd;
    c->begin_us = now_us;
    c->pending = true;
    link_newest(all, c);
    all->count++;
    all->pending++;
    return c;
}

uint32_t gz_connections_from(const struct gz_connections *all,
                             const struct in6_addr *address)
{
    uint32_t count = 0;

    for (const struct gz_connection *c = all->newest; c != NULL; c = c->older) {
        count += memcmp(&c->address, address, sizeof(*address)) == 0;
    }
    return count;
}

void gz_connections_arrived(struct gz_connections *all, struct gz_connection *c)
{
    if (c->pending) {
        c->pending = false;
        all->pending--;
    }
}

void gz_connections_stream(struct gz_connections *all, struct gz_connection *c)
{
    if (!c->stream) {
        c->stream = true;
        all->streams++;
    }
}

void gz_connections_remove(struct gz_connections *all, struct gz_connection *c)
{
    if (c == NULL) {
        return;
    }
    gz_connections_arrived(all, c);
    all->streams -= c->stream;
    all->count--;
    unlink_one(all, c);
    free(c);
}
