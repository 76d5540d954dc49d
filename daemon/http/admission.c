// Whether a request is served: in the order of what it costs, and such that
// those who may not ask learn nothing of what there is.

#include <string.h>

#include "daemon/http/host_check.h"
#include "daemon/http/server_state.h"

enum { EXCESS_FACTOR = 4, EXCESS_BYTES = 16384 };

const char *gz_admission_header(const struct gz_exchange *x, const char *name)
{
    return MHD_lookup_connection_value(x->mhd, MHD_HEADER_KIND, name);
}

static bool check_target(struct gz_exchange *x)
{
    if (x->target_status == GZ_OK) {
        return true;
    }
    if (x->target_status == GZ_INVALID) {
        gz_reply_error(&x->reply, MHD_HTTP_BAD_REQUEST,
                       "send a path and parameters in percent-encoding",
                       "the address of the request is malformed");
    } else {
        gz_reply_no_memory(&x->reply);
    }
    return false;
}

// HTTP/1.0 need not say a host, and no browser speaks it, nor does any come
// through a unix socket.
static bool check_host(struct gz_exchange *x, const char *host)
{
    if (host == NULL || x->server->options.path != NULL ||
        gz_host_check_host(gz_str_z(host), x->server->options.hosts)) {
        return true;
    }
    gz_reply_error(&x->reply, MHD_HTTP_MISDIRECTED_REQUEST,
                   "ask by address or as localhost, or add the name to "
                   "http.hosts",
                   "this server is not known as \"%.200s\"", host);
    x->server->refused++;
    return false;
}

static bool check_origin(struct gz_exchange *x, const char *host)
{
    x->origin = gz_admission_header(x, MHD_HTTP_HEADER_ORIGIN);
    if (x->origin == NULL ||
        gz_host_check_origin(gz_str_z(x->origin), gz_str_z(host),
                             x->server->options.origins, &x->listed)) {
        return true;
    }
    gz_reply_error(&x->reply, MHD_HTTP_FORBIDDEN,
                   "add the origin to http.origins if its pages may ask",
                   "pages of \"%.200s\" may not ask here", x->origin);
    x->server->refused++;
    return false;
}

static bool check_token(struct gz_exchange *x)
{
    const struct gz_server_options *o = &x->server->options;
    const enum gz_scope wanted = x->match.route->scope;

    if (o->tokens == NULL || wanted == GZ_SCOPE_NONE || o->path != NULL) {
        return true;
    }
    const char *given = gz_admission_header(x, MHD_HTTP_HEADER_AUTHORIZATION);
    const enum gz_scope scope =
        given == NULL ? GZ_SCOPE_NONE
                      : gz_access_tokens_scope(o->tokens, gz_str_z(given));
    if (scope >= wanted) {
        return true;
    }
    x->server->refused++;
    if (scope == GZ_SCOPE_NONE) {
        gz_reply_error(&x->reply, MHD_HTTP_UNAUTHORIZED,
                       "send \"Authorization: Bearer TOKEN\" with a token of "
                       "the file http.tokens",
                       "this needs a token");
        x->reply.header = MHD_HTTP_HEADER_WWW_AUTHENTICATE;
        x->reply.value = "Bearer";
    } else {
        gz_reply_error(&x->reply, MHD_HTTP_FORBIDDEN,
                       "use a token with the scope change",
                       "this token may only read");
    }
    return false;
}

// Asked by browsers before a request of a page from elsewhere.
static bool answer_preflight(struct gz_exchange *x, const char *method)
{
    if (strcmp(method, "OPTIONS") != 0 || !x->listed) {
        return false;
    }
    x->reply.status = MHD_HTTP_NO_CONTENT;
    x->reply.header = MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_METHODS;
    x->reply.value = "GET, HEAD, POST, PUT, DELETE";
    return true;
}

static bool check_route(struct gz_exchange *x, const char *method)
{
    const struct gz_server_options *o = &x->server->options;

    gz_routes_find(o->sets, o->set_count, method, &x->target, &x->match);
    if (x->match.route != NULL) {
        return true;
    }
    if (x->match.known) {
        if (answer_preflight(x, method)) {
            return false;
        }
        gz_reply_error(&x->reply, MHD_HTTP_METHOD_NOT_ALLOWED,
                       "the header Allow lists what may be done",
                       "this cannot be done here with %.20s", method);
        x->reply.header = MHD_HTTP_HEADER_ALLOW;
        x->reply.value = x->match.allow;
    } else {
        gz_reply_error(&x->reply, MHD_HTTP_NOT_FOUND,
                       "GET / lists what there is, GET /v1/openapi.json "
                       "describes it",
                       "there is no such thing here");
    }
    return false;
}

// A length that is said is refused before it comes when it is far too large;
// else it is read, so that the client does not miss the answer while it sends.
static bool check_length(struct gz_exchange *x)
{
    const size_t limit = x->match.route->body_limit_bytes;
    const char *given = gz_admission_header(x, MHD_HTTP_HEADER_CONTENT_LENGTH);
    int64_t length = 0;

    if (given == NULL ||
        (gz_str_to_int64(gz_str_z(given), &length) && length >= 0 &&
         (uint64_t)length <= gz_admission_excess(limit))) {
        return true;
    }
    gz_admission_too_large(x);
    return false;
}

size_t gz_admission_excess(size_t limit)
{
    return EXCESS_FACTOR * limit + EXCESS_BYTES;
}

void gz_admission_too_large(struct gz_exchange *x)
{
    const size_t limit = x->match.route->body_limit_bytes;

    gz_reply_error(&x->reply, MHD_HTTP_CONTENT_TOO_LARGE,
                   limit == 0 ? "send no body here" : "send less",
                   "the body is larger than the %zu bytes that are taken here",
                   limit);
}

bool gz_admission_check(struct gz_exchange *x, const char *method)
{
    const char *host = gz_admission_header(x, MHD_HTTP_HEADER_HOST);

    return check_target(x) && check_host(x, host) && check_origin(x, host) &&
           check_route(x, method) && check_token(x) && check_length(x);
}
