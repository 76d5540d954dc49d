// The scanner's tokens become nodes.  Open collections stand on a stack, so
// depth costs no recursion.

#include "daemon/base/yaml_json.h"

#include "daemon/base/json_escape.h"
#include "daemon/base/json_scanner.h"

enum { KEYS_MAX = 256 };  // of one object; each is compared with all

struct level {
    struct gz_yaml_node *node;
    struct gz_yaml_node *last;  // its last child
};

struct reader {
    const struct gz_source *src;
    struct gz_arena *arena;
    struct gz_error *err;
    struct gz_json_scanner scanner;
    struct level levels[GZ_JSON_SCANNER_DEPTH + 1];
    uint32_t depth;
    uint32_t nodes;
    struct gz_yaml_node *root;
    const struct gz_yaml_node *key;  // that waits for its value
    enum gz_status mistake;          // GZ_OK, or one that was read past
};

static enum gz_status no_memory(struct reader *r)
{
    return gz_error_set(r->err, GZ_NO_MEMORY, "%s: out of memory",
                        r->src->name);
}

// The text of a string, unescaped, in arena; ptr NULL on failure.
static struct gz_str unescape(struct reader *r, const struct gz_json_token *t)
{
    if (!t->escaped) {
        return gz_arena_copy(r->arena, t->text);
    }
    char *out = gz_arena_alloc(r->arena, t->text.len_bytes + 4);
    size_t len = 0;
    for (size_t i = 0; out != NULL && i < t->text.len_bytes;) {
        if (t->text.ptr[i] == '\\') {
            len += gz_json_escape_decode(t->text, &i, out + len);
        } else {
            out[len++] = t->text.ptr[i++];
        }
    }
    if (out != NULL) {
        out[len] = '\0';
    }
    return gz_str_of(out, len);
}

static struct gz_yaml_node *add_node(struct reader *r,
                                     const struct gz_json_token *t,
                                     enum gz_yaml_kind kind)
{
    struct gz_yaml_node *node = GZ_ARENA_NEW(r->arena, struct gz_yaml_node);
    if (node == NULL) {
        return NULL;
    }
    const bool quoted = t->kind == GZ_SCAN_STRING || t->kind == GZ_SCAN_KEY;
    node->kind = kind;
    node->plain = kind == GZ_YAML_SCALAR && !quoted;
    node->begin_byte = (size_t)(t->text.ptr - r->src->text) - quoted;
    node->end_byte = node->begin_byte + t->text.len_bytes + 2U * quoted;
    if (kind == GZ_YAML_SCALAR) {
        node->text = unescape(r, t);
        if (node->text.ptr == NULL) {
            return NULL;
        }
    }
    return node;
}

// Hang a value below the collection that is open.
static void attach(struct reader *r, struct gz_yaml_node *node)
{
    if (r->depth == 0) {
        r->root = node;
        return;
    }
    struct level *level = &r->levels[r->depth - 1];
    node->key = r->key;
    r->key = NULL;
    if (level->last == NULL) {
        level->node->first = node;
    } else {
        level->last->next = node;
    }
    level->last = node;
    level->node->count++;
}

static enum gz_status take_key(struct reader *r, const struct gz_json_token *t)
{
    const struct gz_yaml_node *parent = r->levels[r->depth - 1].node;
    struct gz_yaml_node *key = add_node(r, t, GZ_YAML_SCALAR);
    if (key == NULL) {
        return no_memory(r);
    }
    if (parent->count >= KEYS_MAX) {
        return gz_error_span(r->err, r->src, key->begin_byte, key->end_byte,
                             "more than %d keys in one object", KEYS_MAX);
    }
    for (const struct gz_yaml_node *n = parent->first; n != NULL; n = n->next) {
        if (gz_str_eq(n->key->text, key->text)) {
            r->mistake =
                gz_error_span(r->err, r->src, key->begin_byte, key->end_byte,
                              "the key stands here twice");
            break;
        }
    }
    r->key = key;
    return GZ_OK;
}

static enum gz_status take_value(struct reader *r,
                                 const struct gz_json_token *t)
{
    const bool open = t->kind == GZ_SCAN_OBJECT || t->kind == GZ_SCAN_ARRAY;
    const enum gz_yaml_kind kind = t->kind == GZ_SCAN_OBJECT  ? GZ_YAML_MAPPING
                                   : t->kind == GZ_SCAN_ARRAY ? GZ_YAML_SEQUENCE
                                                              : GZ_YAML_SCALAR;
    struct gz_yaml_node *node = add_node(r, t, kind);
    if (node == NULL) {
        return no_memory(r);
    }
    attach(r, node);
    if (open) {
        r->levels[r->depth++] = (struct level){node, NULL};
    }
    return GZ_OK;
}

static enum gz_status take(struct reader *r, const struct gz_json_token *t)
{
    if (++r->nodes > GZ_YAML_LIMIT_NODES) {
        return gz_error_set(r->err, GZ_LIMIT, "%s: more than %d values",
                            r->src->name, GZ_YAML_LIMIT_NODES);
    }
    switch (t->kind) {
    case GZ_SCAN_KEY:
        return take_key(r, t);
    case GZ_SCAN_OBJECT_END:
    case GZ_SCAN_ARRAY_END:
        r->depth--;
        r->levels[r->depth].node->end_byte = r->scanner.pos;
        return GZ_OK;
    default:
        return take_value(r, t);
    }
}

enum gz_status gz_yaml_json_read(const struct gz_source *src,
                                 struct gz_arena *arena,
                                 const struct gz_yaml_node **root,
                                 struct gz_error *err)
{
    struct reader r = {.src = src, .arena = arena, .err = err};
    struct gz_json_token t;
    enum gz_status st = GZ_OK;
    *root = NULL;
    gz_json_scanner_init(&r.scanner, gz_str_of(src->text, src->len_bytes));
    while (st == GZ_OK) {
        const enum gz_scan kind = gz_json_scanner_next(&r.scanner, &t);
        if (kind == GZ_SCAN_END) {
            *root = r.root;
            return r.mistake;
        }
        if (kind == GZ_SCAN_BAD) {
            const size_t at = (size_t)(r.scanner.fault_at.ptr - src->text);
            return gz_error_span(err, src, at,
                                 at + r.scanner.fault_at.len_bytes, "%s",
                                 r.scanner.fault);
        }
        st = take(&r, &t);
    }
    return st;
}
