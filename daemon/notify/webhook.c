// We chose HTTP/1.1 over 2: a delivery is one request, and a connection that
// several share would let one slow reply hold up the others.

#include "daemon/notify/webhook.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/notify/curl_loop.h"
#include "daemon/notify/retry_after.h"

enum { CONNECT_MS = 10000, EXCERPT_BYTES = 100 };

struct gz_webhook {
    struct gz_webhook_options options;
    struct gz_curl_loop *curl;
    struct gz_webhook_call *calls;
};

struct gz_webhook_call {
    struct gz_webhook *owner;
    struct gz_webhook_call *next;
    struct gz_webhook_call *previous;
    gz_webhook_done *done;
    void *ctx;
    CURL *easy;
    struct curl_slist *headers;
    size_t reply_bytes;
    const char *refused;  // what the address is that was refused
    int64_t retry_after_ms;
    char excerpt[EXCERPT_BYTES + 1];  // of the reply, printable
    size_t excerpt_bytes;
    char error[CURL_ERROR_SIZE];
};

static void call_free(struct gz_webhook_call *call)
{
    if (call != NULL) {
        curl_easy_cleanup(call->easy);
        curl_slist_free_all(call->headers);
        free(call);
    }
}

static void unlink_call(struct gz_webhook_call *call)
{
    struct gz_webhook_call **from =
        call->previous == NULL ? &call->owner->calls : &call->previous->next;

    *from = call->next;
    if (call->next != NULL) {
        call->next->previous = call->previous;
    }
}

static void link_call(struct gz_webhook_call *call)
{
    call->next = call->owner->calls;
    if (call->next != NULL) {
        call->next->previous = call;
    }
    call->owner->calls = call;
}

static curl_socket_t on_open_socket(void *ctx, curlsocktype purpose,
                                    struct curl_sockaddr *address)
{
    struct gz_webhook_call *call = ctx;
    const struct gz_webhook_options *o = &call->owner->options;
    const char *what =
        gz_address_guard(&address->addr, o->allow, o->allow_count);

    if (purpose != CURLSOCKTYPE_IPCXN || what != NULL) {
        call->refused = what;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC,
                  address->protocol);
}

static void keep_excerpt(struct gz_webhook_call *call, const char *bytes,
                         size_t len)
{
    for (size_t i = 0; i < len && call->excerpt_bytes < EXCERPT_BYTES; i++) {
        const char c = bytes[i];
        call->excerpt[call->excerpt_bytes++] =
            (char)(c >= ' ' && c <= '~' ? c : ' ');
    }
}

// Head and body count together; returning less than size ends the transfer.
static size_t on_body(char *bytes, size_t one, size_t size, void *ctx)
{
    struct gz_webhook_call *call = ctx;
    (void)one;

    call->reply_bytes += size;
    keep_excerpt(call, bytes, size);
    return call->reply_bytes > GZ_WEBHOOK_REPLY_BYTES ? 0 : size;
}

static size_t on_header(char *bytes, size_t one, size_t size, void *ctx)
{
    struct gz_webhook_call *call = ctx;
    struct gz_str value = gz_str_of(bytes, size);
    const struct gz_str name = gz_str_cut(&value, ':');
    (void)one;

    call->reply_bytes += size;
    if (value.ptr != NULL &&
        gz_str_eq_nocase(name, GZ_STR_LIT("retry-after"))) {
        call->retry_after_ms = gz_retry_after_ms(
            value, gz_clock_realtime_ms(call->owner->options.clock));
    }
    return call->reply_bytes > GZ_WEBHOOK_REPLY_BYTES ? 0 : size;
}

static const char *code_of(CURLcode code)
{
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return "timeout";
    case CURLE_COULDNT_RESOLVE_HOST:
        return "resolve";
    case CURLE_COULDNT_CONNECT:
        return "connect";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
        return "tls";
    default:
        return "transport";
    }
}

static void judge(struct gz_webhook_call *call, CURLcode code,
                  struct gz_outcome *out)
{
    long status = 0;

    (void)curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
    // A reply that was cut off by us has said what it has to say.
    const bool cut =
        code == CURLE_WRITE_ERROR && call->reply_bytes > GZ_WEBHOOK_REPLY_BYTES;
    if ((code == CURLE_OK || cut) && status > 0) {
        gz_outcome_of_http(out, (uint32_t)status);
        const size_t used = strlen(out->words);
        if (out->kind != GZ_OUTCOME_DELIVERED && call->excerpt_bytes > 0) {
            snprintf(out->words + used, sizeof(out->words) - used, ": %s",
                     call->excerpt);
        }
    } else if (call->refused != NULL && code == CURLE_COULDNT_CONNECT) {
        gz_outcome_set(out, GZ_OUTCOME_AGAIN, "address_refused",
                       "its host name leads to %s, which `allow` does not name",
                       call->refused);
    } else {
        gz_outcome_set(out, GZ_OUTCOME_AGAIN, code_of(code), "%s",
                       call->error[0] != '\0' ? call->error
                                              : curl_easy_strerror(code));
    }
    out->retry_after_ms = call->retry_after_ms;
}

static void on_done(void *ctx, CURL *easy, CURLcode code)
{
    struct gz_webhook_call *call = NULL;
    struct gz_outcome outcome;
    (void)ctx;

    (void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&call);
    judge(call, code, &outcome);
    unlink_call(call);
    gz_webhook_done *done = call->done;
    void *done_ctx = call->ctx;
    call_free(call);
    done(done_ctx, &outcome);
}

static bool add_header(struct gz_webhook_call *call, const char *name,
                       struct gz_str value)
{
    struct gz_buffer line;

    gz_buffer_init(&line, 0);
    gz_buffer_append_fmt(&line, "%s: " GZ_STR_FMT, name, GZ_STR_ARG(value));
    gz_buffer_append_byte(&line, '\0');
    struct curl_slist *more =
        gz_buffer_status(&line) == GZ_OK
            ? curl_slist_append(call->headers, (const char *)line.data)
            : NULL;
    gz_buffer_fini(&line);
    call->headers = more == NULL ? call->headers : more;
    return more != NULL;
}

static bool add_signature(struct gz_webhook_call *call, struct gz_str id,
                          struct gz_str body, int64_t timestamp_s)
{
    const struct gz_webhook_options *o = &call->owner->options;
    struct gz_buffer value;

    if (o->secret_count == 0) {
        return true;
    }
    gz_buffer_init(&value, 0);
    const bool good =
        gz_webhook_sign(o->secrets, o->secret_count, id, timestamp_s, body,
                        &value) == GZ_OK &&
        add_header(call, "webhook-signature", gz_buffer_str(&value));
    gz_buffer_fini(&value);
    return good;
}

// curl waits for "100 Continue" before a large body unless it is told not to.
static bool add_headers(struct gz_webhook_call *call, struct gz_str id,
                        struct gz_str body)
{
    const int64_t now_s =
        gz_clock_realtime_ms(call->owner->options.clock) / 1000;
    char stamp[32];

    snprintf(stamp, sizeof(stamp), "%" PRId64, now_s);
    return add_header(call, "Content-Type", GZ_STR_LIT("application/json")) &&
           add_header(call, "Expect", GZ_STR_LIT("")) &&
           add_header(call, "webhook-id", id) &&
           add_header(call, "webhook-timestamp", gz_str_z(stamp)) &&
           add_signature(call, id, body, now_s);
}

static void set_limits(CURL *easy, const struct gz_webhook_options *o)
{
    const long timeout_ms = (long)o->timeout_ms;

    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout_ms);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     timeout_ms < CONNECT_MS ? timeout_ms : CONNECT_MS);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
                     o->http ? "http,https" : "https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    // Else giving up a name that is still looked up waits for the resolver.
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, o->insecure ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, o->insecure ? 0L : 2L);
    if (o->ca_file != NULL) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, o->ca_file);
    }
}

static void set_request(struct gz_webhook_call *call, struct gz_str body)
{
    CURL *easy = call->easy;

    curl_easy_setopt(easy, CURLOPT_URL, call->owner->options.url);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "gazetted/" GZ_VERSION);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, call->headers);
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     (curl_off_t)body.len_bytes);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.ptr);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, call);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->error);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
}

enum gz_status gz_webhook_post(struct gz_webhook *w, struct gz_str id,
                               struct gz_str body, gz_webhook_done *done,
                               void *ctx)
{
    struct gz_webhook_call *call = calloc(1, sizeof(*call));

    if (call == NULL) {
        return GZ_NO_MEMORY;
    }
    call->owner = w;
    call->done = done;
    call->ctx = ctx;
    call->retry_after_ms = -1;
    call->easy = curl_easy_init();
    if (call->easy == NULL || !add_headers(call, id, body)) {
        call_free(call);
        return GZ_NO_MEMORY;
    }
    set_request(call, body);
    set_limits(call->easy, &w->options);
    if (!gz_curl_loop_add(w->curl, call->easy)) {
        call_free(call);
        return GZ_NO_MEMORY;
    }
    link_call(call);
    return GZ_OK;
}

enum gz_status gz_webhook_new(const struct gz_webhook_options *options,
                              struct gz_webhook **out, struct gz_error *err)
{
    struct gz_webhook *w = calloc(1, sizeof(*w));

    *out = NULL;
    if (w != NULL) {
        w->options = *options;
        w->curl = gz_curl_loop_new(options->loop, on_done, w);
    }
    if (w == NULL || w->curl == NULL) {
        free(w);
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    *out = w;
    return GZ_OK;
}

void gz_webhook_free(struct gz_webhook *w)
{
    if (w == NULL) {
        return;
    }
    struct gz_webhook_call *next = NULL;
    for (struct gz_webhook_call *call = w->calls; call != NULL; call = next) {
        next = call->next;
        gz_curl_loop_remove(w->curl, call->easy);
        call_free(call);
    }
    gz_curl_loop_free(w->curl);
    free(w);
}
