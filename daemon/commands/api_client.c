#include "daemon/commands/api_client.h"

#include <curl/curl.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codecs/json_reader.h"
#include "daemon/base/arena.h"
#include "daemon/base/yaml_json.h"
#include "daemon/commands/commands.h"
#include "daemon/config/config.h"
#include "daemon/config/secret.h"

enum {
    CONNECT_S = 10,
    ANSWER_S = 120,
    ANSWER_BYTES = 16 << 20,
    ARENA_BYTES = 256 << 20,
    VERSION_BYTES = 24,
    UNAUTHORIZED = 401,
    FORBIDDEN = 403,
    NOT_FOUND = 404,
    TOO_MANY = 429,
    SERVER_ERROR = 500,
    NOT_IMPLEMENTED = 501,
};

struct gz_api_client {
    CURL *easy;
    struct gz_config *config;
    const char *socket;     // NULL: TCP
    struct gz_buffer base;  // the address up to /v1, NUL-terminated
    struct gz_buffer token;
    struct curl_slist *headers;
    struct gz_arena *arena;
    struct gz_buffer body;
    struct gz_source source;
    char version[VERSION_BYTES];
    char fault[CURL_ERROR_SIZE];
    struct gz_api_answer answer;
};

// --- where it is ---

static enum gz_status load_config(struct gz_api_client *c, const char *path,
                                  struct gz_error *err)
{
    const bool there = path != NULL || access(GZ_CONFIG_FILE, F_OK) == 0;

    return gz_config_load(there && path == NULL ? GZ_CONFIG_FILE : path,
                          &c->config, err);
}

// Who listens everywhere is found on this machine.
static const char *host_of(const struct gz_config_address *listen)
{
    if (strcmp(listen->host, "0.0.0.0") == 0) {
        return "127.0.0.1";
    }
    return strcmp(listen->host, "::") == 0 ? "::1" : listen->host;
}

static enum gz_status use_config(struct gz_api_client *c, const char *path,
                                 struct gz_error *err)
{
    const enum gz_status st = load_config(c, path, err);

    if (st != GZ_OK) {
        return st;
    }
    const struct gz_config_address *listen = &c->config->http.listen;
    c->socket = listen->path;
    if (listen->path != NULL) {
        gz_buffer_append_z(&c->base, "http://localhost");
        return GZ_OK;
    }
    if (listen->host == NULL || listen->port == 0) {
        return gz_error_set(err, GZ_INVALID,
                            "http.listen of the configuration names no "
                            "address to ask (say --url or --unix)");
    }
    const char *host = host_of(listen);
    const bool six = strchr(host, ':') != NULL;
    gz_buffer_append_fmt(&c->base, "http://%s%s%s:%u", six ? "[" : "", host,
                         six ? "]" : "", (unsigned)listen->port);
    return GZ_OK;
}

static enum gz_status use_url(struct gz_api_client *c, const char *url,
                              struct gz_error *err)
{
    struct gz_str base = gz_str_z(url);

    if (!gz_str_starts(base, GZ_STR_LIT("http://")) &&
        !gz_str_starts(base, GZ_STR_LIT("https://"))) {
        return gz_error_set(err, GZ_INVALID,
                            "\"%s\" is no address (write it as "
                            "http://127.0.0.1:9844)",
                            url);
    }
    while (base.len_bytes > 0 && base.ptr[base.len_bytes - 1] == '/') {
        base.len_bytes--;
    }
    gz_buffer_append_str(&c->base, base);
    return GZ_OK;
}

static int find(struct gz_api_client *c, const struct gz_api_place *place,
                struct gz_error *err)
{
    enum gz_status st = GZ_OK;
    int wrong = GZ_EXIT_USAGE;

    if (place->url != NULL && place->socket != NULL) {
        st = gz_error_set(err, GZ_INVALID,
                          "--url and --unix exclude each "
                          "other");
    } else if (place->socket != NULL) {
        c->socket = place->socket;
        gz_buffer_append_z(&c->base, "http://localhost");
    } else if (place->url != NULL) {
        st = use_url(c, place->url, err);
    } else {
        st = use_config(c, place->config, err);
        wrong = GZ_EXIT_CONFIG;
    }
    gz_buffer_append_byte(&c->base, '\0');
    return st == GZ_OK ? GZ_EXIT_OK : wrong;
}

// --- the token ---

static bool is_token(struct gz_str text)
{
    for (size_t i = 0; i < text.len_bytes; i++) {
        if (text.ptr[i] <= ' ' || text.ptr[i] > '~') {
            return false;
        }
    }
    return true;
}

static int read_token(struct gz_api_client *c, const char *file,
                      struct gz_error *err)
{
    struct gz_secret_fault fault;
    char path[PATH_MAX];

    if (file == NULL) {
        return GZ_EXIT_OK;
    }
    // A relative path is one of the shell's here, no name of a credential.
    const char *known = realpath(file, path) == NULL ? NULL : path;
    if (known == NULL) {
        gz_error_errno(err, errno, "cannot open %s", file);
        return GZ_EXIT_USAGE;
    }
    if (gz_secret_read(known, NULL, &c->token, &fault) != GZ_OK) {
        gz_error_set(err, GZ_INVALID, "%s", fault.text);
        return GZ_EXIT_USAGE;
    }
    if (!is_token(gz_buffer_str(&c->token))) {
        gz_error_set(err, GZ_INVALID,
                     "%s holds more than a token (of the lines of http.tokens "
                     "only the second word is one)",
                     file);
        return GZ_EXIT_USAGE;
    }
    return GZ_EXIT_OK;
}

// --- life ---

static void init(struct gz_api_client *c)
{
    gz_buffer_init(&c->base, 0);
    gz_buffer_init(&c->token, 0);
    gz_buffer_init(&c->body, ANSWER_BYTES);
}

int gz_api_client_open(const struct gz_api_place *place,
                       struct gz_api_client **out, struct gz_error *err)
{
    struct gz_api_client *c = calloc(1, sizeof(*c));

    *out = c;
    if (c != NULL) {
        init(c);
        c->easy = curl_easy_init();
        c->arena = gz_arena_new(ARENA_BYTES);
    }
    if (c == NULL || c->easy == NULL || c->arena == NULL) {
        gz_error_set(err, GZ_NO_MEMORY, "out of memory");
        return GZ_EXIT_FAILURE;
    }
    const int status = find(c, place, err);
    return status == GZ_EXIT_OK ? read_token(c, place->token_file, err)
                                : status;
}

void gz_api_client_close(struct gz_api_client *c)
{
    if (c == NULL) {
        return;
    }
    curl_slist_free_all(c->headers);
    curl_easy_cleanup(c->easy);
    gz_config_free(c->config);
    gz_buffer_fini(&c->base);
    gz_secret_fini(&c->token);
    gz_buffer_fini(&c->body);
    gz_source_fini(&c->source);
    gz_arena_free(c->arena);
    free(c);
}

// --- a request ---

static size_t on_body(char *bytes, size_t one, size_t size, void *ctx)
{
    struct gz_api_client *c = ctx;
    (void)one;

    gz_buffer_append(&c->body, bytes, size);
    return gz_buffer_status(&c->body) == GZ_OK ? size : 0;
}

// Of all headers only the version counts.
static size_t on_header(char *bytes, size_t one, size_t size, void *ctx)
{
    struct gz_api_client *c = ctx;
    struct gz_str value = gz_str_of(bytes, size);
    const struct gz_str name = gz_str_cut(&value, ':');
    (void)one;

    if (value.ptr != NULL && gz_str_eq_nocase(name, GZ_STR_LIT("etag"))) {
        struct gz_str rest = gz_str_trim(value);
        (void)gz_str_cut(&rest, '"');
        const struct gz_str version = gz_str_cut(&rest, '"');
        snprintf(c->version, sizeof(c->version), GZ_STR_FMT,
                 GZ_STR_ARG(version));
    }
    return size;
}

static bool add_header(struct gz_api_client *c, const char *line)
{
    struct curl_slist *more = curl_slist_append(c->headers, line);

    c->headers = more == NULL ? c->headers : more;
    return more != NULL;
}

static bool add_token(struct gz_api_client *c)
{
    struct gz_buffer line;

    if (c->token.len == 0) {
        return true;
    }
    gz_buffer_init(&line, 0);
    gz_buffer_append_z(&line, "Authorization: Bearer ");
    gz_buffer_append_str(&line, gz_buffer_str(&c->token));
    gz_buffer_append_byte(&line, '\0');
    const bool added = gz_buffer_status(&line) == GZ_OK &&
                       add_header(c, (const char *)line.data);
    gz_secret_fini(&line);
    return added;
}

// curl waits for "100 Continue" before a large body unless it is told not to.
static bool add_headers(struct gz_api_client *c,
                        const struct gz_api_request *request)
{
    curl_slist_free_all(c->headers);
    c->headers = NULL;
    return add_header(c, "Expect:") && add_token(c) &&
           (request->condition == NULL || add_header(c, request->condition)) &&
           (request->body.ptr == NULL ||
            add_header(c, "Content-Type: application/json"));
}

void gz_api_client_escape(const char *text, struct gz_buffer *out)
{
    char *escaped = curl_easy_escape(NULL, text, 0);

    if (escaped == NULL) {
        out->status = GZ_NO_MEMORY;
    } else {
        gz_buffer_append_z(out, escaped);
    }
    curl_free(escaped);
}

static void write_url(const struct gz_api_client *c,
                      const struct gz_api_request *request,
                      struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, "%s/v1/subscriptions",
                         (const char *)c->base.data);
    if (request->id != NULL) {
        gz_buffer_append_byte(out, '/');
        gz_api_client_escape(request->id, out);
    }
    if (request->query != NULL) {
        gz_buffer_append_fmt(out, "?%s", request->query);
    }
    gz_buffer_append_byte(out, '\0');
}

static void set_body(CURL *easy, struct gz_str body)
{
    if (body.ptr != NULL) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         (curl_off_t)body.len_bytes);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.ptr);
    }
}

static CURLcode perform(struct gz_api_client *c,
                        const struct gz_api_request *request, const char *url)
{
    CURL *easy = c->easy;

    curl_easy_reset(easy);
    set_body(easy, request->body);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, c->socket);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "gazetted/" GZ_VERSION);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, c->headers);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)ANSWER_S);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, c);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, c);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, c->fault);
    return curl_easy_perform(easy);
}

static int say_unreachable(const struct gz_api_client *c, CURLcode code,
                           struct gz_error *err)
{
    gz_error_set(err, GZ_UNAVAILABLE,
                 "no daemon answers at %s%s: %s (does it run? --url, --unix or "
                 "--config say where)",
                 c->socket != NULL ? "unix:" : "",
                 c->socket != NULL ? c->socket : (const char *)c->base.data,
                 c->fault[0] != '\0' ? c->fault : curl_easy_strerror(code));
    return GZ_EXIT_UNAVAILABLE;
}

// What the API answers is a JSON object, whatever the status.
static int read_answer(struct gz_api_client *c, struct gz_error *err)
{
    long status = 0;
    const struct gz_yaml_node *root = NULL;
    const struct gz_str body = gz_buffer_str(&c->body);

    (void)curl_easy_getinfo(c->easy, CURLINFO_RESPONSE_CODE, &status);
    gz_arena_reset(c->arena);
    gz_source_fini(&c->source);
    if (!gz_json_reader_valid_utf8(body) ||
        gz_source_init(&c->source, "answer", body) != GZ_OK ||
        gz_yaml_json_read(&c->source, c->arena, &root, NULL) != GZ_OK ||
        root->kind != GZ_YAML_MAPPING) {
        gz_error_set(err, GZ_UNAVAILABLE,
                     "what answers at %s with status %ld is no API of gazetted "
                     "(--url, --unix or --config say where it is)",
                     (const char *)c->base.data, status);
        return GZ_EXIT_UNAVAILABLE;
    }
    c->answer =
        (struct gz_api_answer){(uint32_t)status, c->version, &c->source, root};
    return GZ_EXIT_OK;
}

int gz_api_client_ask(struct gz_api_client *c,
                      const struct gz_api_request *request,
                      const struct gz_api_answer **out, struct gz_error *err)
{
    struct gz_buffer url;
    CURLcode code = CURLE_OUT_OF_MEMORY;

    *out = &c->answer;
    c->version[0] = c->fault[0] = '\0';
    gz_buffer_clear(&c->body);
    gz_buffer_init(&url, 0);
    write_url(c, request, &url);
    if (gz_buffer_status(&url) == GZ_OK && add_headers(c, request)) {
        code = perform(c, request, (const char *)url.data);
    }
    gz_buffer_fini(&url);
    return code == CURLE_OK ? read_answer(c, err)
                            : say_unreachable(c, code, err);
}

// --- refusals ---

int gz_api_client_verdict(const struct gz_api_answer *answer)
{
    return answer->status == TOO_MANY || (answer->status >= SERVER_ERROR &&
                                          answer->status != NOT_IMPLEMENTED)
               ? GZ_EXIT_UNAVAILABLE
               : GZ_EXIT_FAILURE;
}

struct gz_str gz_api_client_text(const struct gz_api_answer *answer,
                                 const char *key)
{
    const struct gz_yaml_node *node = gz_yaml_get(answer->root, key);

    return node != NULL && node->kind == GZ_YAML_SCALAR ? node->text
                                                        : GZ_STR_LIT("");
}

struct gz_str gz_api_client_remedy(const struct gz_api_answer *answer)
{
    switch (answer->status) {
    case UNAUTHORIZED:
        return GZ_STR_LIT("give --token-file, a file that holds a token of the "
                          "daemon's http.tokens");
    case FORBIDDEN:
        return GZ_STR_LIT("give --token-file with a token of the scope "
                          "change");
    case NOT_FOUND:
        return GZ_STR_LIT("gazetted subscriptions lists them");
    default:
        return gz_api_client_text(answer, "remedy");
    }
}
