#ifndef GZ_SERVER_H
#define GZ_SERVER_H

#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/clock.h"
#include "daemon/base/error.h"
#include "daemon/observe/log.h"

struct ev_loop;

/*
 * A small HTTP server inside somebody's event loop: GET and HEAD on a loopback
 * address, one request for each connection, answers made in memory.  It knows
 * nothing of what the pages say.
 *
 * A client cannot hold it up: connections are bounded in number and memory,
 * and one that has not had its whole answer after request_limit_ms is cut off,
 * however busily it trickles.  (libmicrohttpd's own timeout counts only
 * silence.)
 *
 * libmicrohttpd over a parser of our own: request smuggling and header limits
 * are its daily bread; over its threads: a page reads state of the main
 * thread, which then needs no lock.
 */
#define GZ_SERVER_CONNECTIONS 64
#define GZ_SERVER_CONNECTION_BYTES 16384  // a longer request is refused

// What a handler fills; it begins as 200, text/plain and an empty body.
struct gz_server_reply {
    unsigned status;
    const char *type;       // of static lifetime
    struct gz_buffer body;  // released by the server
};

/** Answer GET path.  The path is without its query, borrowed for the call. */
typedef void gz_server_handler(void *ctx, const char *path,
                               struct gz_server_reply *reply);

struct gz_server_options {
    const char *host;  // numeric; a loopback address or GZ_INVALID
    uint16_t port;     // 0: the kernel chooses
    struct ev_loop *loop;
    gz_server_handler *handler;
    void *ctx;
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

/** Cut all connections and stop listening; NULL allowed.  Loop thread only. */
void gz_server_close(struct gz_server *s);

/** The port that is listened on. */
uint16_t gz_server_port(const struct gz_server *s);

#endif
