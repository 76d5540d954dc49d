#ifndef GZ_ROUTES_H
#define GZ_ROUTES_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/str.h"
#include "daemon/http/access_tokens.h"
#include "daemon/http/reply.h"
#include "daemon/http/target.h"

/*
 * What is served: rows of const tables.  A part of the program that has
 * something to show brings a table of its own and what its handlers work on.
 */
struct gz_exchange;

// One request as a handler sees it; borrowed for the call.
struct gz_request {
    const char *method;
    const struct gz_target *target;
    struct gz_str param;           // what stood for {...} in the path
    struct gz_str body;            // all of it
    const char *content_type;      // NULL: not said
    const char *last_event_id;     // header Last-Event-ID, NULL: none
    const char *if_match;          // header If-Match, NULL: none
    const char *if_none_match;     // header If-None-Match, NULL: none
    struct gz_exchange *exchange;  // to answer later, see exchange.h
};

/** Fill the reply, or take gz_exchange_defer() and fill it later. */
typedef void gz_route_handler(void *ctx, const struct gz_request *request,
                              struct gz_reply *reply);

struct gz_route {
    const char *method;  // of GET routes HEAD is answered too
    const char *path;    // "/v1/things/{id}"; one {...} at most
    enum gz_scope scope;
    size_t body_limit_bytes;  // 0: no body is taken
    gz_route_handler *handler;
};

struct gz_route_set {
    const struct gz_route *routes;
    size_t count;
    void *ctx;  // of the handlers
};

enum { GZ_ROUTES_ALLOW_BYTES = 64 };

// Where a request goes.
struct gz_route_match {
    const struct gz_route *route;  // NULL: nowhere
    void *ctx;
    struct gz_str param;
    bool known;  // the path is served, by the methods in allow
    char allow[GZ_ROUTES_ALLOW_BYTES];
};

/** Find the row for a method and a target; views are of target. */
void gz_routes_find(const struct gz_route_set *sets, size_t count,
                    const char *method, const struct gz_target *target,
                    struct gz_route_match *out);

#endif
