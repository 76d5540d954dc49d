// Nodes in the order in which they came until the tree is numbered; then a
// second order, parents before children, gives the numbers.  Names and paths
// are found through one map, which holds the first order's numbers.

#include "rules/language/type_tree.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/arena.h"
#include "daemon/base/map.h"
#include "rules/types.h"

enum { TYPES_MAX = 4000 };

struct node {
    struct gz_str name;  // alone
    struct gz_str path;  // with its parents; NUL-terminated, as name is
    uint16_t parent;     // in order of coming, or GZ_TYPE_NONE
    uint16_t number;     // preorder; valid once numbered
};

struct gz_type_tree {
    struct gz_arena *arena;
    struct gz_map *found;          // names and paths to nodes
    struct node *nodes;            // TYPES_MAX of them
    uint16_t *order;               // nodes by number
    struct gz_type_range *ranges;  // by number
    uint16_t count;
    bool numbered;
};

static const char *const values[] = {
    "Money", "Percent", "Date", "Duration", "Count",
};

static enum gz_status add_key(struct gz_type_tree *tree, struct gz_str key,
                              uint16_t node)
{
    uint64_t *slot = NULL;
    return gz_map_put(tree->found, key, node, &slot, NULL);
}

static struct gz_str join(struct gz_arena *arena, struct gz_str parent,
                          struct gz_str name)
{
    const size_t len = parent.len_bytes + 1 + name.len_bytes;
    char *path = gz_arena_alloc(arena, len + 1);
    if (path == NULL) {
        return gz_str_of(NULL, 0);
    }
    snprintf(path, len + 1, GZ_STR_FMT "/" GZ_STR_FMT, GZ_STR_ARG(parent),
             GZ_STR_ARG(name));
    return gz_str_of(path, len);
}

static enum gz_status append(struct gz_type_tree *tree, struct gz_str name,
                             uint16_t parent)
{
    const bool top = parent == GZ_TYPE_NONE;
    struct node *node = &tree->nodes[tree->count];
    node->name = gz_arena_copy(tree->arena, name);
    node->path =
        top ? node->name : join(tree->arena, tree->nodes[parent].path, name);
    node->parent = parent;
    if (node->name.ptr == NULL || node->path.ptr == NULL) {
        return GZ_NO_MEMORY;
    }
    enum gz_status st = add_key(tree, node->name, tree->count);
    if (st == GZ_OK && !top) {
        st = add_key(tree, node->path, tree->count);
    }
    tree->count = (uint16_t)(tree->count + (st == GZ_OK));
    return st;
}

static uint16_t find_node(const struct gz_type_tree *tree, struct gz_str name)
{
    const uint64_t *slot = gz_map_get(tree->found, name);
    return slot == NULL ? GZ_TYPE_NONE : (uint16_t)*slot;
}

static enum gz_status add_built_in(struct gz_type_tree *tree)
{
    const char *path = NULL;
    enum gz_status st = GZ_OK;
    for (size_t i = 0; st == GZ_OK && (path = gz_type_at(i)) != NULL; i++) {
        const char *slash = strrchr(path, '/');
        const struct gz_str parent =
            gz_str_of(path, slash == NULL ? 0 : (size_t)(slash - path));
        st = append(tree, gz_str_z(slash == NULL ? path : slash + 1),
                    slash == NULL ? GZ_TYPE_NONE : find_node(tree, parent));
    }
    const uint16_t value = tree->count;
    if (st == GZ_OK) {
        st = append(tree, GZ_STR_LIT("Value"), GZ_TYPE_NONE);
    }
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        st = st == GZ_OK ? append(tree, gz_str_z(values[i]), value) : st;
    }
    return st;
}

struct gz_type_tree *gz_type_tree_new(void)
{
    struct gz_type_tree *tree = calloc(1, sizeof(*tree));
    if (tree == NULL) {
        return NULL;
    }
    tree->arena = gz_arena_new(SIZE_MAX);
    tree->found = gz_map_new(0);
    tree->nodes = calloc(TYPES_MAX, sizeof(*tree->nodes));
    if (tree->arena == NULL || tree->found == NULL || tree->nodes == NULL ||
        add_built_in(tree) != GZ_OK) {
        gz_type_tree_free(tree);
        return NULL;
    }
    return tree;
}

void gz_type_tree_free(struct gz_type_tree *tree)
{
    if (tree != NULL) {
        gz_arena_free(tree->arena);
        gz_map_free(tree->found);
        free(tree->nodes);
        free(tree->order);
        free(tree->ranges);
        free(tree);
    }
}

enum gz_status gz_type_tree_add(struct gz_type_tree *tree, struct gz_str name,
                                struct gz_str parent)
{
    const uint16_t above = find_node(tree, parent);
    if (tree->numbered || tree->count == TYPES_MAX || above == GZ_TYPE_NONE ||
        name.len_bytes == 0 || memchr(name.ptr, '/', name.len_bytes) != NULL ||
        find_node(tree, name) != GZ_TYPE_NONE) {
        return GZ_INVALID;
    }
    return append(tree, name, above);
}

// What numbering needs to know of each node: its first child and the sibling
// behind it, in order of coming.
struct links {
    uint16_t first;
    uint16_t last;
    uint16_t next;
};

static uint16_t link_up(const struct gz_type_tree *tree, struct links *links)
{
    struct links top = {GZ_TYPE_NONE, GZ_TYPE_NONE, GZ_TYPE_NONE};
    for (uint16_t i = 0; i < tree->count; i++) {
        links[i] = (struct links){GZ_TYPE_NONE, GZ_TYPE_NONE, GZ_TYPE_NONE};
        const uint16_t parent = tree->nodes[i].parent;
        struct links *above = parent == GZ_TYPE_NONE ? &top : &links[parent];
        if (above->first == GZ_TYPE_NONE) {
            above->first = i;
        } else {
            links[above->last].next = i;
        }
        above->last = i;
    }
    return top.first;
}

// Depth first without recursion: a chain of types may be 4,000 deep.
static void walk(struct gz_type_tree *tree, const struct links *links,
                 uint16_t node)
{
    uint16_t number = 0;
    while (node != GZ_TYPE_NONE) {
        tree->order[number] = node;
        tree->nodes[node].number = number;
        tree->ranges[number].first = number;
        number++;
        if (links[node].first != GZ_TYPE_NONE) {
            node = links[node].first;
            continue;
        }
        while (node != GZ_TYPE_NONE) {
            tree->ranges[tree->nodes[node].number].end = number;
            if (links[node].next != GZ_TYPE_NONE) {
                node = links[node].next;
                break;
            }
            node = tree->nodes[node].parent;
        }
    }
}

enum gz_status gz_type_tree_number(struct gz_type_tree *tree)
{
    if (tree->numbered) {
        return GZ_OK;
    }
    struct links *links = calloc(tree->count, sizeof(*links));
    tree->order = calloc(tree->count, sizeof(*tree->order));
    tree->ranges = calloc(tree->count, sizeof(*tree->ranges));
    const bool room =
        links != NULL && tree->order != NULL && tree->ranges != NULL;
    if (room) {
        walk(tree, links, link_up(tree, links));
        tree->numbered = true;
    } else {
        free(tree->order);
        free(tree->ranges);
        tree->order = NULL;
        tree->ranges = NULL;
    }
    free(links);
    return room ? GZ_OK : GZ_NO_MEMORY;
}

uint16_t gz_type_tree_find(const struct gz_type_tree *tree, struct gz_str name)
{
    const uint16_t node = find_node(tree, name);
    return node == GZ_TYPE_NONE || !tree->numbered ? node
                                                   : tree->nodes[node].number;
}

struct gz_type_range gz_type_tree_range(const struct gz_type_tree *tree,
                                        uint16_t type)
{
    return tree->ranges[type];
}

struct gz_str gz_type_tree_path(const struct gz_type_tree *tree, uint16_t type)
{
    return tree->nodes[tree->numbered ? tree->order[type] : type].path;
}

uint16_t gz_type_tree_count(const struct gz_type_tree *tree)
{
    return tree->count;
}

const char *gz_type_tree_suggest(const struct gz_type_tree *tree,
                                 struct gz_str name)
{
    const bool path =
        name.len_bytes > 0 && memchr(name.ptr, '/', name.len_bytes) != NULL;
    const char **names = calloc(tree->count, sizeof(*names));
    if (names == NULL) {
        return NULL;
    }
    for (uint16_t i = 0; i < tree->count; i++) {
        names[i] = path ? tree->nodes[i].path.ptr : tree->nodes[i].name.ptr;
    }
    const char *meant = gz_str_suggest(name, names, tree->count);
    free(names);
    return meant;
}
