// `gazetted subscriptions`: what a running daemon has, from files and from its
// topic.

#include <stdio.h>

#include "daemon/commands/api_client.h"
#include "daemon/commands/commands.h"

#define PLACE_USAGE GZ_API_PLACE_USAGE "\n"

static const char usage[] =
    "usage: gazetted subscriptions [OPTION...]\n"
    "\n"
    "List the subscriptions that a running daemon uses: id, version (or that "
    "it\n"
    "stands in a file), severity and description.\n"
    "\n"
    "  -e, --entity ID        only those that name this entity by its id\n"
    "  -r, --receiver NAME    only those that tell this receiver\n"
    "  -f, --format FORMAT    text (default) or json, one object per "
    "line\n" PLACE_USAGE "  -h, --help             print this\n"
    "\n"
    "The status is 69 when the daemon does not answer, and 1 when it "
    "refuses.\n";

static const char *const format_names[] = {"text", "json", NULL};

enum { TEXT, JSON };

struct session {
    struct gz_api_place place;
    const char *entity;
    const char *receiver;
    int format;  // index in format_names
    struct gz_api_client *client;
    struct gz_buffer query;
    struct gz_buffer after;  // NUL-terminated; empty: from the first
    struct gz_buffer out;
    struct gz_error err;
};

static void add_argument(struct gz_buffer *query, const char *name,
                         const char *value)
{
    if (value != NULL) {
        gz_buffer_append_fmt(query, "&%s=", name);
        gz_api_client_escape(value, query);
    }
}

static struct gz_str text_of(const struct gz_yaml_node *item, const char *key)
{
    const struct gz_yaml_node *node =
        item->kind == GZ_YAML_MAPPING ? gz_yaml_get(item, key) : NULL;

    return node != NULL && node->kind == GZ_YAML_SCALAR ? node->text
                                                        : GZ_STR_LIT("");
}

static void write_item(struct session *s, const struct gz_api_answer *answer,
                       const struct gz_yaml_node *item)
{
    const struct gz_str version = text_of(item, "version");
    const struct gz_str description = text_of(item, "description");

    if (s->format == JSON) {
        gz_buffer_append(&s->out, answer->source->text + item->begin_byte,
                         item->end_byte - item->begin_byte);
    } else {
        gz_buffer_append_fmt(&s->out, "%-24.*s %8.*s  " GZ_STR_FMT,
                             GZ_STR_ARG(text_of(item, "id")),
                             gz_str_is(version, "0") ? 4
                                                     : (int)version.len_bytes,
                             gz_str_is(version, "0") ? "file" : version.ptr,
                             GZ_STR_ARG(text_of(item, "severity")));
        gz_buffer_append_fmt(&s->out, "%s" GZ_STR_FMT,
                             description.len_bytes > 0 ? "  " : "",
                             GZ_STR_ARG(description));
    }
    gz_buffer_append_byte(&s->out, '\n');
}

// True: there is a further page.
static bool write_page(struct session *s, const struct gz_api_answer *answer)
{
    const struct gz_yaml_node *items =
        gz_yaml_get(answer->root, "subscriptions");
    const struct gz_str next = gz_api_client_text(answer, "next");

    for (const struct gz_yaml_node *n = items == NULL ? NULL : items->first;
         n != NULL; n = n->next) {
        write_item(s, answer, n);
    }
    gz_buffer_print(&s->out, stdout);
    gz_buffer_clear(&s->out);
    gz_buffer_clear(&s->after);
    gz_buffer_append_str(&s->after, next);
    gz_buffer_append_byte(&s->after, '\0');
    return next.len_bytes > 0 && !ferror(stdout);
}

static int ask(struct session *s, const struct gz_api_answer **answer)
{
    gz_buffer_clear(&s->query);
    gz_buffer_append_z(&s->query, "limit=1000");
    add_argument(&s->query, "entity", s->entity);
    add_argument(&s->query, "receiver", s->receiver);
    add_argument(&s->query, "after",
                 s->after.len > 1 ? (const char *)s->after.data : NULL);
    gz_buffer_append_byte(&s->query, '\0');
    if (gz_buffer_status(&s->query) != GZ_OK) {
        gz_error_set(&s->err, GZ_NO_MEMORY, "out of memory");
        return GZ_EXIT_FAILURE;
    }
    const struct gz_api_request request = {
        .method = "GET", .query = (const char *)s->query.data};
    return gz_api_client_ask(s->client, &request, answer, &s->err);
}

static int list(struct session *s)
{
    const struct gz_api_answer *answer = NULL;
    int status = gz_api_client_open(&s->place, &s->client, &s->err);
    bool more = true;

    while (status == GZ_EXIT_OK && more) {
        status = ask(s, &answer);
        if (status == GZ_EXIT_OK && answer->status / 100 != 2) {
            gz_error_set(&s->err, GZ_INVALID, GZ_STR_FMT " (" GZ_STR_FMT ")",
                         GZ_STR_ARG(gz_api_client_text(answer, "error")),
                         GZ_STR_ARG(gz_api_client_remedy(answer)));
            status = gz_api_client_verdict(answer);
        }
        more = status == GZ_EXIT_OK && write_page(s, answer);
    }
    return status;
}

int gz_command_subscriptions(int argc, char **argv)
{
    struct session s = {.format = TEXT};
    const struct gz_option options[] = {
        gz_option_text("entity", 'e', &s.entity),
        gz_option_text("receiver", 'r', &s.receiver),
        gz_option_choice("format", 'f', &s.format, format_names),
        GZ_API_PLACE_OPTIONS(&s.place),
    };
    const struct gz_option_table table = {"subscriptions", usage, options,
                                          sizeof(options) / sizeof(options[0])};
    int status = GZ_EXIT_OK;

    if (!gz_options_read_only(&table, argc, argv, &status)) {
        return status;
    }
    gz_error_init(&s.err);
    gz_buffer_init(&s.query, 0);
    gz_buffer_init(&s.after, 0);
    gz_buffer_init(&s.out, 0);
    status = list(&s);
    gz_api_client_close(s.client);
    fflush(stdout);
    gz_error_print(&s.err, stderr);
    gz_error_fini(&s.err);
    gz_buffer_fini(&s.query);
    gz_buffer_fini(&s.after);
    gz_buffer_fini(&s.out);
    return status;
}
