#include "daemon/http/subscription_changes.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/alert/subscription/subscription_read.h"
#include "daemon/http/exchange.h"
#include "daemon/http/subscription_answer.h"

enum {
    BAD_REQUEST = 400,
    NOT_FOUND = 404,
    NOT_IMPLEMENTED = 501,
};

// A change that the keeper was asked for.
struct gz_subscription_call {
    struct gz_subscription_changes *owner;
    struct gz_subscription_call *next;
    struct gz_subscription_call *previous;
    struct gz_exchange *exchange;  // NULL: answered already
    struct gz_subscription_change change;
};

// --- calls ---

static void link_call(struct gz_subscription_call *call)
{
    call->next = call->owner->waiting;
    if (call->next != NULL) {
        call->next->previous = call;
    }
    call->owner->waiting = call;
}

static void unlink_call(struct gz_subscription_call *call)
{
    struct gz_subscription_call **from =
        call->previous == NULL ? &call->owner->waiting : &call->previous->next;

    *from = call->next;
    if (call->next != NULL) {
        call->next->previous = call->previous;
    }
}

static void on_answer(void *ctx, const struct gz_keeping_answer *answer)
{
    struct gz_subscription_call *call = ctx;
    struct gz_reply reply;

    if (call->exchange != NULL) {
        gz_reply_init(&reply);
        gz_subscription_answer(&call->change, answer, &reply);
        unlink_call(call);
        gz_exchange_finish(call->exchange, &reply);
    }
    free(call);
}

void gz_subscription_changes_stop(struct gz_subscription_changes *c)
{
    struct gz_error why;

    gz_error_init(&why);
    (void)gz_error_set(&why, GZ_UNAVAILABLE, "the daemon stops");
    const struct gz_keeping_answer answer = {GZ_KEEPING_UNAVAILABLE, 0, &why};
    while (c->waiting != NULL) {
        struct gz_subscription_call *call = c->waiting;
        struct gz_reply reply;
        gz_reply_init(&reply);
        gz_subscription_answer(&call->change, &answer, &reply);
        unlink_call(call);
        gz_exchange_finish(call->exchange, &reply);
        call->exchange = NULL;
    }
    gz_error_fini(&why);
}

// The version under that id in the cell.  GZ_NOT_FOUND, GZ_NO_MEMORY.
static enum gz_status look_up(const struct gz_subscription_changes *c,
                              struct gz_str id, uint64_t *version)
{
    uint32_t ignored = 0;
    struct gz_subscription_view v;
    struct gz_subscription_index *ix =
        gz_subscription_cell_get(c->cell, &ignored);

    *version = 0;
    if (ix == NULL) {
        return GZ_NO_MEMORY;
    }
    const struct gz_subscription *s = gz_subscription_index_find(ix, id);
    if (s != NULL) {
        gz_subscription_look(s, &v);
        *version = v.version;
    }
    gz_subscription_index_free(ix);
    return s != NULL ? GZ_OK : GZ_NOT_FOUND;
}

// What is not the keeper's to judge; true: reply says it.
static bool settle(const struct gz_subscription_changes *c,
                   struct gz_subscription_change *change,
                   struct gz_reply *reply)
{
    struct gz_keeping_answer answer = {.outcome = GZ_KEEPING_MISSING};
    const enum gz_status st = look_up(c, gz_str_z(change->id), &answer.version);
    const bool unsaid =
        change->removes && change->condition.kind == GZ_CHANGE_UNSAID;
    const bool of_file = change->condition.kind == GZ_CHANGE_VERSION &&
                         change->condition.version == 0;

    if (st == GZ_NO_MEMORY) {
        gz_reply_no_memory(reply);
        return true;
    }
    change->creates = st == GZ_NOT_FOUND;
    if (!unsaid && !of_file) {
        return false;
    }
    if (st == GZ_OK) {
        answer.outcome =
            answer.version == 0 ? GZ_KEEPING_OF_FILE : GZ_KEEPING_CONFLICT;
    }
    gz_subscription_answer(change, &answer, reply);
    return true;
}

static uint64_t expected_of(const struct gz_change_condition *condition)
{
    switch (condition->kind) {
    case GZ_CHANGE_ANY:
        return GZ_SUBSCRIPTION_ANY_VERSION;
    case GZ_CHANGE_VERSION:
        return condition->version;
    case GZ_CHANGE_UNSAID:
    case GZ_CHANGE_NONE:
    default:
        return GZ_SUBSCRIPTION_ABSENT;
    }
}

// Ask the keeper for a change, with s in its place or without anything.
static void ask(struct gz_subscription_changes *c,
                const struct gz_request *request,
                const struct gz_subscription_change *change,
                struct gz_subscription *s, struct gz_reply *reply)
{
    struct gz_subscription_call *call = calloc(1, sizeof(*call));
    const uint64_t expected = expected_of(&change->condition);

    if (call == NULL) {
        gz_reply_no_memory(reply);
        return;
    }
    call->owner = c;
    call->exchange = request->exchange;
    call->change = *change;
    link_call(call);
    gz_exchange_defer(call->exchange);
    if (s != NULL) {
        c->keeper->put(c->keeper->ctx, s, expected, on_answer, call);
    } else {
        c->keeper->remove(c->keeper->ctx, gz_str_z(change->id), expected,
                          on_answer, call);
    }
}

// --- requests ---

static bool check_keeper(const struct gz_subscription_changes *c,
                         struct gz_reply *reply)
{
    if (c->keeper == NULL) {
        gz_reply_error(reply, NOT_IMPLEMENTED,
                       "change the files of alerts.subscriptions, or name a "
                       "topic in alerts.subscriptions_topic",
                       "subscriptions stand only in files here: no topic for "
                       "them is configured");
    }
    return c->keeper != NULL;
}

static bool check_parameters(const struct gz_request *request,
                             struct gz_reply *reply)
{
    if (request->target->argument_count > 0) {
        gz_reply_error(reply, BAD_REQUEST, "leave them out",
                       "there are no parameters here");
    }
    return request->target->argument_count == 0;
}

static bool read_condition(const struct gz_request *request,
                           struct gz_subscription_change *change,
                           struct gz_reply *reply)
{
    struct gz_error err;

    gz_error_init(&err);
    const enum gz_status st = gz_change_condition_read(
        request->if_match, request->if_none_match, &change->condition, &err);
    if (st != GZ_OK) {
        gz_reply_error(reply, BAD_REQUEST,
                       "send If-Match: with the ETag of the version that is "
                       "changed, or If-None-Match: * to create",
                       GZ_STR_FMT,
                       GZ_STR_ARG(gz_reply_plain(gz_error_text(&err))));
    }
    gz_error_fini(&err);
    return st == GZ_OK;
}

static bool read_id(struct gz_str id, struct gz_subscription_change *change)
{
    if (!gz_subscription_read_is_id(id)) {
        return false;
    }
    memcpy(change->id, id.ptr, id.len_bytes);
    change->id[id.len_bytes] = '\0';
    return true;
}

void gz_subscription_changes_put(struct gz_subscription_changes *c,
                                 const struct gz_request *request,
                                 struct gz_reply *reply)
{
    struct gz_subscription_change change = {.removes = false};

    if (!check_keeper(c, reply) || !check_parameters(request, reply) ||
        !gz_subscription_body_is_json(request->content_type, reply) ||
        !read_condition(request, &change, reply)) {
        return;
    }
    if (!read_id(request->param, &change)) {
        gz_reply_error(reply, BAD_REQUEST, "take another id",
                       "an id is made of letters of ASCII, digits, \"-\", "
                       "\"_\" and \".\", at most %d",
                       GZ_SUBSCRIPTION_ID_BYTES);
        return;
    }
    struct gz_subscription *s = gz_subscription_body_read(
        &c->terms, request->param, request->body, reply);
    if (s != NULL && !settle(c, &change, reply)) {
        ask(c, request, &change, s, reply);
    }
    gz_subscription_unref(s);
}

void gz_subscription_changes_remove(struct gz_subscription_changes *c,
                                    const struct gz_request *request,
                                    struct gz_reply *reply)
{
    struct gz_subscription_change change = {.removes = true};

    if (!check_keeper(c, reply) || !check_parameters(request, reply) ||
        !read_condition(request, &change, reply)) {
        return;
    }
    if (change.condition.kind == GZ_CHANGE_NONE) {
        gz_reply_error(reply, BAD_REQUEST,
                       "send If-Match: with the version that is removed, or *",
                       "nothing can be removed where nothing is");
    } else if (!read_id(request->param, &change)) {
        gz_reply_error(reply, NOT_FOUND, "GET /v1/subscriptions lists them",
                       "there is no subscription of that id");
    } else if (!settle(c, &change, reply)) {
        ask(c, request, &change, NULL, reply);
    }
}
