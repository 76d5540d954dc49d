#ifndef GZ_SERVER_H
#define GZ_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/clock.h"
#include "daemon/base/error.h"
#include "daemon/http/access_tokens.h"
#include "daemon/http/routes.h"
#include "daemon/observe/log.h"

struct ev_loop;

/*
 * An HTTP server inside somebody's event loop, for one request a connection:
 * answers made in memory, answers made by others meanwhile, and streams.
 *
 * Clients cannot hold it up.  Connections are bounded, all together and for
 * each address, and so is the memory of each.  Those that have not yet sent
 * their whole request have an eighth of the places: when these are taken the
 * oldest of them is cut off for the next.  One that is not a stream is cut off
 * after request_limit_ms, however busily it trickles (libmicrohttpd's own
 * timeout counts only silence), and streams have three quarters of the places.
 *
 * Who may ask: on a unix socket whom the file's rights let in, on a loopback
 * address whoever is on this machine, elsewhere who knows a token; with tokens
 * they are asked for on addresses of all kinds.  Pages of foreign sites in a
 * browser on this machine may not, see host_check.h.
 *
 * What is malformed is refused before the library sees it, see request_head.h:
 * it would answer by itself.
 *
 * libmicrohttpd over a parser of our own: bodies and connections are its daily
 * bread; over its threads: a handler reads state of the main thread, which then
 * needs no lock.
 */
#define GZ_SERVER_CONNECTION_BYTES 32768  // of the library, for each

struct gz_server_options {
    const char *path;  // of a unix socket, or NULL
    const char *host;  // numeric; without tokens a loopback address
    uint16_t port;     // 0: the kernel chooses
    struct ev_loop *loop;
    const struct gz_route_set *sets;
    size_t set_count;
    const struct gz_access_tokens *tokens;  // NULL: none is asked for
    const char *const *hosts;    // further names of this machine; NULL-ended
    const char *const *origins;  // whose pages may ask; likewise
    uint32_t connections;        // in all
    uint32_t connections_per_address;
    struct gz_log *log;            // NULL allowed
    const struct gz_clock *clock;  // measures request_limit_ms
    int64_t request_limit_ms;
    int64_t sweep_ms;  // how often connections are looked at
};

struct gz_server;

/**
 * Listen and answer while the loop runs.  What options point at is borrowed
 * until gz_server_close().  Fails with GZ_INVALID, GZ_IO (the address is
 * taken, for example) or GZ_NO_MEMORY.  Loop thread only.
 */
enum gz_status gz_server_open(const struct gz_server_options *options,
                              struct gz_server **out,
                              struct gz_error *err) GZ_MUST_CHECK;

/**
 * Cut all connections, close all streams and stop listening; NULL allowed.
 * Whoever deferred an exchange has finished it before.  Loop thread only.
 */
void gz_server_close(struct gz_server *s);

/** The port that is listened on; 0: it is a unix socket. */
uint16_t gz_server_port(const struct gz_server *s);

// What there is now, and what was turned away so far.
struct gz_server_counts {
    uint32_t connections;
    uint32_t streams;
    uint64_t requests;
    uint64_t refused;  // for a bad host, origin or token
    uint64_t cut;      // connections that were too slow
};

struct gz_server_counts gz_server_counts(const struct gz_server *s);

#endif
