// A subscription from a tree of YAML or JSON.

#include "daemon/alert/subscription/subscription_read.h"

#include "daemon/alert/condition/condition.h"
#include "daemon/alert/subscription/subscription_reader.h"
#include "daemon/base/name_hint.h"
#include "daemon/base/yaml_json.h"
#include "rules/text/utf8.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static const int64_t hour_ms = (int64_t)3600 * 1000;
static const int64_t year_ms = (int64_t)366 * 24 * 3600 * 1000;

// --- single values ---

static bool is_id_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

static bool has_id_bytes(struct gz_str id)
{
    size_t i = 0;
    while (i < id.len_bytes && is_id_byte(id.ptr[i])) {
        i++;
    }
    return i == id.len_bytes;
}

// "." and ".." are no names in the addresses of the API: clients take them for
// places.
static bool is_dots(struct gz_str id)
{
    return gz_str_is(id, ".") || gz_str_is(id, "..");
}

bool gz_subscription_read_is_id(struct gz_str text)
{
    return text.len_bytes > 0 && text.len_bytes <= GZ_SUBSCRIPTION_ID_BYTES &&
           has_id_bytes(text) && !is_dots(text);
}

static void read_id(struct gz_subscription_reader *r,
                    const struct gz_yaml_node *node)
{
    struct gz_str id;
    if (!gz_subscription_values_text(r, node, &id)) {
        return;
    }
    if (!has_id_bytes(id)) {
        gz_subscription_values_fail(
            r, node,
            "an id is made of letters of ASCII, digits, \"-\", "
            "\"_\" and \".\"");
    } else if (is_dots(id)) {
        gz_subscription_values_fail(r, node, "an id is not \".\" or \"..\"");
    } else if (id.len_bytes > GZ_SUBSCRIPTION_ID_BYTES) {
        gz_subscription_values_fail(r, node, "an id has at most %d bytes",
                                    GZ_SUBSCRIPTION_ID_BYTES);
    } else if (r->id.ptr != NULL && !gz_str_eq(id, r->id)) {
        gz_subscription_values_fail(r, node,
                                    "expected \"" GZ_STR_FMT
                                    "\", the id that it is stored "
                                    "under, or no `id:`",
                                    GZ_STR_ARG(r->id));
    } else {
        r->view->id = id;
    }
}

static void read_description(struct gz_subscription_reader *r,
                             const struct gz_yaml_node *node)
{
    gz_subscription_values_text(r, node, &r->view->description);
}

static void read_version(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node)
{
    int64_t version = 0;
    gz_subscription_values_count(r, node, 0, INT64_MAX, &version);
    r->view->version = (uint64_t)version;
}

static void read_since(struct gz_subscription_reader *r,
                       const struct gz_yaml_node *node)
{
    gz_subscription_values_time(r, node, &r->view->since_ms);
}

static void read_when(struct gz_subscription_reader *r,
                      const struct gz_yaml_node *node)
{
    struct gz_buffer code;
    if (node->kind != GZ_YAML_SCALAR) {
        gz_subscription_values_fail(r, node, "expected a condition, not %s",
                                    gz_yaml_kind_name(node));
        return;
    }
    gz_buffer_init(&code, 0);
    const enum gz_status st =
        gz_condition_compile(node->text, r->src, node->begin_byte,
                             node->end_byte, r->context.terms, &code, r->err);
    if (st == GZ_NO_MEMORY) {
        gz_subscription_values_no_memory(r);
    } else if (st != GZ_OK) {
        r->status = r->status == GZ_OK ? st : r->status;
    }
    r->view->when.len_bytes = code.len;
    r->view->when.ptr = (const char *)gz_subscription_values_keep(r, &code);
}

static void read_languages(struct gz_subscription_reader *r,
                           const struct gz_yaml_node *node)
{
    r->view->languages = gz_subscription_values_list(r, node, NULL);
}

static void read_sources(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node)
{
    r->view->sources = gz_subscription_values_list(r, node, NULL);
}

static void read_wait(struct gz_subscription_reader *r,
                      const struct gz_yaml_node *node)
{
    gz_subscription_values_duration(r, node, 0, 24 * hour_ms,
                                    &r->view->wait_ms);
}

static void read_interval(struct gz_subscription_reader *r,
                          const struct gz_yaml_node *node)
{
    gz_subscription_values_duration(r, node, 0, year_ms, &r->view->interval_ms);
}

static void read_repeat(struct gz_subscription_reader *r,
                        const struct gz_yaml_node *node)
{
    gz_subscription_values_duration(r, node, 60 * 1000, year_ms,
                                    &r->view->repeat_ms);
}

static void read_resolve(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node)
{
    gz_subscription_values_duration(r, node, 1000, year_ms,
                                    &r->view->resolve_ms);
}

static void read_confirm(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node)
{
    int64_t count = 0;
    if (gz_subscription_values_count(r, node, 0, 10, &count)) {
        r->view->confirm = (uint32_t)count;
    }
}

static void read_severity(struct gz_subscription_reader *r,
                          const struct gz_yaml_node *node)
{
    static const char *const names[] = {
        [GZ_ALERT_INFO] = "info",
        [GZ_ALERT_WARNING] = "warning",
        [GZ_ALERT_CRITICAL] = "critical",
    };
    uint32_t severity = 0;
    if (gz_subscription_values_choice(r, node, names, COUNT(names),
                                      &severity)) {
        r->view->severity = (enum gz_alert_severity)severity;
    }
}

static void read_labels(struct gz_subscription_reader *r,
                        const struct gz_yaml_node *node)
{
    r->view->labels = gz_subscription_values_pairs(r, node, false);
}

static bool is_receiver(const struct gz_alert_receivers *known,
                        struct gz_str name)
{
    size_t i = 0;
    while (i < known->count && !gz_str_is(name, known->names[i])) {
        i++;
    }
    return i < known->count;
}

static bool check_receiver(struct gz_subscription_reader *r,
                           const struct gz_yaml_node *node, struct gz_str name)
{
    const struct gz_alert_terms *terms = r->context.terms;
    struct gz_buffer hint;
    if (terms == NULL || terms->receivers == NULL ||
        is_receiver(terms->receivers, name)) {
        return true;
    }
    gz_buffer_init(&hint, 0);
    gz_name_hint(&hint, name, terms->receivers->names, terms->receivers->count);
    gz_subscription_values_unknown(r, node, "unknown receiver", name, &hint);
    return false;
}

static void read_receivers(struct gz_subscription_reader *r,
                           const struct gz_yaml_node *node)
{
    r->view->receivers = gz_subscription_values_list(r, node, check_receiver);
}

// Whoever runs examples reads them; here they are only allowed, where they are
// kept.
static void read_examples(struct gz_subscription_reader *r,
                          const struct gz_yaml_node *node)
{
    if (!r->of_file) {
        gz_subscription_values_fail(
            r, node->key,
            "examples stand in files only, where `gazetted alerts test` runs "
            "them; leave them out here");
    } else if (node->kind != GZ_YAML_SEQUENCE) {
        gz_subscription_values_fail(r, node, "expected a list of examples");
    }
}

static const struct gz_subscription_key keys[] = {
    {"id", read_id},
    {"description", read_description},
    {"version", read_version},
    {"since", read_since},
    {"entities", gz_subscription_parts_entities},
    {"facts", gz_subscription_parts_facts},
    {"when", read_when},
    {"with", gz_subscription_parts_with},
    {"languages", read_languages},
    {"sources", read_sources},
    {"first_seen", gz_subscription_times_first_seen},
    {"window", gz_subscription_times_window},
    {"group_by", gz_subscription_parts_group_by},
    {"wait", read_wait},
    {"interval", read_interval},
    {"repeat", read_repeat},
    {"resolve", read_resolve},
    {"confirm", read_confirm},
    {"silences", gz_subscription_times_silences},
    {"quiet", gz_subscription_times_quiet},
    {"digest", gz_subscription_times_digest},
    {"severity", read_severity},
    {"labels", read_labels},
    {"receivers", read_receivers},
    {"examples", read_examples},
};

// --- the whole ---

// Whether it names what it asks for, however wrongly.
static bool asks(const struct gz_yaml_node *node)
{
    return gz_yaml_get(node, "entities") != NULL ||
           gz_yaml_get(node, "facts") != NULL ||
           gz_yaml_get(node, "when") != NULL;
}

// A fact is new to those that are about facts.
static void check_first_fact(struct gz_subscription_reader *r,
                             const struct gz_yaml_node *node)
{
    const struct gz_subscription_view *v = r->view;
    if (v->first_seen == GZ_FIRST_SEEN_FACT && v->facts.count == 0 &&
        gz_condition_fact_type(v->when).len_bytes == 0) {
        gz_subscription_values_fail(
            r, gz_yaml_get(node, "first_seen"),
            "a fact that is seen first needs `facts:`, or `when:` with "
            "fact(TYPE), such as when: fact(Customer)");
    }
}

// What no key can see alone.
static void check_whole(struct gz_subscription_reader *r,
                        const struct gz_yaml_node *node)
{
    const struct gz_subscription_view *v = r->view;
    const bool told = r->status != GZ_OK && asks(node);
    if (gz_yaml_get(node, "id") == NULL) {
        if (r->id.ptr == NULL) {
            gz_subscription_values_fail(r, node,
                                        "the subscription has no `id:`");
        }
        r->view->id = r->id;
    }
    if (v->window.kind != GZ_WINDOW_NONE &&
        gz_yaml_get(node, "resolve") == NULL) {
        r->view->resolve_ms = v->window.within_ms;
    }
    if (v->first_seen != GZ_FIRST_SEEN_NONE &&
        v->window.kind != GZ_WINDOW_NONE) {
        gz_subscription_values_fail(
            r, gz_yaml_get(node, "window"),
            "`first_seen:` and `window:` cannot be in one subscription");
    }
    if (!told &&
        v->ids.count + v->lists.count + v->names.count + v->types.count +
                v->attributes.count + v->facts.count ==
            0 &&
        v->when.len_bytes == 0) {
        gz_subscription_values_fail(
            r, node,
            "the subscription asks for everything; it needs "
            "`entities:`, `facts:` or `when:`");
    }
    if (r->status == GZ_OK) {
        check_first_fact(r, node);
    }
}

static enum gz_status pack(struct gz_subscription_reader *r,
                           struct gz_subscription **out)
{
    struct gz_buffer packed;
    enum gz_status st = GZ_OK;
    gz_buffer_init(&packed, GZ_SUBSCRIPTION_LIMIT_BYTES);
    gz_subscription_pack(r->view, &packed);
    st = gz_buffer_status(&packed);
    if (st == GZ_LIMIT) {
        gz_error_set(r->err, st, "%s: the subscription has more than %zu KiB",
                     r->src->name, GZ_SUBSCRIPTION_LIMIT_BYTES >> 10);
    } else if (st == GZ_OK) {
        *out = gz_subscription_new(gz_buffer_str(&packed));
        st = *out != NULL ? GZ_OK : GZ_NO_MEMORY;
    }
    gz_buffer_fini(&packed);
    if (st == GZ_NO_MEMORY) {
        gz_subscription_values_no_memory(r);
    }
    return st;
}

// r has its source, arena, err and id.
static enum gz_status read_in(struct gz_subscription_reader *r,
                              const struct gz_yaml_node *node,
                              const struct gz_subscription_context *context,
                              struct gz_subscription **out)
{
    struct gz_subscription_view view;
    r->view = &view;
    if (context != NULL) {
        r->context = *context;
    }
    gz_subscription_pack_defaults(&view);
    // What lists held is read before their names.
    const struct gz_yaml_node *entities =
        node->kind == GZ_YAML_MAPPING ? gz_yaml_get(node, "entities") : NULL;
    if (entities != NULL && entities->kind == GZ_YAML_MAPPING) {
        const struct gz_yaml_node *held = gz_yaml_get(entities, "list_ids");
        if (held != NULL) {
            view.list_ids = gz_subscription_values_list(r, held, NULL);
        }
    }
    gz_subscription_values_keys(r, node, "a subscription", keys, COUNT(keys));
    if (node->kind == GZ_YAML_MAPPING) {
        check_whole(r, node);
    }
    const enum gz_status st = r->status == GZ_OK ? pack(r, out) : r->status;
    r->view = NULL;
    return st;
}

enum gz_status
gz_subscription_read(const struct gz_yaml_node *node,
                     const struct gz_source *src,
                     const struct gz_subscription_context *context,
                     struct gz_subscription **out, struct gz_error *err)
{
    *out = NULL;
    struct gz_arena *arena = gz_arena_new(GZ_SUBSCRIPTION_ARENA_BYTES);
    if (arena == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "%s: out of memory", src->name);
    }
    const enum gz_status st =
        gz_subscription_read_in(node, src, context, arena, out, err);
    gz_arena_free(arena);
    return st;
}

enum gz_status gz_subscription_read_in(
    const struct gz_yaml_node *node, const struct gz_source *src,
    const struct gz_subscription_context *context, struct gz_arena *arena,
    struct gz_subscription **out, struct gz_error *err)
{
    struct gz_subscription_reader r = {
        .src = src, .of_file = true, .arena = arena, .err = err};
    *out = NULL;
    return read_in(&r, node, context, out);
}

enum gz_status
gz_subscription_read_json(struct gz_str text, const char *name,
                          const struct gz_subscription_context *context,
                          struct gz_subscription **out, struct gz_error *err)
{
    return gz_subscription_read_json_as((struct gz_str){NULL, 0}, text, name,
                                        context, out, err);
}

enum gz_status
gz_subscription_read_json_as(struct gz_str id, struct gz_str text,
                             const char *name,
                             const struct gz_subscription_context *context,
                             struct gz_subscription **out, struct gz_error *err)
{
    struct gz_source src;
    const struct gz_yaml_node *root = NULL;
    *out = NULL;
    if (text.len_bytes > GZ_YAML_LIMIT_BYTES) {
        return gz_error_set(err, GZ_LIMIT, "%s: larger than %zu MiB", name,
                            GZ_YAML_LIMIT_BYTES >> 20);
    }
    struct gz_arena *arena = gz_arena_new((size_t)64 << 20);
    if (arena == NULL || gz_source_init(&src, name, text) != GZ_OK) {
        gz_arena_free(arena);
        return gz_error_set(err, GZ_NO_MEMORY, "%s: out of memory", name);
    }
    struct gz_subscription_reader r = {
        .src = &src, .id = id, .arena = arena, .err = err};
    const size_t good_bytes = gz_utf8_valid_bytes(text);
    enum gz_status st =
        good_bytes < text.len_bytes
            ? gz_error_at(err, &src, good_bytes, "not valid UTF-8")
            : gz_yaml_json_read(&src, arena, &root, err);
    // A key that stands twice leaves a tree, whose mistakes are told as well.
    if (root != NULL) {
        r.status = st;
        st = read_in(&r, root, context, out);
    }
    gz_source_fini(&src);
    gz_arena_free(arena);
    return st;
}
