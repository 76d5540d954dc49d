// Parts are read by several threads without a word about mistakes; only when
// there is one are they read again, one after the other, to say it.  We chose
// this over reports of each part that are merged, because duplicates of an id
// are known only at the end and reports must keep the order of the file.

#include "daemon/alert/subscription/subscription_large.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/map.h"
#include "daemon/base/parallel.h"

struct part {
    struct gz_yaml *tree;  // kept only when a node is needed
    struct gz_subscription **items;
    const struct gz_yaml_node **nodes;
    uint32_t count;
    enum gz_status status;
};

struct large {
    const struct gz_subscription_file *file;
    const struct gz_subscription_cut *cut;
    const struct gz_subscription_context *context;
    struct part *parts;
    atomic_bool failed;  // then parts that are not begun need not be
};

static enum gz_status read_item(const struct large *l, struct part *part,
                                const struct gz_yaml_node *node,
                                struct gz_arena *arena)
{
    struct gz_subscription *s = NULL;
    gz_arena_reset(arena);
    const enum gz_status st = gz_subscription_read_in(
        node, &l->file->source, l->context, arena, &s, NULL);
    if (st == GZ_OK) {
        const bool shown = gz_yaml_get(node, "examples") != NULL;
        part->nodes[part->count] = shown ? node : NULL;
        part->items[part->count++] = s;
    }
    return st;
}

static enum gz_status read_items(const struct large *l, struct part *part)
{
    const struct gz_yaml_node *list = gz_yaml_root(part->tree);
    struct gz_arena *arena = gz_arena_new(GZ_SUBSCRIPTION_ARENA_BYTES);
    enum gz_status st = arena != NULL ? GZ_OK : GZ_NO_MEMORY;
    part->items = calloc(list->count + 1U, sizeof(struct gz_subscription *));
    part->nodes = calloc(list->count + 1U, sizeof(struct gz_yaml_node *));
    if (part->items == NULL || part->nodes == NULL) {
        st = GZ_NO_MEMORY;
    }
    for (const struct gz_yaml_node *n = list->first; st == GZ_OK && n != NULL;
         n = n->next) {
        st = read_item(l, part, n, arena);
    }
    gz_arena_free(arena);
    return st;
}

static bool has_nodes(const struct part *part)
{
    uint32_t i = 0;
    while (i < part->count && part->nodes[i] == NULL) {
        i++;
    }
    return i < part->count;
}

static void on_part(void *context, size_t number, unsigned thread)
{
    struct large *l = context;
    struct part *part = &l->parts[number];
    (void)thread;
    if (atomic_load_explicit(&l->failed, memory_order_relaxed)) {
        return;
    }
    part->status =
        gz_yaml_parse_part(&l->file->source, l->cut->begins[number],
                           l->cut->begins[number + 1], &part->tree, NULL);
    if (part->status == GZ_OK) {
        part->status = read_items(l, part);
    }
    if (part->status != GZ_OK) {
        atomic_store_explicit(&l->failed, true, memory_order_relaxed);
    }
    if (!has_nodes(part)) {
        gz_yaml_free(part->tree);
        part->tree = NULL;
    }
}

// --- the parts become the file ---

static enum gz_status make_room(struct gz_subscription_file *file,
                                const struct large *l)
{
    size_t count = 0;
    for (size_t i = 0; i < l->cut->count; i++) {
        count += l->parts[i].count;
    }
    file->items = calloc(count + 1, sizeof(struct gz_subscription *));
    file->nodes = calloc(count + 1, sizeof(struct gz_yaml_node *));
    file->trees = calloc(l->cut->count + 1, sizeof(struct gz_yaml *));
    return file->items != NULL && file->nodes != NULL && file->trees != NULL
               ? GZ_OK
               : GZ_NO_MEMORY;
}

static void take(struct gz_subscription_file *file, struct part *part)
{
    for (uint32_t i = 0; i < part->count; i++) {
        file->items[file->count] = part->items[i];
        file->nodes[file->count++] = part->nodes[i];
    }
    part->count = 0;
    if (part->tree != NULL) {
        file->trees[file->tree_count++] = part->tree;
        part->tree = NULL;
    }
}

static void part_fini(struct part *part)
{
    for (uint32_t i = 0; i < part->count; i++) {
        gz_subscription_unref(part->items[i]);
    }
    free(part->items);
    free(part->nodes);
    gz_yaml_free(part->tree);
}

static enum gz_status check_ids(const struct gz_subscription_file *file)
{
    struct gz_map *ids = gz_map_new(file->count);
    enum gz_status st = ids != NULL ? GZ_OK : GZ_NO_MEMORY;
    for (uint32_t i = 0; st == GZ_OK && i < file->count; i++) {
        uint64_t *slot = NULL;
        bool added = false;
        st = gz_map_put(ids, gz_subscription_id(file->items[i]), 1, &slot,
                        &added);
        st = st == GZ_OK && !added ? GZ_INVALID : st;
    }
    gz_map_free(ids);
    return st;
}

enum gz_status gz_subscription_large_read(
    struct gz_subscription_file *file, const struct gz_subscription_cut *cut,
    const struct gz_subscription_context *context, unsigned threads)
{
    struct large l = {.file = file, .cut = cut, .context = context};
    enum gz_status st = GZ_OK;
    l.parts = calloc(cut->count + 1, sizeof(*l.parts));
    if (l.parts == NULL) {
        return GZ_NO_MEMORY;
    }
    atomic_init(&l.failed, false);
    gz_parallel_run(cut->count, threads, on_part, &l);
    for (size_t i = 0; i < cut->count; i++) {
        st = st == GZ_OK || l.parts[i].status == GZ_NO_MEMORY
                 ? l.parts[i].status
                 : st;
    }
    st = st == GZ_OK ? make_room(file, &l) : st;
    for (size_t i = 0; i < cut->count; i++) {
        if (st == GZ_OK) {
            take(file, &l.parts[i]);
        }
        part_fini(&l.parts[i]);
    }
    free(l.parts);
    return st == GZ_OK ? check_ids(file) : st;
}

// --- mistakes ---

static enum gz_status report_yaml(const struct gz_subscription_file *file,
                                  const struct gz_subscription_cut *cut,
                                  struct gz_error *err)
{
    enum gz_status first = GZ_OK;
    for (size_t i = 0; i < cut->count && first != GZ_NO_MEMORY; i++) {
        struct gz_yaml *tree = NULL;
        const enum gz_status st = gz_yaml_parse_part(
            &file->source, cut->begins[i], cut->begins[i + 1], &tree, err);
        gz_yaml_free(tree);
        first = first == GZ_OK || st == GZ_NO_MEMORY ? st : first;
    }
    return first;
}

// Ids of those before are kept by these, as all that is needed of them.
struct reported {
    struct gz_arena *arena;  // of ids
    struct gz_map *ids;
};

static enum gz_status report_item(const struct gz_subscription_file *file,
                                  const struct gz_yaml_node *node,
                                  const struct gz_subscription_context *context,
                                  struct reported *r, struct gz_error *err)
{
    struct gz_subscription *s = NULL;
    uint64_t *slot = NULL;
    bool added = true;
    enum gz_status st =
        gz_subscription_read(node, &file->source, context, &s, err);
    if (st != GZ_OK) {
        return st;
    }
    const struct gz_str id = gz_arena_copy(r->arena, gz_subscription_id(s));
    st = id.ptr == NULL ? GZ_NO_MEMORY
                        : gz_map_put(r->ids, id, 1, &slot, &added);
    gz_subscription_unref(s);
    return st == GZ_OK && !added ? gz_subscription_file_twice(file, node, err)
                                 : st;
}

static enum gz_status report_items(const struct gz_subscription_file *file,
                                   const struct gz_subscription_cut *cut,
                                   const struct gz_subscription_context *c,
                                   struct reported *r, struct gz_error *err)
{
    enum gz_status first = GZ_OK;
    for (size_t i = 0; i < cut->count && first != GZ_NO_MEMORY; i++) {
        struct gz_yaml *tree = NULL;
        enum gz_status st = gz_yaml_parse_part(&file->source, cut->begins[i],
                                               cut->begins[i + 1], &tree, err);
        const struct gz_yaml_node *n =
            st == GZ_OK ? gz_yaml_root(tree)->first : NULL;
        first = first == GZ_OK ? st : first;
        for (; n != NULL && first != GZ_NO_MEMORY; n = n->next) {
            st = report_item(file, n, c, r, err);
            first = first == GZ_OK || st == GZ_NO_MEMORY ? st : first;
        }
        gz_yaml_free(tree);
    }
    return first;
}

enum gz_status gz_subscription_large_report(
    struct gz_subscription_file *file, const struct gz_subscription_cut *cut,
    const struct gz_subscription_context *context, struct gz_error *err)
{
    enum gz_status st = report_yaml(file, cut, err);
    if (st != GZ_OK) {
        return st;
    }
    struct reported r = {gz_arena_new(SIZE_MAX), gz_map_new(1024)};
    st = r.arena != NULL && r.ids != NULL
             ? report_items(file, cut, context, &r, err)
             : GZ_NO_MEMORY;
    gz_map_free(r.ids);
    gz_arena_free(r.arena);
    return st;
}
