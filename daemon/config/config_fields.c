#include "daemon/config/config_fields.h"

#include <assert.h>
#include <stdarg.h>

#include "daemon/base/arena.h"
#include "daemon/config/config_values.h"

// One value on its way to its field; node is NULL for a default.
struct value {
    const struct gz_config_key *key;
    const struct gz_yaml_node *node;
    struct gz_str text;
};

// Report a mistake at a node and go on.
GZ_PRINTF(3, 4)
static void refuse(struct gz_config_fields *f, const struct gz_yaml_node *node,
                   const char *fmt, ...)
{
    char text[1024];
    va_list args;

    assert(node != NULL);  // defaults are right
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    f->mistake = gz_error_span(f->err, &f->config->source, node->begin_byte,
                               node->end_byte, "%s", text);
}

static void refuse_value(struct gz_config_fields *f, const struct value *v,
                         const char *why)
{
    refuse(f, v->node, "%s is \"" GZ_STR_FMT "\", %s", v->key->name,
           GZ_STR_ARG(v->text), why);
}

static void refuse_kind(struct gz_config_fields *f,
                        const struct gz_config_key *key,
                        const struct gz_yaml_node *node, const char *want)
{
    refuse(f, node, "%s must be %s, not %s", key->name, want,
           gz_yaml_kind_name(node));
}

static enum gz_status no_memory(struct gz_config_fields *f)
{
    gz_error_set(f->err, GZ_NO_MEMORY, "%s: out of memory",
                 f->config->source.name);
    return GZ_NO_MEMORY;
}

static void *field_of(struct gz_config_fields *f,
                      const struct gz_config_key *key)
{
    return (char *)f->config + key->offset_bytes;
}

// A copy in arena of a text that may be a C string; NULL *out when it is not.
static enum gz_status copy_text(struct gz_config_fields *f,
                                const struct value *v, const char **out)
{
    *out = NULL;
    if (v->text.len_bytes > 0 &&
        memchr(v->text.ptr, '\0', v->text.len_bytes) != NULL) {
        refuse(f, v->node, "%s must not hold a zero byte", v->key->name);
        return GZ_OK;
    }
    const char *fault = v->key->fault == NULL ? NULL : v->key->fault(v->text);
    if (fault != NULL) {
        refuse_value(f, v, fault);
        return GZ_OK;
    }
    const struct gz_str copy = gz_arena_copy(f->config->arena, v->text);
    *out = copy.ptr;
    return copy.ptr == NULL ? no_memory(f) : GZ_OK;
}

static enum gz_status set_string(struct gz_config_fields *f,
                                 const struct value *v)
{
    const char *copy = NULL;
    if (v->text.len_bytes == 0 && v->node != NULL) {
        refuse(f, v->node, "%s must not be empty", v->key->name);
        return GZ_OK;
    }
    const enum gz_status st = copy_text(f, v, &copy);
    if (copy != NULL) {
        *(const char **)field_of(f, v->key) = copy;
    }
    return st;
}

static enum gz_status set_bool(struct gz_config_fields *f,
                               const struct value *v)
{
    const bool yes = gz_str_is(v->text, "true");
    if (!yes && !gz_str_is(v->text, "false")) {
        refuse_value(f, v, "allowed are true and false");
        return GZ_OK;
    }
    *(bool *)field_of(f, v->key) = yes;
    return GZ_OK;
}

static void refuse_bounds(struct gz_config_fields *f, const struct value *v)
{
    char least[32];
    char most[32];

    gz_config_values_number(v->key->type, v->key->min, least, sizeof(least));
    gz_config_values_number(v->key->type, v->key->max, most, sizeof(most));
    refuse(f, v->node, "%s is \"" GZ_STR_FMT "\", allowed is %s to %s",
           v->key->name, GZ_STR_ARG(v->text), least, most);
}

static const char *parse_number(const struct value *v, int64_t *out)
{
    if (v->key->type == GZ_CONFIG_DURATION) {
        return gz_config_values_duration(v->text, out);
    }
    if (v->key->type == GZ_CONFIG_SIZE) {
        return gz_config_values_size(v->text, out);
    }
    return gz_str_to_int64(v->text, out) ? NULL : "not a whole number";
}

static enum gz_status set_number(struct gz_config_fields *f,
                                 const struct value *v)
{
    int64_t number = 0;
    const char *fault = parse_number(v, &number);
    if (fault != NULL) {
        refuse_value(f, v, fault);
        return GZ_OK;
    }
    if (number < v->key->min || number > v->key->max) {
        refuse_bounds(f, v);
        return GZ_OK;
    }
    if (v->key->type == GZ_CONFIG_DURATION) {
        *(int64_t *)field_of(f, v->key) = number;
    } else if (v->key->type == GZ_CONFIG_SIZE) {
        *(size_t *)field_of(f, v->key) = (size_t)number;
    } else {
        *(uint32_t *)field_of(f, v->key) = (uint32_t)number;
    }
    return GZ_OK;
}

static void refuse_choice(struct gz_config_fields *f, const struct value *v,
                          size_t count)
{
    const char *close = gz_str_suggest(v->text, v->key->choices, count);
    char names[256] = "";

    for (size_t i = 0; i < count; i++) {
        const char *joint = i == 0 ? "" : i + 1 == count ? " and " : ", ";
        const size_t used = strlen(names);
        snprintf(names + used, sizeof(names) - used, "%s%s", joint,
                 v->key->choices[i]);
    }
    refuse(f, v->node, "%s is \"" GZ_STR_FMT "\", %s %s%s%s%s", v->key->name,
           GZ_STR_ARG(v->text), count == 1 ? "allowed is" : "allowed are",
           names, close == NULL ? "" : " (did you mean \"",
           close == NULL ? "" : close, close == NULL ? "" : "\"?)");
}

static enum gz_status set_choice(struct gz_config_fields *f,
                                 const struct value *v)
{
    unsigned index = 0;
    while (v->key->choices[index] != NULL &&
           !gz_str_is(v->text, v->key->choices[index])) {
        index++;
    }
    if (v->key->choices[index] == NULL) {
        refuse_choice(f, v, index);
        return GZ_OK;
    }
    _Static_assert(sizeof(enum gz_config_start) == sizeof(index),
                   "a choice's field is as wide as its index");
    memcpy(field_of(f, v->key), &index, sizeof(index));
    return GZ_OK;
}

static enum gz_status set_address(struct gz_config_fields *f,
                                  const struct value *v)
{
    struct gz_config_address address;
    enum gz_status st = GZ_OK;
    const char *fault =
        gz_config_values_address(v->text, f->config->arena, &address, &st);
    if (st != GZ_OK) {
        return no_memory(f);
    }
    if (fault != NULL) {
        refuse_value(f, v, fault);
        return GZ_OK;
    }
    *(struct gz_config_address *)field_of(f, v->key) = address;
    return GZ_OK;
}

static enum gz_status set_scalar(struct gz_config_fields *f,
                                 const struct value *v)
{
    switch (v->key->type) {
    case GZ_CONFIG_STRING:
        return set_string(f, v);
    case GZ_CONFIG_BOOL:
        return set_bool(f, v);
    case GZ_CONFIG_INTEGER:
    case GZ_CONFIG_DURATION:
    case GZ_CONFIG_SIZE:
        return set_number(f, v);
    case GZ_CONFIG_CHOICE:
        return set_choice(f, v);
    default:
        assert(v->key->type == GZ_CONFIG_ADDRESS);
        return set_address(f, v);
    }
}

static enum gz_status new_list(struct gz_config_fields *f, size_t count,
                               const char ***items)
{
    *items = GZ_ARENA_ARRAY(f->config->arena, const char *, count + 1);
    return *items == NULL ? no_memory(f) : GZ_OK;
}

static enum gz_status read_items(struct gz_config_fields *f,
                                 const struct gz_config_key *key,
                                 const struct gz_yaml_node *node,
                                 const char **items, size_t *count)
{
    const bool many = node->kind == GZ_YAML_SEQUENCE;
    const struct gz_yaml_node *item = many ? node->first : node;
    enum gz_status st = GZ_OK;

    while (item != NULL && st == GZ_OK) {
        const struct value v = {key, item, item->text};
        if (item->kind != GZ_YAML_SCALAR) {
            refuse(f, item, "an entry of %s must be a text, not %s", key->name,
                   gz_yaml_kind_name(item));
        } else if (gz_yaml_is_null(item)) {
            refuse(f, item, "%s has an empty entry", key->name);
        } else {
            st = copy_text(f, &v, &items[*count]);
            *count += items[*count] != NULL;
        }
        item = many ? item->next : NULL;
    }
    return st;
}

static enum gz_status set_list(struct gz_config_fields *f,
                               const struct gz_config_key *key,
                               const struct gz_yaml_node *node)
{
    struct gz_config_list list = {0};
    const char **items = NULL;

    if (node->kind == GZ_YAML_MAPPING) {
        refuse_kind(f, key, node, "a list of texts");
        return GZ_OK;
    }
    const size_t room = node->kind == GZ_YAML_SEQUENCE ? node->count : 1;
    enum gz_status st = new_list(f, room, &items);
    if (st == GZ_OK) {
        st = read_items(f, key, node, items, &list.count);
    }
    list.items = items;
    *(struct gz_config_list *)field_of(f, key) = list;
    return st;
}

// A pair that is not allowed keeps its value NULL.  Names with dots are one
// name here: nesting them is a likely mistake.
static enum gz_status read_pair(struct gz_config_fields *f,
                                const struct gz_config_key *key,
                                const struct gz_yaml_node *node,
                                struct gz_config_pair *out)
{
    const struct gz_str name = node->key->text;
    const struct value name_value = {key, node->key, name};
    const struct value text_value = {key, node, node->text};

    if (node->kind != GZ_YAML_SCALAR || gz_yaml_is_null(node)) {
        refuse(f, node->key,
               "%s: \"" GZ_STR_FMT "\" must have a text as its value%s",
               key->name, GZ_STR_ARG(name),
               node->kind == GZ_YAML_MAPPING
                   ? " (write the whole name with its dots in one line)"
                   : "");
        return GZ_OK;
    }
    enum gz_status st = copy_text(f, &name_value, &out->name);
    if (st == GZ_OK && out->name != NULL) {
        st = copy_text(f, &text_value, &out->value);
    }
    out->name_begin_byte = node->key->begin_byte;
    out->name_end_byte = node->key->end_byte;
    out->value_begin_byte = node->begin_byte;
    out->value_end_byte = node->end_byte;
    return st;
}

static enum gz_status set_map(struct gz_config_fields *f,
                              const struct gz_config_key *key,
                              const struct gz_yaml_node *node)
{
    if (node->kind != GZ_YAML_MAPPING) {
        if (!gz_yaml_is_null(node)) {
            refuse_kind(f, key, node, "a mapping of texts");
        }
        return GZ_OK;
    }
    struct gz_config_pair *pairs =
        GZ_ARENA_ARRAY(f->config->arena, struct gz_config_pair, node->count);
    if (pairs == NULL) {
        return no_memory(f);
    }
    struct gz_config_map map = {.pairs = pairs};
    enum gz_status st = GZ_OK;
    const struct gz_yaml_node *child = node->first;
    for (; child != NULL && st == GZ_OK; child = child->next) {
        st = read_pair(f, key, child, &pairs[map.count]);
        map.count += pairs[map.count].value != NULL;
    }
    *(struct gz_config_map *)field_of(f, key) = map;
    return st;
}

enum gz_status gz_config_fields_set(struct gz_config_fields *f,
                                    const struct gz_config_key *key,
                                    const struct gz_yaml_node *node)
{
    if (key->type == GZ_CONFIG_MAP) {
        return set_map(f, key, node);
    }
    if (gz_yaml_is_null(node)) {
        refuse(f, node->key,
               "%s has no value (leave the key out for its default)",
               key->name);
        return GZ_OK;
    }
    if (key->type == GZ_CONFIG_LIST) {
        return set_list(f, key, node);
    }
    if (node->kind != GZ_YAML_SCALAR) {
        refuse_kind(f, key, node, "one value");
        return GZ_OK;
    }
    return set_scalar(f, &(struct value){key, node, node->text});
}

// The items of a default as the file writes them: "a, b".
static enum gz_status default_list(struct gz_config_fields *f,
                                   const struct gz_config_key *key)
{
    struct gz_str rest = gz_str_z(key->fallback);
    const char **items = NULL;
    size_t room = 1;
    size_t count = 0;
    for (size_t i = 0; i < rest.len_bytes; i++) {
        room += rest.ptr[i] == ',';
    }
    enum gz_status st = new_list(f, room, &items);
    while (st == GZ_OK && rest.ptr != NULL) {
        const struct gz_str item = gz_str_trim(gz_str_cut(&rest, ','));
        items[count] = gz_arena_copy(f->config->arena, item).ptr;
        st = items[count++] == NULL ? no_memory(f) : GZ_OK;
    }
    if (st == GZ_OK) {
        *(struct gz_config_list *)field_of(f, key) =
            (struct gz_config_list){items, count};
    }
    return st;
}

enum gz_status gz_config_fields_default(struct gz_config_fields *f,
                                        const struct gz_config_key *key)
{
    const struct gz_str text = gz_str_z(key->fallback);

    if (key->type == GZ_CONFIG_LIST) {
        return default_list(f, key);
    }
    if (key->fallback == NULL) {
        return GZ_OK;
    }
    return set_scalar(f, &(struct value){key, NULL, text});
}
