#include "daemon/notify/receiver_setup.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/hash.h"
#include "daemon/notify/receiver_reader.h"

enum { FILE_LIMIT_BYTES = 1 << 20 };

static const int64_t WEBHOOK_TIMEOUT_MS = 10000;
static const int64_t EXEC_TIMEOUT_MS = 30000;
static const int64_t BREAKER_PAUSE_MS = 30000;

// A name becomes part of the names of a group and of a client.
static const char *fault_of_name(struct gz_str name)
{
    for (size_t i = 0; i < name.len_bytes; i++) {
        const char c = name.ptr[i];
        const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!good) {
            return "holds something else than letters, digits, - and _";
        }
    }
    if (name.len_bytes == 0) {
        return "is empty";
    }
    return name.len_bytes > GZ_RECEIVER_NAME_BYTES ? "is longer than 64 bytes"
                                                   : NULL;
}

static void set_defaults(struct gz_receiver_setup *s,
                         const struct gz_yaml_node *mapping)
{
    const struct gz_yaml_node *type = gz_yaml_get(mapping, "type");
    const bool exec = type != NULL && gz_str_is(type->text, "exec");

    s->timeout_ms = exec ? EXEC_TIMEOUT_MS : WEBHOOK_TIMEOUT_MS;
    s->concurrency = exec ? 1 : 4;
    s->breaker_failures = 5;
    s->breaker_pause_ms = BREAKER_PAUSE_MS;
}

static enum gz_status read_one(struct gz_receiver_reader *r,
                               const struct gz_yaml_node *node,
                               struct gz_receiver_setup *s)
{
    const struct gz_str name = node->key->text;
    const char *fault = fault_of_name(name);

    if (fault != NULL) {
        gz_receiver_refuse(r, node->key, "the name of a receiver %s", fault);
    }
    if (node->kind != GZ_YAML_MAPPING) {
        gz_receiver_refuse(r, node, "a receiver must be a mapping, not %s",
                           gz_yaml_kind_name(node));
        return GZ_OK;
    }
    s->name = gz_arena_copy(r->out->arena, name).ptr;
    if (s->name == NULL) {
        return gz_error_set(r->err, GZ_NO_MEMORY, "out of memory");
    }
    s->hash = gz_hash64(r->out->source.text + node->begin_byte,
                        node->end_byte - node->begin_byte, 0);
    set_defaults(s, node);
    enum gz_status st = gz_receiver_read_fields(r, node, s);
    return st == GZ_OK ? gz_receiver_complete(r, node, s) : st;
}

static enum gz_status read_all(struct gz_receiver_reader *r,
                               const struct gz_yaml_node *mapping)
{
    enum gz_status st = GZ_OK;

    if (mapping->count > GZ_RECEIVERS_MAX) {
        gz_receiver_refuse(r, mapping, "there are %u receivers, allowed are %d",
                           mapping->count, GZ_RECEIVERS_MAX);
        return GZ_OK;
    }
    r->out->items =
        GZ_ARENA_ARRAY(r->out->arena, struct gz_receiver_setup, mapping->count);
    const char **names =
        GZ_ARENA_ARRAY(r->out->arena, const char *, mapping->count);
    if (r->out->items == NULL || names == NULL) {
        return gz_error_set(r->err, GZ_NO_MEMORY, "out of memory");
    }
    const struct gz_yaml_node *node = mapping->first;
    for (; node != NULL && st == GZ_OK; node = node->next) {
        st = read_one(r, node, &r->out->items[r->out->count]);
        names[r->out->count] = r->out->items[r->out->count].name;
        r->out->count++;
    }
    r->out->known = (struct gz_alert_receivers){names, r->out->count};
    return st;
}

static enum gz_status read_root(struct gz_receiver_reader *r,
                                const struct gz_yaml_node *root)
{
    const struct gz_yaml_node *receivers =
        root->kind == GZ_YAML_MAPPING ? gz_yaml_get(root, "receivers") : NULL;

    if (receivers == NULL) {
        gz_receiver_refuse(r, root,
                           "a file of receivers is a mapping with the key "
                           "receivers");
        return GZ_OK;
    }
    for (const struct gz_yaml_node *n = root->first; n != NULL; n = n->next) {
        if (n != receivers) {
            gz_receiver_refuse(r, n->key,
                               "unknown key \"" GZ_STR_FMT
                               "\"; the only one is receivers",
                               GZ_STR_ARG(n->key->text));
        }
    }
    if (gz_yaml_is_null(receivers)) {
        return GZ_OK;
    }
    if (receivers->kind != GZ_YAML_MAPPING) {
        gz_receiver_refuse(r, receivers, "receivers must be a mapping, not %s",
                           gz_yaml_kind_name(receivers));
        return GZ_OK;
    }
    return read_all(r, receivers);
}

static enum gz_status parse(struct gz_receiver_reader *r)
{
    struct gz_yaml *yaml = NULL;
    enum gz_status st = gz_yaml_parse(&r->out->source, &yaml, r->err);

    if (st == GZ_OK) {
        st = read_root(r, gz_yaml_root(yaml));
        st = st == GZ_OK ? r->mistake : st;
    }
    gz_yaml_free(yaml);
    return st;
}

enum gz_status gz_receivers_parse(const struct gz_config *config,
                                  struct gz_source *src,
                                  struct gz_receivers **out,
                                  struct gz_error *err)
{
    struct gz_receiver_reader r = {.config = config, .err = err};

    *out = NULL;
    r.out = calloc(1, sizeof(*r.out));
    if (r.out == NULL) {
        gz_source_fini(src);
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    *r.out = (struct gz_receivers){.source = *src, .refs = 1};
    *src = (struct gz_source){0};
    r.out->arena = gz_arena_new(SIZE_MAX);
    const enum gz_status st =
        r.out->arena == NULL ? gz_error_set(err, GZ_NO_MEMORY, "out of memory")
                             : parse(&r);
    if (st != GZ_OK) {
        gz_receivers_unref(r.out);
        return st;
    }
    *out = r.out;
    return GZ_OK;
}

enum gz_status gz_receivers_load(const struct gz_config *config,
                                 const char *path, struct gz_receivers **out,
                                 struct gz_error *err)
{
    struct gz_source src = {0};

    *out = NULL;
    const enum gz_status st = gz_source_load(&src, path, FILE_LIMIT_BYTES, err);
    return st == GZ_OK ? gz_receivers_parse(config, &src, out, err) : st;
}

struct gz_receivers *gz_receivers_ref(struct gz_receivers *r)
{
    if (r != NULL) {
        r->refs++;
    }
    return r;
}

void gz_receivers_unref(struct gz_receivers *r)
{
    if (r == NULL || --r->refs > 0) {
        return;
    }
    for (size_t i = 0; r->items != NULL && i < r->count; i++) {
        explicit_bzero(r->items[i].secrets, sizeof(r->items[i].secrets));
    }
    gz_source_fini(&r->source);
    gz_arena_free(r->arena);
    free(r);
}

const struct gz_receiver_setup *gz_receivers_find(const struct gz_receivers *r,
                                                  struct gz_str name)
{
    for (size_t i = 0; r != NULL && i < r->count; i++) {
        if (gz_str_is(name, r->items[i].name)) {
            return &r->items[i];
        }
    }
    return NULL;
}

// The hash is of the texts; files that they name may hold something else now.
bool gz_receiver_setup_same(const struct gz_receiver_setup *a,
                            const struct gz_receiver_setup *b)
{
    bool same = a->hash == b->hash && a->secret_count == b->secret_count &&
                a->ca_file == NULL && b->ca_file == NULL;

    for (size_t i = 0; same && i < a->secret_count; i++) {
        const struct gz_webhook_secret *one = &a->secrets[i];
        const struct gz_webhook_secret *other = &b->secrets[i];
        same = one->length == other->length &&
               memcmp(one->bytes, other->bytes, one->length) == 0;
    }
    return same;
}
