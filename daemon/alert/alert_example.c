// Examples from YAML.

#include "daemon/alert/alert_example.h"

#include <stdarg.h>

#include "daemon/alert/alert_example_values.h"
#include "daemon/base/duration.h"

enum { ITEMS_MAX = 10000 };

static const int64_t default_start_ms = INT64_C(1767571200000);  // 2026-01-05
static const int64_t day_ms = (int64_t)24 * 3600 * 1000;

static const char *const key_names[] = {
    [GZ_ALERT_EXAMPLE_AT] = "at",
    [GZ_ALERT_EXAMPLE_SUBSCRIPTION] = "subscription",
    [GZ_ALERT_EXAMPLE_STATE] = "state",
    [GZ_ALERT_EXAMPLE_ENTITY] = "entity",
    [GZ_ALERT_EXAMPLE_GROUP] = "group",
    [GZ_ALERT_EXAMPLE_WHY] = "why",
    [GZ_ALERT_EXAMPLE_DOUBT] = "doubt",
    [GZ_ALERT_EXAMPLE_CONFIRMED] = "confirmed",
    [GZ_ALERT_EXAMPLE_STORIES] = "stories",
    [GZ_ALERT_EXAMPLE_COPIES] = "copies",
    [GZ_ALERT_EXAMPLE_SOURCES] = "sources",
    [GZ_ALERT_EXAMPLE_INDEPENDENT] = "independent",
    [GZ_ALERT_EXAMPLE_REPEATS] = "repeats",
    [GZ_ALERT_EXAMPLE_HISTORY] = "history",
    [GZ_ALERT_EXAMPLE_SEVERITY] = "severity",
    [GZ_ALERT_EXAMPLE_EVIDENCE] = "evidence",
};

_Static_assert(sizeof(key_names) / sizeof(key_names[0]) ==
                   GZ_ALERT_EXAMPLE_KEYS,
               "every key has its name");

// As they are written, and as the decoder of JSON articles knows them.
static const char *const field_names[] = {
    [GZ_ALERT_EXAMPLE_ID] = "id",
    [GZ_ALERT_EXAMPLE_TITLE] = "title",
    [GZ_ALERT_EXAMPLE_BODY] = "body",
    [GZ_ALERT_EXAMPLE_SOURCE] = "source",
    [GZ_ALERT_EXAMPLE_LANGUAGE] = "language",
    [GZ_ALERT_EXAMPLE_URL] = "url",
    [GZ_ALERT_EXAMPLE_VERSION] = "version",
    [GZ_ALERT_EXAMPLE_STATUS] = "status",
};

const char *gz_alert_example_key_name(enum gz_alert_example_key key)
{
    return key_names[key];
}

const char *gz_alert_example_field_name(enum gz_alert_example_field field)
{
    return field_names[field];
}

// --- mistakes ---

// Times and names are read as those of subscriptions are.
struct reader {
    struct gz_subscription_reader base;
    const struct gz_subscription_index *index;  // or NULL
    struct gz_alert_example *example;
    struct gz_alert_example_article *articles;
    struct gz_alert_example_alert *alerts;
};

static void fail_key(struct reader *r, const struct gz_yaml_node *node,
                     const char *const *names, size_t count)
{
    uint32_t ignored = 0;
    (void)gz_subscription_values_key(&r->base, node->key, names, count,
                                     &ignored);
}

// A time behind the start, or a point in time.
static bool read_at(struct reader *r, const struct gz_yaml_node *node,
                    int64_t *out_ms)
{
    int64_t ms = 0;
    const struct gz_str text = node->text;
    const bool date = node->kind == GZ_YAML_SCALAR && text.len_bytes > 4 &&
                      text.ptr[4] == '-';
    if (date) {
        return gz_subscription_values_time(&r->base, node, out_ms);
    }
    if (!gz_subscription_values_duration(&r->base, node, 0, 3660 * day_ms,
                                         &ms)) {
        return false;
    }
    *out_ms = r->example->start_ms + ms;
    return true;
}

// --- articles ---

static void read_article(struct reader *r, const struct gz_yaml_node *node,
                         struct gz_alert_example_article *out)
{
    enum { NAMES = GZ_ALERT_EXAMPLE_FIELDS + 2 };
    const char *names[NAMES];
    memcpy(names, field_names, sizeof(field_names));
    names[GZ_ALERT_EXAMPLE_FIELDS] = "text";
    names[GZ_ALERT_EXAMPLE_FIELDS + 1] = "at";
    out->at_ms = r->example->start_ms;
    if (node->kind != GZ_YAML_MAPPING) {
        gz_subscription_values_fail(&r->base, node,
                                    "expected an article, not %s",
                                    gz_yaml_kind_name(node));
        return;
    }
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        uint32_t field = 0;
        while (field < NAMES && !gz_str_is(n->key->text, names[field])) {
            field++;
        }
        if (field == GZ_ALERT_EXAMPLE_FIELDS + 1) {
            read_at(r, n, &out->at_ms);
        } else if (field == NAMES) {
            fail_key(r, n, names, NAMES);
        } else if (n->kind != GZ_YAML_SCALAR) {
            gz_subscription_values_fail(&r->base, n, "expected a text, not %s",
                                        gz_yaml_kind_name(n));
        } else {
            field = field == GZ_ALERT_EXAMPLE_FIELDS ? GZ_ALERT_EXAMPLE_BODY
                                                     : field;
            out->fields[field] = n->text;
            gz_alert_example_values_check_field(
                &r->base, (enum gz_alert_example_field)field, n);
        }
    }
    if (out->fields[GZ_ALERT_EXAMPLE_BODY].len_bytes == 0) {
        gz_subscription_values_fail(&r->base, node,
                                    "the article has no `text:`");
    }
}

static void read_articles(struct reader *r, const struct gz_yaml_node *node)
{
    struct gz_alert_example *e = r->example;
    if (node->kind != GZ_YAML_SEQUENCE || node->count > ITEMS_MAX) {
        gz_subscription_values_fail(&r->base, node,
                                    "expected a list of articles");
        return;
    }
    r->articles = GZ_ARENA_ARRAY(r->base.arena, struct gz_alert_example_article,
                                 node->count);
    if (r->articles == NULL) {
        gz_subscription_values_no_memory(&r->base);
        return;
    }
    e->articles = r->articles;
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        struct gz_alert_example_article *a = &r->articles[e->article_count++];
        read_article(r, n, a);
        if (e->article_count > 1 && a->at_ms < a[-1].at_ms) {
            gz_subscription_values_fail(
                &r->base, n, "this article comes before the one above it");
        }
        e->until_ms = a->at_ms > e->until_ms ? a->at_ms : e->until_ms;
    }
}

// --- alerts ---

// A group is written as a mapping and compared as "key=value, key=value".
static struct gz_str flatten(struct reader *r, const struct gz_yaml_node *node)
{
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        if (n->kind != GZ_YAML_SCALAR) {
            gz_subscription_values_fail(&r->base, n, "expected a text, not %s",
                                        gz_yaml_kind_name(n));
        }
        gz_buffer_append_fmt(&text, "%s" GZ_STR_FMT "=" GZ_STR_FMT,
                             n == node->first ? "" : ", ",
                             GZ_STR_ARG(n->key->text), GZ_STR_ARG(n->text));
    }
    const struct gz_str kept =
        gz_arena_copy(r->base.arena, gz_buffer_str(&text));
    gz_buffer_fini(&text);
    if (kept.ptr == NULL) {
        gz_subscription_values_no_memory(&r->base);
    }
    return kept;
}

// It is compared as a time behind the start.
static struct gz_str read_when(struct reader *r,
                               const struct gz_yaml_node *node)
{
    struct gz_buffer text;
    struct gz_str kept = {NULL, 0};
    int64_t at_ms = 0;
    if (!read_at(r, node, &at_ms)) {
        return kept;
    }
    if (at_ms < r->example->start_ms) {
        gz_subscription_values_fail(&r->base, node,
                                    "this is before the start of the example");
        return kept;
    }
    int64_t ignored_ms = 0;
    if (gz_duration_parse(node->text, &ignored_ms)) {
        return node->text;
    }
    gz_buffer_init(&text, 0);
    gz_duration_print(at_ms - r->example->start_ms, &text);
    kept = gz_arena_copy(r->base.arena, gz_buffer_str(&text));
    gz_buffer_fini(&text);
    if (kept.ptr == NULL) {
        gz_subscription_values_no_memory(&r->base);
    }
    return kept;
}

// It is none of a subscription that the example does not see.
static void check_subscription(struct reader *r,
                               const struct gz_yaml_node *node)
{
    if (r->index != NULL &&
        gz_subscription_index_find(r->index, node->text) == NULL) {
        gz_subscription_values_fail(
            &r->base, node,
            "the example sees no subscription \"" GZ_STR_FMT "\"",
            GZ_STR_ARG(node->text));
    }
}

// Any value but a time and a group, which are made texts first.
static struct gz_str read_value(struct reader *r, enum gz_alert_example_key key,
                                const struct gz_yaml_node *node)
{
    if (key == GZ_ALERT_EXAMPLE_SUBSCRIPTION) {
        check_subscription(r, node);
    }
    gz_alert_example_values_check(&r->base, key, node);
    return node->text;
}

static void read_alert(struct reader *r, const struct gz_yaml_node *node,
                       struct gz_alert_example_alert *out)
{
    if (node->kind != GZ_YAML_MAPPING) {
        gz_subscription_values_fail(&r->base, node, "expected an alert, not %s",
                                    gz_yaml_kind_name(node));
        return;
    }
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        uint32_t key = 0;
        if (!gz_subscription_values_key(&r->base, n->key, key_names,
                                        GZ_ALERT_EXAMPLE_KEYS, &key)) {
            continue;
        }
        const bool is_group = key == GZ_ALERT_EXAMPLE_GROUP;
        if (n->kind != (is_group ? GZ_YAML_MAPPING : GZ_YAML_SCALAR)) {
            gz_subscription_values_fail(&r->base, n, "expected %s, not %s",
                                        is_group ? "a mapping" : "a text",
                                        gz_yaml_kind_name(n));
            continue;
        }
        out->values[key] = is_group                     ? flatten(r, n)
                           : key == GZ_ALERT_EXAMPLE_AT ? read_when(r, n)
                                                        : read_value(r, key, n);
    }
}

static void read_alerts(struct reader *r, const struct gz_yaml_node *node)
{
    if (node->kind != GZ_YAML_SEQUENCE || node->count > ITEMS_MAX) {
        gz_subscription_values_fail(
            &r->base, node,
            "expected a list of alerts, [] when there are none");
        return;
    }
    r->alerts = GZ_ARENA_ARRAY(r->base.arena, struct gz_alert_example_alert,
                               node->count);
    if (r->alerts == NULL) {
        gz_subscription_values_no_memory(&r->base);
        return;
    }
    r->example->alerts = r->alerts;
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        read_alert(r, n, &r->alerts[r->example->alert_count++]);
    }
}

// --- examples ---

static void read_history(struct reader *r, const struct gz_yaml_node *node)
{
    static const char *const names[] = {"partial", "complete"};
    uint32_t which = 0;
    if (gz_subscription_values_choice(&r->base, node, names, 2, &which)) {
        r->example->complete = which == 1;
    }
}

static void read_key(struct reader *r, const struct gz_yaml_node *node)
{
    static const char *const names[] = {"name",  "start",    "history",
                                        "until", "articles", "alerts"};
    const struct gz_str key = node->key->text;
    if (gz_str_is(key, "name")) {
        gz_subscription_values_text(&r->base, node, &r->example->name);
    } else if (gz_str_is(key, "history")) {
        read_history(r, node);
    } else if (gz_str_is(key, "articles")) {
        read_articles(r, node);
    } else if (gz_str_is(key, "alerts")) {
        read_alerts(r, node);
    } else if (!gz_str_is(key, "start") && !gz_str_is(key, "until")) {
        fail_key(r, node, names, sizeof(names) / sizeof(names[0]));
    }
}

// The start comes first, whatever the order in the file; the end last.
static void read_one(struct reader *r, const struct gz_yaml_node *node)
{
    if (node->kind != GZ_YAML_MAPPING) {
        gz_subscription_values_fail(&r->base, node,
                                    "expected an example with `articles:` and "
                                    "`alerts:`, not %s",
                                    gz_yaml_kind_name(node));
        return;
    }
    const struct gz_yaml_node *start = gz_yaml_get(node, "start");
    const struct gz_yaml_node *until = gz_yaml_get(node, "until");
    r->example->start_ms = default_start_ms;
    r->example->node = node;
    if (start != NULL) {
        gz_subscription_values_time(&r->base, start, &r->example->start_ms);
    }
    r->example->until_ms = r->example->start_ms;
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        read_key(r, n);
    }
    if (gz_yaml_get(node, "alerts") == NULL) {
        gz_subscription_values_fail(
            &r->base, node, "the example has no `alerts:` ([] for none)");
    }
    const int64_t last_ms = r->example->until_ms;
    if (until != NULL && read_at(r, until, &r->example->until_ms) &&
        r->example->until_ms < last_ms) {
        gz_subscription_values_fail(&r->base, until,
                                    "this is before the last article");
    }
}

enum gz_status gz_alert_example_read(const struct gz_yaml_node *list,
                                     const struct gz_subscription_index *index,
                                     const struct gz_source *src,
                                     struct gz_arena *arena,
                                     struct gz_alert_example **out,
                                     uint32_t *count, struct gz_error *err)
{
    struct reader r = {.base = {.src = src, .arena = arena, .err = err},
                       .index = index};
    *out = NULL;
    *count = 0;
    if (list->kind != GZ_YAML_SEQUENCE) {
        return gz_error_span(err, src, list->begin_byte, list->end_byte,
                             "expected a list of examples, not %s",
                             gz_yaml_kind_name(list));
    }
    struct gz_alert_example *items =
        GZ_ARENA_ARRAY(arena, struct gz_alert_example, list->count);
    if (items == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "%s: out of memory", src->name);
    }
    for (const struct gz_yaml_node *n = list->first; n != NULL; n = n->next) {
        r.example = &items[(*count)++];
        read_one(&r, n);
    }
    *out = items;
    return r.base.status;
}

bool gz_alert_example_same_time(struct gz_str a, struct gz_str b)
{
    int64_t a_ms = 0;
    int64_t b_ms = 0;
    return gz_duration_parse(a, &a_ms) && gz_duration_parse(b, &b_ms) &&
           a_ms == b_ms;
}
