#include "codecs/json_members.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "codecs/json_reader.h"
#include "daemon/base/yaml_json.h"

static void fail(struct gz_json_members *m, const struct gz_yaml_node *node,
                 const char *key, const char *want)
{
    const enum gz_status st =
        gz_error_span(m->err, m->src, node->begin_byte, node->end_byte,
                      "%s is not %s", key, want);
    m->status = m->status == GZ_OK ? st : m->status;
}

// A member that is there and is not null.
static const struct gz_yaml_node *find(const struct gz_yaml_node *in,
                                       const char *key)
{
    const struct gz_yaml_node *node = in != NULL ? gz_yaml_get(in, key) : NULL;
    return node != NULL && gz_yaml_is_null(node) ? NULL : node;
}

static const struct gz_yaml_node *
find_kind(struct gz_json_members *m, const struct gz_yaml_node *in,
          const char *key, enum gz_yaml_kind kind, const char *want)
{
    const struct gz_yaml_node *node = find(in, key);
    if (node != NULL && node->kind != kind) {
        fail(m, node, key, want);
        return NULL;
    }
    return node;
}

const struct gz_yaml_node *gz_json_members_object(struct gz_json_members *m,
                                                  const struct gz_yaml_node *in,
                                                  const char *key)
{
    return find_kind(m, in, key, GZ_YAML_MAPPING, "an object");
}

const struct gz_yaml_node *gz_json_members_list(struct gz_json_members *m,
                                                const struct gz_yaml_node *in,
                                                const char *key)
{
    return find_kind(m, in, key, GZ_YAML_SEQUENCE, "a list");
}

static struct gz_str text_of(struct gz_json_members *m,
                             const struct gz_yaml_node *node, const char *key)
{
    if (node->kind != GZ_YAML_SCALAR || node->plain) {
        fail(m, node, key, "a text");
        return GZ_STR_LIT("");
    }
    return node->text;
}

struct gz_str gz_json_members_str(struct gz_json_members *m,
                                  const struct gz_yaml_node *in,
                                  const char *key)
{
    const struct gz_yaml_node *node = find(in, key);
    return node != NULL ? text_of(m, node, key) : GZ_STR_LIT("");
}

// Numbers and truth values stand without quotes.
static const struct gz_yaml_node *find_plain(struct gz_json_members *m,
                                             const struct gz_yaml_node *in,
                                             const char *key, const char *want)
{
    const struct gz_yaml_node *node =
        find_kind(m, in, key, GZ_YAML_SCALAR, want);
    if (node != NULL && !node->plain) {
        fail(m, node, key, want);
        return NULL;
    }
    return node;
}

int64_t gz_json_members_int(struct gz_json_members *m,
                            const struct gz_yaml_node *in, const char *key,
                            int64_t fallback)
{
    static const char want[] = "a whole number";
    const struct gz_yaml_node *node = find_plain(m, in, key, want);
    int64_t value = fallback;
    if (node != NULL && !gz_str_to_int64(node->text, &value)) {
        fail(m, node, key, want);
        return fallback;
    }
    return value;
}

uint32_t gz_json_members_uint(struct gz_json_members *m,
                              const struct gz_yaml_node *in, const char *key)
{
    const int64_t value = gz_json_members_int(m, in, key, 0);
    if (value < 0 || value > UINT32_MAX) {
        fail(m, find(in, key), key, "a number from 0 to 4294967295");
        return 0;
    }
    return (uint32_t)value;
}

double gz_json_members_double(struct gz_json_members *m,
                              const struct gz_yaml_node *in, const char *key)
{
    const struct gz_yaml_node *node = find_plain(m, in, key, "a number");
    char *end = NULL;
    if (node == NULL) {
        return 0;
    }
    const double value = strtod(node->text.ptr, &end);
    if (end == node->text.ptr || *end != '\0' || !isfinite(value)) {
        fail(m, node, key, "a number");
        return 0;
    }
    return value;
}

bool gz_json_members_bool(struct gz_json_members *m,
                          const struct gz_yaml_node *in, const char *key)
{
    const struct gz_yaml_node *node = find_plain(m, in, key, "true or false");
    const bool yes = node != NULL && gz_str_is(node->text, "true");
    if (node != NULL && !yes && !gz_str_is(node->text, "false")) {
        fail(m, node, key, "true or false");
    }
    return yes;
}

uint8_t gz_json_members_symbol(struct gz_json_members *m,
                               const struct gz_yaml_node *in, const char *key,
                               enum gz_event_enum which)
{
    const struct gz_str name = gz_json_members_str(m, in, key);
    const uint32_t count = gz_event_symbol_count(which);
    for (uint32_t i = 0; i < count; i++) {
        if (gz_str_is(name, gz_event_symbol_name(which, i))) {
            return (uint8_t)i;
        }
    }
    return (uint8_t)(count - 1);
}

static int digit_of(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;
    return at != NULL ? (int)(at - digits) : -1;
}

const uint8_t *gz_json_members_bytes(struct gz_json_members *m,
                                     const struct gz_yaml_node *in,
                                     const char *key, size_t len)
{
    const struct gz_str hex = gz_json_members_str(m, in, key);
    uint8_t *out = NULL;
    bool ok = hex.len_bytes == 2 * len;
    if (hex.len_bytes == 0) {
        return NULL;
    }
    out = gz_json_members_items(m, (uint32_t)len, 1);
    for (size_t i = 0; ok && out != NULL && i < len; i++) {
        const int high = digit_of(hex.ptr[2 * i]);
        const int low = digit_of(hex.ptr[2 * i + 1]);
        ok = high >= 0 && low >= 0;
        out[i] = (uint8_t)(ok ? high * 16 + low : 0);
    }
    if (!ok) {
        fail(m, find(in, key), key, "such a number of hexadecimal digits");
        return NULL;
    }
    return out;
}

void *gz_json_members_items(struct gz_json_members *m, uint32_t count,
                            size_t size_bytes)
{
    void *items = gz_arena_calloc(m->arena, count, size_bytes);
    if (items == NULL && m->status == GZ_OK) {
        m->status = gz_error_set(m->err, GZ_NO_MEMORY, "out of memory");
    }
    return items;
}

const struct gz_str *gz_json_members_strs(struct gz_json_members *m,
                                          const struct gz_yaml_node *in,
                                          const char *key, uint32_t *count)
{
    const struct gz_yaml_node *list = gz_json_members_list(m, in, key);
    *count = 0;
    struct gz_str *items =
        list != NULL ? gz_json_members_items(m, list->count, sizeof(*items))
                     : NULL;
    for (const struct gz_yaml_node *n = items != NULL ? list->first : NULL;
         n != NULL; n = n->next) {
        items[(*count)++] = text_of(m, n, key);
    }
    return items;
}

const struct gz_event_pair *gz_json_members_pairs(struct gz_json_members *m,
                                                  const struct gz_yaml_node *in,
                                                  const char *key,
                                                  uint32_t *count)
{
    const struct gz_yaml_node *object = gz_json_members_object(m, in, key);
    *count = 0;
    struct gz_event_pair *items =
        object != NULL ? gz_json_members_items(m, object->count, sizeof(*items))
                       : NULL;
    for (const struct gz_yaml_node *n = items != NULL ? object->first : NULL;
         n != NULL; n = n->next) {
        items[(*count)++] =
            (struct gz_event_pair){n->key->text, text_of(m, n, key)};
    }
    return items;
}

const struct gz_yaml_node *gz_json_members_root(struct gz_json_members *m)
{
    const struct gz_yaml_node *root = NULL;
    if (!gz_json_reader_valid_utf8(
            gz_str_of(m->src->text, m->src->len_bytes))) {
        m->status = gz_error_set(m->err, GZ_INVALID, "%s: not valid UTF-8",
                                 m->src->name);
        return NULL;
    }
    m->status = gz_yaml_json_read(m->src, m->arena, &root, m->err);
    if (m->status == GZ_OK && root->kind != GZ_YAML_MAPPING) {
        fail(m, root, "what stands here", "an object");
    }
    return m->status == GZ_OK ? root : NULL;
}
