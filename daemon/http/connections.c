#include "daemon/http/connections.h"

#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { PEERS_MIN = 16 };

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

static struct gz_connections_peer *find_peer(const struct gz_connections *all,
                                             const struct in6_addr *address)
{
    for (size_t i = 0; i < all->peer_count; i++) {
        if (IN6_ARE_ADDR_EQUAL(&all->peers[i].address, address)) {
            return &all->peers[i];
        }
    }
    return NULL;
}

static bool count_peer(struct gz_connections *all,
                       const struct in6_addr *address)
{
    struct gz_connections_peer *peer = find_peer(all, address);

    if (peer == NULL && all->peer_count == all->peer_room) {
        const size_t room = 2 * all->peer_room + PEERS_MIN;
        struct gz_connections_peer *more =
            realloc(all->peers, room * sizeof(*more));
        if (more == NULL) {
            return false;
        }
        all->peers = more;
        all->peer_room = room;
    }
    if (peer == NULL) {
        peer = &all->peers[all->peer_count++];
        *peer = (struct gz_connections_peer){.address = *address};
    }
    peer->count++;
    return true;
}

static void discount_peer(struct gz_connections *all,
                          const struct in6_addr *address)
{
    struct gz_connections_peer *peer = find_peer(all, address);

    if (--peer->count == 0) {
        *peer = all->peers[--all->peer_count];
    }
}

void gz_connections_fini(struct gz_connections *all)
{
    free(all->peers);
}

struct gz_connection *gz_connections_add(struct gz_connections *all, int fd,
                                         const struct in6_addr *address,
                                         int64_t now_us)
{
    struct gz_connection *c = calloc(1, sizeof(*c));

    if (c == NULL || !count_peer(all, address)) {
        free(c);
        return NULL;
    }
    if (all->pending >= all->pending_limit) {
        make_way(all);
    }
    c->fd = fd;
    c->address = *address;
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
    const struct gz_connections_peer *peer = find_peer(all, address);

    return peer == NULL ? 0 : peer->count;
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
    discount_peer(all, &c->address);
    unlink_one(all, c);
    free(c);
}
