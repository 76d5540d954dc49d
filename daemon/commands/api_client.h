#ifndef GZ_API_CLIENT_H
#define GZ_API_CLIENT_H

#include "daemon/base/error.h"
#include "daemon/base/yaml.h"
#include "daemon/commands/api_place.h"

/*
 * A daemon's /v1/subscriptions as commands ask it, one request after the
 * other.  No proxy is asked and no redirect followed: a token goes to the
 * address that was said and nowhere else.
 */
struct gz_api_client;

/**
 * Read configuration and token; nothing is sent yet.  Returns an exit status;
 * what is wrong is in err.  Release with gz_api_client_close().
 */
int gz_api_client_open(const struct gz_api_place *place,
                       struct gz_api_client **out, struct gz_error *err);

/** NULL allowed. */
void gz_api_client_close(struct gz_api_client *c);

struct gz_api_request {
    const char *method;
    const char *id;         // NULL: all of them
    const char *query;      // encoded, without "?"; NULL: none
    const char *condition;  // a header, such as "If-Match: *"; NULL: none
    struct gz_str body;     // JSON; ptr NULL: none
};

// Borrowed from the client until it asks again.
struct gz_api_answer {
    uint32_t status;
    const char *version;             // of the ETag; "": it has none
    const struct gz_source *source;  // its JSON
    const struct gz_yaml_node *root;
};

/**
 * Ask, and wait for an answer, whichever it is.  Returns an exit status:
 * GZ_EXIT_UNAVAILABLE when there is none or it is none of ours, said in err.
 */
int gz_api_client_ask(struct gz_api_client *c,
                      const struct gz_api_request *request,
                      const struct gz_api_answer **out, struct gz_error *err);

/** The exit status for an answer that is a refusal. */
int gz_api_client_verdict(const struct gz_api_answer *answer);

/** The text under a key of the answer, "" when there is none. */
struct gz_str gz_api_client_text(const struct gz_api_answer *answer,
                                 const char *key);

/** What to do about a refusal; what the API says of headers in the words of
 * the command line. */
struct gz_str gz_api_client_remedy(const struct gz_api_answer *answer);

/** Append text as part of a query. */
void gz_api_client_escape(const char *text, struct gz_buffer *out);

#endif
