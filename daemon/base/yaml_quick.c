// Whatever is not understood at once ends it: NULL and false mean "ask the
// other reader", and nothing here may guess.

#include "daemon/base/yaml_quick.h"

#include <string.h>

enum {
    KEY_BYTES = 64,
    DEPTH = 16,
    KEYS = 32,  // of one mapping; each is compared with all
};

struct quick {
    const char *text;
    size_t pos;
    size_t end;
    struct gz_arena *arena;
    uint32_t nodes;
    uint32_t depth;
};

static char at(const struct quick *q)
{
    if (q->pos >= q->end) {
        return '\n';
    }
    return q->text[q->pos];
}

static char behind(const struct quick *q)
{
    if (q->pos + 1 >= q->end) {
        return '\n';
    }
    return q->text[q->pos + 1];
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_';
}

static struct gz_yaml_node *new_node(struct quick *q, enum gz_yaml_kind kind)
{
    struct gz_yaml_node *node =
        ++q->nodes <= GZ_YAML_LIMIT_NODES
            ? GZ_ARENA_NEW(q->arena, struct gz_yaml_node)
            : NULL;
    if (node != NULL) {
        node->kind = kind;
        node->begin_byte = q->pos;
    }
    return node;
}

// A scalar of the bytes begin..end, which `edge` quotes enclose.
static struct gz_yaml_node *new_scalar(struct quick *q, size_t begin,
                                       size_t end, size_t edge)
{
    struct gz_yaml_node *node = new_node(q, GZ_YAML_SCALAR);
    if (node == NULL) {
        return NULL;
    }
    node->plain = edge == 0;
    node->begin_byte = begin - edge;
    node->end_byte = end + edge;
    node->text =
        gz_arena_copy(q->arena, gz_str_of(q->text + begin, end - begin));
    return node->text.ptr != NULL ? node : NULL;
}

static struct gz_yaml_node *read_quoted(struct quick *q)
{
    const size_t begin = ++q->pos;
    const char *close = memchr(q->text + begin, '"', q->end - begin);
    const size_t len = close != NULL ? (size_t)(close - q->text) - begin : 0;
    if (close == NULL || memchr(q->text + begin, '\\', len) != NULL ||
        memchr(q->text + begin, '\n', len) != NULL) {
        return NULL;
    }
    q->pos = begin + len + 1;
    return new_scalar(q, begin, begin + len, 1);
}

// In brackets a plain text ends at what belongs to them; elsewhere at the end
// of the line.
static struct gz_yaml_node *read_plain(struct quick *q, bool flow)
{
    const size_t begin = q->pos;
    if (!is_word(at(q))) {
        return NULL;
    }
    while (at(q) != '\n' && !(flow && strchr(",[]{}?", at(q)) != NULL)) {
        if (at(q) == ':' && (behind(q) == ' ' || behind(q) == '\n' ||
                             (flow && !is_word(behind(q))))) {
            break;
        }
        q->pos++;
    }
    size_t end = q->pos;
    while (q->text[end - 1] == ' ') {
        end--;
    }
    return new_scalar(q, begin, end, 0);
}

static void skip_blanks(struct quick *q)
{
    while (at(q) == ' ') {
        q->pos++;
    }
}

// A key and its colon.
static struct gz_yaml_node *read_key(struct quick *q, bool flow)
{
    const size_t begin = q->pos;
    const bool quoted = flow && at(q) == '"';
    while (!quoted && is_word(at(q))) {
        q->pos++;
    }
    struct gz_yaml_node *key = quoted ? read_quoted(q)
                               : q->pos > begin
                                   ? new_scalar(q, begin, q->pos, 0)
                                   : NULL;
    if (key == NULL || key->text.len_bytes > KEY_BYTES || at(q) != ':' ||
        (!quoted && behind(q) != ' ')) {
        return NULL;
    }
    q->pos++;
    skip_blanks(q);
    return key;
}

static bool has_key(const struct gz_yaml_node *mapping, struct gz_str key)
{
    const struct gz_yaml_node *n = mapping->first;
    while (n != NULL && !gz_str_eq(n->key->text, key)) {
        n = n->next;
    }
    return n != NULL;
}

static struct gz_yaml_node *read_value(struct quick *q, bool flow);

// Read a child, with its key in a mapping, and hang it behind the last one.
static bool read_child(struct quick *q, bool flow, struct gz_yaml_node *node,
                       struct gz_yaml_node **last)
{
    const struct gz_yaml_node *key = NULL;
    if (node->kind == GZ_YAML_MAPPING) {
        key = read_key(q, flow);
        if (key == NULL || node->count == KEYS || has_key(node, key->text)) {
            return false;
        }
    }
    struct gz_yaml_node *child = read_value(q, flow);
    if (child == NULL) {
        return false;
    }
    child->key = key;
    if (*last == NULL) {
        node->first = child;
    } else {
        (*last)->next = child;
    }
    *last = child;
    node->count++;
    node->end_byte = child->end_byte;
    return true;
}

static struct gz_yaml_node *read_flow(struct quick *q)
{
    const char close = at(q) == '[' ? ']' : '}';
    struct gz_yaml_node *node =
        new_node(q, close == ']' ? GZ_YAML_SEQUENCE : GZ_YAML_MAPPING);
    struct gz_yaml_node *last = NULL;
    if (node == NULL || ++q->depth > DEPTH) {
        return NULL;
    }
    q->pos++;
    skip_blanks(q);
    while (at(q) != close || node->count > 0) {
        if (!read_child(q, true, node, &last)) {
            return NULL;
        }
        skip_blanks(q);
        if (at(q) != ',') {
            break;
        }
        q->pos++;
        skip_blanks(q);
    }
    if (at(q) != close) {
        return NULL;
    }
    node->end_byte = ++q->pos;
    q->depth--;
    return node;
}

static struct gz_yaml_node *read_value(struct quick *q, bool flow)
{
    switch (at(q)) {
    case '[':
    case '{':
        return read_flow(q);
    case '"':
        return read_quoted(q);
    default:
        return read_plain(q, flow);
    }
}

// --- lines ---

// To the next line that is not empty; false when this one goes on.
static bool end_line(struct quick *q)
{
    skip_blanks(q);
    if (at(q) != '\n') {
        return false;
    }
    while (q->pos < q->end && at(q) == '\n') {
        q->pos++;
    }
    return true;
}

static size_t indent_of(const struct quick *q)
{
    size_t n = 0;
    while (q->pos + n < q->end && q->text[q->pos + n] == ' ') {
        n++;
    }
    return n;
}

static struct gz_yaml_node *read_mapping(struct quick *q, size_t indent)
{
    struct gz_yaml_node *node = new_node(q, GZ_YAML_MAPPING);
    struct gz_yaml_node *last = NULL;
    if (node == NULL) {
        return NULL;
    }
    for (;;) {
        if (!read_child(q, false, node, &last) || !end_line(q)) {
            return NULL;
        }
        if (q->pos == q->end || indent_of(q) != indent) {
            return node;
        }
        q->pos += indent;
    }
}

static struct gz_yaml_node *read_item(struct quick *q, size_t indent)
{
    if (q->pos == q->end || indent_of(q) != indent) {
        return NULL;
    }
    q->pos += indent;
    if (at(q) != '-' || behind(q) != ' ') {
        return NULL;
    }
    q->pos += 2;
    if (at(q) != '{') {
        return read_mapping(q, indent + 2);
    }
    struct gz_yaml_node *node = read_flow(q);
    return node != NULL && end_line(q) ? node : NULL;
}

// Printable ASCII without the signs that mean something anywhere in a line.
static bool is_simple(const char *text, size_t len)
{
    uint8_t odd = 0;
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = (unsigned char)text[i];
        odd |= (uint8_t)((c < 0x20 && c != '\n') | (c > 0x7E) | (c == '#'));
    }
    return odd == 0;
}

const struct gz_yaml_node *gz_yaml_quick_read(const struct gz_source *src,
                                              size_t begin_byte,
                                              size_t end_byte,
                                              struct gz_arena *arena)
{
    struct quick q = {
        .text = src->text, .pos = begin_byte, .end = end_byte, .arena = arena};
    if (!is_simple(src->text + begin_byte, end_byte - begin_byte)) {
        return NULL;
    }
    const size_t indent = indent_of(&q);
    if (begin_byte + indent >= end_byte || q.text[begin_byte + indent] != '-') {
        return NULL;  // most files: not even memory is asked for
    }
    struct gz_yaml_node *list = new_node(&q, GZ_YAML_SEQUENCE);
    struct gz_yaml_node *last = NULL;
    while (list != NULL && q.pos < q.end) {
        struct gz_yaml_node *item = read_item(&q, indent);
        if (item == NULL) {
            return NULL;
        }
        if (last == NULL) {
            list->first = item;
            list->begin_byte = begin_byte + indent;
        } else {
            last->next = item;
        }
        last = item;
        list->count++;
        list->end_byte = item->end_byte;
    }
    return list;
}
