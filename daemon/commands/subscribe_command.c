// `gazetted subscribe` and `gazetted unsubscribe`: change what a running daemon
// keeps in its topic of subscriptions.  A file is read as a whole before the
// first of its subscriptions is sent; names of entity and fact types are
// checked by the daemon, whose rules alone matter, and its mistakes are shown
// at the subscription in the file.

#include <getopt.h>
#include <stdio.h>

#include "daemon/alert/subscription/subscription_file.h"
#include "daemon/commands/api_client.h"
#include "daemon/commands/commands.h"

#define PLACE_USAGE                                                            \
    GZ_API_PLACE_USAGE " of the\n"                                             \
                       "                         scope change\n"

static const char subscribe_usage[] =
    "usage: gazetted subscribe [OPTION...] FILE\n"
    "\n"
    "Create or change the subscriptions of a file, or of standard input when\n"
    "FILE is -, at a running daemon, which keeps them in its topic. One that\n"
    "is there already is changed only when you say so.\n"
    "\n"
    "      --if-match VERSION change the only subscription of the file, if\n"
    "                         it still has this version\n"
    "      --force            change whatever is there\n" PLACE_USAGE
    "  -h, --help             print this\n"
    "\n"
    "Nothing is sent, and the status is 65, when the file has mistakes; it is\n"
    "69 when the daemon does not answer, and 1 when it refuses one.\n";

static const char unsubscribe_usage[] =
    "usage: gazetted unsubscribe [OPTION...] ID...\n"
    "\n"
    "Remove subscriptions that a running daemon keeps in its topic.\n"
    "\n"
    "      --if-match VERSION only if it still has this version\n" PLACE_USAGE
    "  -h, --help             print this\n"
    "\n"
    "The status is 69 when the daemon does not answer, and 1 when it refuses\n"
    "one.\n";

enum {
    CREATED = 201,
    PRECONDITION_FAILED = 412,
    PRECONDITION_REQUIRED = 428,
    CONDITION_BYTES = 64,
    REMEDY_BYTES = 128,
};

struct session {
    struct gz_api_place place;
    const char *if_match;
    bool force;
    char condition[CONDITION_BYTES];  // "": none
    struct gz_api_client *client;
    struct gz_error err;
};

// --- options ---

static bool read_version(void *target, char *text)
{
    int64_t version = 0;

    if (!gz_str_to_int64(gz_str_z(text), &version) || version < 1) {
        fprintf(stderr,
                "error: --if-match is \"%s\", expected a version, a whole "
                "number from 1, as gazetted subscriptions shows it\n",
                text);
        return false;
    }
    *(const char **)target = text;
    return true;
}

static void set_condition(struct session *s, bool any)
{
    if (s->if_match != NULL) {
        snprintf(s->condition, sizeof(s->condition), "If-Match: \"%s\"",
                 s->if_match);
    } else if (any) {
        snprintf(s->condition, sizeof(s->condition), "If-Match: *");
    }
}

static int open_session(struct session *s)
{
    return gz_api_client_open(&s->place, &s->client, &s->err);
}

static int close_session(struct session *s, int status)
{
    gz_api_client_close(s->client);
    fflush(stdout);
    gz_error_print(&s->err, stderr);
    gz_error_fini(&s->err);
    return status;
}

// --- refusals ---

// What the command line has to say where the API speaks of headers.
static void write_remedy(const struct gz_api_answer *answer, bool removes,
                         char *out, size_t bytes)
{
    const struct gz_str remedy = gz_api_client_remedy(answer);

    if (answer->status != PRECONDITION_FAILED &&
        answer->status != PRECONDITION_REQUIRED) {
        snprintf(out, bytes, GZ_STR_FMT, GZ_STR_ARG(remedy));
    } else if (answer->version[0] == '\0') {
        snprintf(out, bytes, "leave out --if-match to create it");
    } else if (removes) {
        snprintf(out, bytes, "--if-match %s removes that version",
                 answer->version);
    } else {
        snprintf(out, bytes,
                 "--if-match %s changes that version, --force whatever is "
                 "there",
                 answer->version);
    }
}

// Each mistake at the subscription that has it.
static void report_mistakes(struct session *s, const struct gz_source *src,
                            const struct gz_yaml_node *at,
                            const struct gz_yaml_node *mistakes)
{
    for (const struct gz_yaml_node *n = mistakes->first; n != NULL;
         n = n->next) {
        const struct gz_yaml_node *text =
            n->kind == GZ_YAML_MAPPING ? gz_yaml_get(n, "error") : NULL;
        if (text != NULL && text->kind == GZ_YAML_SCALAR) {
            gz_error_span(&s->err, src, at->begin_byte, at->end_byte,
                          "the daemon says: " GZ_STR_FMT,
                          GZ_STR_ARG(text->text));
        }
    }
}

static int refuse(struct session *s, const struct gz_source *src,
                  const struct gz_yaml_node *at,
                  const struct gz_api_answer *answer)
{
    const struct gz_yaml_node *mistakes = gz_yaml_get(answer->root, "mistakes");
    const struct gz_str error = gz_api_client_text(answer, "error");
    char remedy[REMEDY_BYTES];

    write_remedy(answer, at == NULL, remedy, sizeof(remedy));
    if (at == NULL) {
        gz_error_set(&s->err, GZ_INVALID, GZ_STR_FMT " (%s)", GZ_STR_ARG(error),
                     remedy);
    } else if (mistakes != NULL && mistakes->first != NULL) {
        report_mistakes(s, src, at, mistakes);
    } else {
        gz_error_span(&s->err, src, at->begin_byte, at->end_byte,
                      GZ_STR_FMT " (%s)", GZ_STR_ARG(error), remedy);
    }
    return gz_api_client_verdict(answer);
}

// --- subscribe ---

// What is there to be changed by force may also be nothing.
static int ask(struct session *s, struct gz_api_request *request,
               const struct gz_api_answer **answer)
{
    const int status = gz_api_client_ask(s->client, request, answer, &s->err);

    if (status != GZ_EXIT_OK || !s->force ||
        (*answer)->status != PRECONDITION_FAILED ||
        (*answer)->version[0] != '\0') {
        return status;
    }
    request->condition = NULL;
    return gz_api_client_ask(s->client, request, answer, &s->err);
}

static int put(struct session *s, const struct gz_subscription_file *file,
               uint32_t number)
{
    const struct gz_subscription *item = file->items[number];
    const struct gz_api_answer *answer = NULL;
    struct gz_json_writer w;
    struct gz_buffer body;
    char id[GZ_SUBSCRIPTION_ID_BYTES + 1];

    snprintf(id, sizeof(id), GZ_STR_FMT, GZ_STR_ARG(gz_subscription_id(item)));
    gz_buffer_init(&body, 0);
    gz_json_writer_init(&w, &body);
    gz_subscription_print(item, &w);
    struct gz_api_request request = {
        .method = "PUT",
        .id = id,
        .condition = s->condition[0] == '\0' ? NULL : s->condition,
        .body = gz_buffer_str(&body),
    };
    int status = ask(s, &request, &answer);
    gz_buffer_fini(&body);
    if (status == GZ_EXIT_OK && answer->status / 100 == 2) {
        printf("%s: version " GZ_STR_FMT ", %s\n", id,
               GZ_STR_ARG(gz_api_client_text(answer, "version")),
               answer->status == CREATED ? "created" : "changed");
    } else if (status == GZ_EXIT_OK) {
        status = refuse(s, &file->source,
                        gz_yaml_get(file->nodes[number], "id"), answer);
    }
    return status;
}

// Goes on behind one that is refused, but not when nobody answers.
static int put_all(struct session *s, const struct gz_subscription_file *file)
{
    int status = open_session(s);

    for (uint32_t i = 0;
         i < file->count && (status == GZ_EXIT_OK || status == GZ_EXIT_FAILURE);
         i++) {
        const int one = put(s, file, i);
        status = one != GZ_EXIT_OK ? one : status;
    }
    return status;
}

static int subscribe(struct session *s, const char *path)
{
    struct gz_subscription_file file;
    int status = GZ_EXIT_DATA;

    const enum gz_status st =
        gz_subscription_file_load(&file, path, NULL, &s->err);
    if (st == GZ_OK && s->if_match != NULL && file.count != 1) {
        gz_error_set(&s->err, GZ_INVALID,
                     "--if-match is about one subscription, and %s has %u",
                     path, (unsigned)file.count);
        status = GZ_EXIT_USAGE;
    } else if (st == GZ_OK) {
        status = put_all(s, &file);
    } else if (s->err.count == 0) {
        gz_error_set(&s->err, st, "%s: %s", path, gz_status_name(st));
    }
    gz_subscription_file_fini(&file);
    return status;
}

int gz_command_subscribe(int argc, char **argv)
{
    struct session s = {.force = false};
    const struct gz_option options[] = {
        GZ_API_PLACE_OPTIONS(&s.place),
        gz_option_call("if-match", 0, &s.if_match, read_version),
        gz_option_flag("force", 0, &s.force),
    };
    const struct gz_option_table table = {"subscribe", subscribe_usage, options,
                                          sizeof(options) / sizeof(options[0])};
    int status = GZ_EXIT_OK;

    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    if (optind + 1 != argc) {
        return gz_options_fail(&table, "expected one file of subscriptions");
    }
    if (s.force && s.if_match != NULL) {
        return gz_options_fail(&table,
                               "--if-match and --force exclude each other");
    }
    gz_error_init(&s.err);
    set_condition(&s, s.force);
    return close_session(&s, subscribe(&s, argv[optind]));
}

// --- unsubscribe ---

static int remove_one(struct session *s, const char *id)
{
    const struct gz_api_answer *answer = NULL;
    const struct gz_api_request request = {
        .method = "DELETE",
        .id = id,
        .condition = s->condition,
    };
    const int status = gz_api_client_ask(s->client, &request, &answer, &s->err);

    if (status != GZ_EXIT_OK) {
        return status;
    }
    if (answer->status / 100 != 2) {
        return refuse(s, NULL, NULL, answer);
    }
    printf("%s: removed\n", id);
    return GZ_EXIT_OK;
}

int gz_command_unsubscribe(int argc, char **argv)
{
    struct session s = {.force = true};
    const struct gz_option options[] = {
        GZ_API_PLACE_OPTIONS(&s.place),
        gz_option_call("if-match", 0, &s.if_match, read_version),
    };
    const struct gz_option_table table = {"unsubscribe", unsubscribe_usage,
                                          options,
                                          sizeof(options) / sizeof(options[0])};
    int status = GZ_EXIT_OK;

    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    if (optind >= argc) {
        return gz_options_fail(&table, "expected the id of a subscription");
    }
    if (s.if_match != NULL && optind + 1 != argc) {
        return gz_options_fail(&table, "--if-match is about one subscription");
    }
    gz_error_init(&s.err);
    set_condition(&s, true);
    status = open_session(&s);
    for (int i = optind;
         i < argc && (status == GZ_EXIT_OK || status == GZ_EXIT_FAILURE); i++) {
        const int one = remove_one(&s, argv[i]);
        status = one != GZ_EXIT_OK ? one : status;
    }
    return close_session(&s, status);
}
