#ifndef GZ_CONNECTIONS_H
#define GZ_CONNECTIONS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The open connections of a server, the newest first, and which of them have
 * not sent their request yet.  Knows descriptors and times, nothing of HTTP.
 */
struct gz_exchange;

struct gz_connection {
    struct gz_connection *newer;
    struct gz_connection *older;
    int fd;
    struct in6_addr address;  // of the client; of IPv4 it is mapped
    int64_t begin_us;
    bool outside;                  // at the door, see door.c
    bool refused;                  // there: it was answered
    bool pending;                  // its request is not complete
    bool stream;                   // lives as long as it likes
    struct gz_exchange *exchange;  // that is under way, or NULL
};

// An address and how many connections there are from it.
struct gz_connections_peer {
    struct in6_addr address;
    uint32_t count;
};

struct gz_connections {
    struct gz_connection *newest;
    struct gz_connection *oldest;
    uint32_t count;
    uint32_t pending;
    uint32_t streams;
    uint32_t pending_limit;
    uint64_t cut;
    struct gz_connections_peer *peers;  // owned, in no order
    size_t peer_count;
    size_t peer_room;
};

/** Release what is left when all connections were removed. */
void gz_connections_fini(struct gz_connections *all);

/**
 * Add one that is pending; when there are too many of those the oldest is cut
 * off.  NULL when out of memory.
 */
struct gz_connection *gz_connections_add(struct gz_connections *all, int fd,
                                         const struct in6_addr *address,
                                         int64_t now_us);

/** How many there are from an address: whoever floods the server comes from
 * few, so that this is quick. */
uint32_t gz_connections_from(const struct gz_connections *all,
                             const struct in6_addr *address);

/** Its request is complete. */
void gz_connections_arrived(struct gz_connections *all,
                            struct gz_connection *c);

/** It is a stream from now on. */
void gz_connections_stream(struct gz_connections *all, struct gz_connection *c);

/** Forget and release one; NULL allowed. */
void gz_connections_remove(struct gz_connections *all, struct gz_connection *c);

/** Cut one off: its descriptor wakes up and is closed by its owner. */
void gz_connections_cut(struct gz_connections *all,
                        const struct gz_connection *c);

#endif
