// JSON pointers as a tree of keys.

#include "codecs/json_pointers.h"

#include <stdlib.h>
#include <string.h>

enum { NOT_AN_INDEX = -1 };

struct node {
    char *key;  // owned, unescaped
    size_t key_len;
    int64_t index;  // the key as an array index, or NOT_AN_INDEX
    struct node *children;
    size_t child_count;
    uint32_t *numbers;  // of the pointers that end here
    size_t number_count;
    uint64_t seen_in;  // the walk that came here last
};

struct gz_json_pointers {
    struct node root;
    uint64_t walk;
};

struct gz_json_pointers *gz_json_pointers_new(void)
{
    return calloc(1, sizeof(struct gz_json_pointers));
}

static void free_node(struct node *node)
{
    for (size_t i = 0; i < node->child_count; i++) {
        free_node(&node->children[i]);
    }
    free(node->key);
    free(node->children);
    free(node->numbers);
}

void gz_json_pointers_free(struct gz_json_pointers *set)
{
    if (set != NULL) {
        free_node(&set->root);
        free(set);
    }
}

// --- adding ---

// RFC 6901, 4: digits without a leading zero.
static int64_t index_of(struct gz_str key)
{
    int64_t index = NOT_AN_INDEX;
    const bool digits = key.len_bytes > 0 && key.len_bytes <= 9 &&
                        key.ptr[0] >= '0' && key.ptr[0] <= '9' &&
                        (key.ptr[0] != '0' || key.len_bytes == 1);
    return digits && gz_str_to_int64(key, &index) ? index : NOT_AN_INDEX;
}

// "~1" is a slash and "~0" a tilde.  False for any other tilde.
static bool unescape(struct gz_str part, char *out, size_t *out_len)
{
    size_t len = 0;
    for (size_t i = 0; i < part.len_bytes; i++) {
        char c = part.ptr[i];
        if (c == '~') {
            i++;
            if (i == part.len_bytes ||
                (part.ptr[i] != '0' && part.ptr[i] != '1')) {
                return false;
            }
            c = part.ptr[i] == '0' ? '~' : '/';
        }
        out[len++] = c;
    }
    *out_len = len;
    return true;
}

static struct gz_str key_of(const struct node *node)
{
    return gz_str_of(node->key, node->key_len);
}

static struct node *find_child(const struct node *node, struct gz_str key)
{
    for (size_t i = 0; i < node->child_count; i++) {
        if (gz_str_eq(key_of(&node->children[i]), key)) {
            return &node->children[i];
        }
    }
    return NULL;
}

// takes: key, from malloc, also on failure.
static struct node *add_child(struct node *node, char *key, size_t len)
{
    const struct gz_str name = {key, len};
    struct node *child = find_child(node, name);
    if (child != NULL) {
        free(key);
        return child;
    }
    struct node *more =
        realloc(node->children, (node->child_count + 1) * sizeof(*more));
    if (more == NULL) {
        free(key);
        return NULL;
    }
    node->children = more;
    child = &more[node->child_count++];
    *child = (struct node){
        .key = key,
        .key_len = len,
        .index = index_of(name),
    };
    return child;
}

static enum gz_status descend(struct node **at, struct gz_str part,
                              const char *pointer, struct gz_error *err)
{
    char *key = malloc(part.len_bytes + 1);
    if (key == NULL) {
        return GZ_NO_MEMORY;
    }
    size_t len = 0;
    if (!unescape(part, key, &len)) {
        free(key);
        return gz_error_set(err, GZ_INVALID,
                            "JSON pointer \"%s\": \"~\" must be followed by "
                            "0 (a tilde) or 1 (a slash)",
                            pointer);
    }
    *at = add_child(*at, key, len);
    return *at == NULL ? GZ_NO_MEMORY : GZ_OK;
}

static enum gz_status add_number(struct node *node, uint32_t number)
{
    uint32_t *more =
        realloc(node->numbers, (node->number_count + 1) * sizeof(*more));
    if (more == NULL) {
        return GZ_NO_MEMORY;
    }
    node->numbers = more;
    more[node->number_count++] = number;
    return GZ_OK;
}

enum gz_status gz_json_pointers_add(struct gz_json_pointers *set,
                                    const char *pointer, uint32_t number,
                                    struct gz_error *err)
{
    if (pointer[0] != '\0' && pointer[0] != '/') {
        return gz_error_set(err, GZ_INVALID,
                            "JSON pointer \"%s\" must start with \"/\": try "
                            "\"/%s\"",
                            pointer, pointer);
    }
    struct node *at = &set->root;
    struct gz_str rest = gz_str_z(pointer[0] == '/' ? pointer + 1 : NULL);
    for (int parts = 0; rest.ptr != NULL; parts++) {
        if (parts == GZ_JSON_POINTER_PARTS_MAX) {
            return gz_error_set(err, GZ_INVALID,
                                "JSON pointer \"%s\" has more than %d parts",
                                pointer, GZ_JSON_POINTER_PARTS_MAX);
        }
        const struct gz_str part = gz_str_cut(&rest, '/');
        const enum gz_status st = descend(&at, part, pointer, err);
        if (st != GZ_OK) {
            return st;
        }
    }
    return add_number(at, number);
}

// --- finding ---

struct walk {
    uint64_t number;
    gz_json_pointers_fn *found;
    void *ctx;
};

static void visit(struct node *node, struct gz_json_value value,
                  const struct walk *walk);

static void visit_object(struct node *node, struct gz_json_value object,
                         const struct walk *walk)
{
    struct gz_json_cursor c = gz_json_reader_begin(object);
    struct gz_str key;
    struct gz_json_value value;
    while (gz_json_reader_next(&c, &key, &value)) {
        struct node *child = find_child(node, key);
        if (child != NULL && child->seen_in != walk->number) {
            visit(child, value, walk);
        }
    }
}

static int64_t last_index(const struct node *node)
{
    int64_t last = NOT_AN_INDEX;
    for (size_t i = 0; i < node->child_count; i++) {
        const int64_t index = node->children[i].index;
        last = index > last ? index : last;
    }
    return last;
}

static void visit_array(struct node *node, struct gz_json_value array,
                        const struct walk *walk)
{
    const int64_t last = last_index(node);
    struct gz_json_cursor c = gz_json_reader_begin(array);
    struct gz_str none;
    struct gz_json_value value;
    for (int64_t i = 0; i <= last; i++) {
        if (!gz_json_reader_next(&c, &none, &value)) {
            return;
        }
        for (size_t k = 0; k < node->child_count; k++) {
            if (node->children[k].index == i) {
                visit(&node->children[k], value, walk);
            }
        }
    }
}

// Recursion ends with the tree, which has GZ_JSON_POINTER_PARTS_MAX levels.
static void visit(struct node *node, struct gz_json_value value,
                  const struct walk *walk)
{
    node->seen_in = walk->number;
    for (size_t i = 0; i < node->number_count; i++) {
        walk->found(walk->ctx, node->numbers[i], value);
    }
    if (node->child_count == 0) {
        return;
    }
    const enum gz_json_kind kind = gz_json_reader_kind(value);
    if (kind == GZ_JSON_OBJECT) {
        visit_object(node, value, walk);
    } else if (kind == GZ_JSON_ARRAY) {
        visit_array(node, value, walk);
    }
}

void gz_json_pointers_find(struct gz_json_pointers *set,
                           struct gz_json_value root,
                           gz_json_pointers_fn *found, void *ctx)
{
    set->walk++;
    const struct walk walk = {set->walk, found, ctx};
    visit(&set->root, root, &walk);
}
