#include "daemon/http/subscriptions_api.h"

#include "daemon/alert/subscription/subscription_read.h"
#include "daemon/base/json_writer.h"
#include "daemon/http/subscription_answer.h"

enum { BAD_REQUEST = 400, NOT_FOUND = 404 };

// --- a page of the list ---

struct page {
    struct gz_json_writer writer;
    struct gz_buffer *out;
    struct gz_str entity;    // ptr NULL: any
    struct gz_str receiver;  // likewise
    int64_t limit;
    int64_t count;
    int64_t looked;
    struct gz_str last;  // looked at
    bool more;           // behind it
};

static bool passes(const struct page *page, const struct gz_subscription *s)
{
    struct gz_subscription_view v;

    gz_subscription_look(s, &v);
    if (page->entity.ptr != NULL && !gz_packed_has(v.ids, page->entity) &&
        !gz_packed_has(v.list_ids, page->entity)) {
        return false;
    }
    return page->receiver.ptr == NULL ||
           gz_packed_has(v.receivers, page->receiver);
}

static bool on_subscription(void *ctx, struct gz_subscription *s)
{
    struct page *page = ctx;

    if (page->count == page->limit ||
        page->looked == GZ_SUBSCRIPTIONS_API_LOOKED ||
        page->out->len >= GZ_SUBSCRIPTIONS_API_PAGE_BYTES) {
        page->more = true;
        return false;
    }
    page->looked++;
    page->last = gz_subscription_id(s);
    if (passes(page, s)) {
        page->count++;
        gz_subscription_print_version(s, &page->writer);
    }
    return true;
}

static void write_page(const struct gz_subscription_index *ix,
                       struct page *page, struct gz_str after,
                       struct gz_reply *reply)
{
    struct gz_json_writer *w = &page->writer;

    page->out = &reply->body;
    reply->type = gz_reply_json;
    gz_json_writer_init(w, page->out);
    gz_json_object(w);
    gz_json_key(w, "total");
    gz_json_uint(w, gz_subscription_index_count(ix));
    gz_json_key(w, "subscriptions");
    gz_json_array(w);
    gz_subscription_index_each(ix, after, on_subscription, page);
    gz_json_array_end(w);
    if (page->more) {
        gz_json_key(w, "next");
        gz_json_str(w, page->last);
    }
    gz_json_object_end(w);
    gz_buffer_append_byte(page->out, '\n');
}

static bool read_page(const struct gz_target *target, struct page *page,
                      struct gz_reply *reply)
{
    static const char *const names[] = {"after", "limit", "entity", "receiver",
                                        NULL};
    const struct gz_str limit = gz_target_argument(target, "limit");

    *page = (struct page){
        .limit = GZ_SUBSCRIPTIONS_API_PAGE,
        .entity = gz_target_argument(target, "entity"),
        .receiver = gz_target_argument(target, "receiver"),
    };
    if (gz_target_check(target, names, 0, NULL) != GZ_OK) {
        gz_reply_error(
            reply, BAD_REQUEST, "GET /v1/openapi.json describes them",
            "the parameters are after, limit, entity and receiver, each "
            "once");
        return false;
    }
    if (limit.ptr != NULL &&
        (!gz_str_to_int64(limit, &page->limit) || page->limit < 1 ||
         page->limit > GZ_SUBSCRIPTIONS_API_PAGE_MAX)) {
        gz_reply_error(reply, BAD_REQUEST,
                       "ask for that many, and then with after=, the `next` of "
                       "the answer",
                       "limit is a whole number from 1 to %d",
                       GZ_SUBSCRIPTIONS_API_PAGE_MAX);
        return false;
    }
    return true;
}

static void list(void *ctx, const struct gz_request *request,
                 struct gz_reply *reply)
{
    const struct gz_subscriptions_api *api = ctx;
    struct page page;
    uint32_t version = 0;

    if (!read_page(request->target, &page, reply)) {
        return;
    }
    struct gz_subscription_index *ix =
        gz_subscription_cell_get(api->cell, &version);
    if (ix == NULL) {
        gz_reply_no_memory(reply);
        return;
    }
    write_page(ix, &page, gz_target_argument(request->target, "after"), reply);
    gz_subscription_index_free(ix);
}

// --- one ---

static void write_one(const struct gz_subscription *s, struct gz_reply *reply)
{
    struct gz_json_writer w;
    struct gz_subscription_view v;

    gz_subscription_look(s, &v);
    gz_subscription_answer_etag(v.version, reply);
    reply->type = gz_reply_json;
    gz_json_writer_init(&w, &reply->body);
    gz_subscription_print_version(s, &w);
    gz_buffer_append_byte(&reply->body, '\n');
}

static void show(void *ctx, const struct gz_request *request,
                 struct gz_reply *reply)
{
    const struct gz_subscriptions_api *api = ctx;
    uint32_t version = 0;

    if (request->target->argument_count > 0) {
        gz_reply_error(reply, BAD_REQUEST, "leave them out",
                       "there are no parameters here");
        return;
    }
    struct gz_subscription_index *ix =
        gz_subscription_cell_get(api->cell, &version);
    if (ix == NULL) {
        gz_reply_no_memory(reply);
        return;
    }
    const struct gz_subscription *s =
        gz_subscription_index_find(ix, request->param);
    if (s != NULL) {
        write_one(s, reply);
    } else {
        gz_reply_error(reply, NOT_FOUND, "GET /v1/subscriptions lists them",
                       "there is no subscription of that id");
    }
    gz_subscription_index_free(ix);
}

// --- changes ---

static void put(void *ctx, const struct gz_request *request,
                struct gz_reply *reply)
{
    struct gz_subscriptions_api *api = ctx;

    gz_subscription_changes_put(&api->changes, request, reply);
}

static void remove_one(void *ctx, const struct gz_request *request,
                       struct gz_reply *reply)
{
    struct gz_subscriptions_api *api = ctx;

    gz_subscription_changes_remove(&api->changes, request, reply);
}

static const struct gz_route routes[] = {
    {"GET", "/v1/subscriptions", GZ_SCOPE_READ, 0, list},
    {"GET", "/v1/subscriptions/{id}", GZ_SCOPE_READ, 0, show},
    {"PUT", "/v1/subscriptions/{id}", GZ_SCOPE_CHANGE,
     GZ_SUBSCRIPTION_LIMIT_BYTES, put},
    {"DELETE", "/v1/subscriptions/{id}", GZ_SCOPE_CHANGE, 0, remove_one},
};

struct gz_route_set
gz_subscriptions_api_routes(struct gz_subscriptions_api *api)
{
    return (struct gz_route_set){routes, sizeof(routes) / sizeof(routes[0]),
                                 api};
}

void gz_subscriptions_api_init(struct gz_subscriptions_api *api,
                               struct gz_subscription_cell *cell,
                               struct gz_rules_cell *rules,
                               const struct gz_subscription_keeper *keeper)
{
    api->cell = cell;
    api->changes = (struct gz_subscription_changes){
        .cell = cell, .terms = {.rules = rules}, .keeper = keeper};
}

void gz_subscriptions_api_know(struct gz_subscriptions_api *api,
                               const struct gz_alert_receivers *receivers)
{
    api->changes.terms.receivers = receivers;
}

void gz_subscriptions_api_stop(struct gz_subscriptions_api *api)
{
    gz_subscription_changes_stop(&api->changes);
}
