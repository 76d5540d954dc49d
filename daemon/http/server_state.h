#ifndef GZ_SERVER_STATE_H
#define GZ_SERVER_STATE_H

#include <ev.h>
#include <microhttpd.h>
#include <pthread.h>

#include "daemon/http/connections.h"
#include "daemon/http/exchange.h"
#include "daemon/http/server.h"

/*
 * The inside of the server, for server.c (its life), door.c (who comes in),
 * exchange.c (one request) and admission.c (whether it may) only.
 */
enum gz_exchange_phase {
    GZ_EXCHANGE_NEW,       // only its address is known
    GZ_EXCHANGE_BODY,      // the body comes
    GZ_EXCHANGE_DEFERRED,  // somebody else makes the reply
    GZ_EXCHANGE_REPLIED,   // reply is to be sent
    GZ_EXCHANGE_OVER,      // it was, or never will be
};

struct gz_exchange {
    struct gz_server *server;
    struct MHD_Connection *mhd;
    struct gz_connection *connection;
    enum gz_exchange_phase phase;
    bool suspended;
    bool listed;  // its origin may read the answer
    const char *origin;
    enum gz_status target_status;
    struct gz_target target;
    struct gz_error target_error;
    struct gz_route_match match;
    struct gz_buffer body;
    size_t body_bytes;  // that came, kept or not
    struct gz_reply reply;
    // Guarded by the server's lock.
    uint32_t refs;  // of the request, of who answers later, of its stream,
                    // of the list of the woken
    bool has_late;
    bool woken;
    struct gz_reply late;  // from gz_exchange_finish() to the loop's next turn
    struct gz_exchange *next_woken;
};

struct gz_server {
    struct gz_server_options options;
    struct MHD_Daemon *daemon;
    int listen_fd;
    int door_fd;  // epoll of connections that are outside
    ev_io arrivals;
    ev_io door;
    struct gz_connection *entering;  // while it is let in
    ev_io io;
    ev_timer timeout;
    ev_timer sweep;
    ev_async wake;
    ev_timer linger;  // behind a waking, so that the next are one
    uint16_t port;
    uint32_t stream_limit;
    struct gz_connections connections;
    uint64_t requests;
    uint64_t refused;
    pthread_mutex_t lock;
    struct gz_exchange *woken;
};

/** Let the library go on with what it can. */
void gz_server_serve(struct gz_server *s);

/** Open the door to connections of s->listen_fd.  GZ_IO. */
enum gz_status gz_door_open(struct gz_server *s, struct gz_error *err);

/** Close it, and cut who is outside. */
void gz_door_close(struct gz_server *s);

/** Listen again if there is a place; there may be. */
void gz_door_listen(struct gz_server *s);

/** Callbacks of the library; ctx is the server. */
void *gz_exchange_on_target(void *ctx, const char *target,
                            struct MHD_Connection *mhd);
enum MHD_Result gz_exchange_on_request(void *ctx, struct MHD_Connection *mhd,
                                       const char *path, const char *method,
                                       const char *version, const char *body,
                                       size_t *body_bytes, void **request);
void gz_exchange_on_end(void *ctx, struct MHD_Connection *mhd, void **request,
                        enum MHD_RequestTerminationCode code);

/** Let those go on that were woken; false: nobody was.  Loop thread. */
bool gz_exchange_resume_woken(struct gz_server *s);

/** The time of a deferred one is over. */
void gz_exchange_expire(struct gz_exchange *x);

/** Let a suspended one go on, for the end of the server. */
void gz_exchange_release(struct gz_exchange *x);

/** Find the route; false: reply says why it is refused. */
bool gz_admission_check(struct gz_exchange *x, const char *method);

/** So many bytes of a body are read, most of them for nothing, where limit is
 * what is taken. */
size_t gz_admission_excess(size_t limit);

/** Refuse the body. */
void gz_admission_too_large(struct gz_exchange *x);

/** A header of the request, or NULL; borrowed. */
const char *gz_admission_header(const struct gz_exchange *x, const char *name);

#endif
