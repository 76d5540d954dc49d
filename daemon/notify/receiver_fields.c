// Single values of receivers, by the rows of receiver_keys.c.

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>

#include "daemon/base/arena.h"
#include "daemon/config/config_values.h"
#include "daemon/notify/receiver_keys.h"
#include "daemon/notify/receiver_reader.h"

enum { MESSAGE_BYTES = 1024, NAMES = 64 };

void gz_receiver_refuse(struct gz_receiver_reader *r,
                        const struct gz_yaml_node *node, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    r->mistake = gz_error_vspan(r->err, &r->out->source, node->begin_byte,
                                node->end_byte, fmt, args);
    va_end(args);
}

static void *field_of(struct gz_receiver_setup *s,
                      const struct gz_receiver_key *key)
{
    return (char *)s + key->offset_bytes;
}

// A copy of a text that may be a C string, or NULL: refused, or no memory.
static const char *copy(struct gz_receiver_reader *r,
                        const struct gz_receiver_key *key,
                        const struct gz_yaml_node *node)
{
    const struct gz_str text = node->text;

    if (node->kind != GZ_YAML_SCALAR) {
        gz_receiver_refuse(r, node, "%s must be a text, not %s", key->name,
                           gz_yaml_kind_name(node));
        return NULL;
    }
    if (text.len_bytes == 0 || memchr(text.ptr, '\0', text.len_bytes) != NULL) {
        gz_receiver_refuse(r, node, "%s must not %s", key->name,
                           text.len_bytes == 0 ? "be empty"
                                               : "hold a zero byte");
        return NULL;
    }
    const char *z = gz_arena_copy(r->out->arena, text).ptr;
    if (z == NULL) {
        r->mistake = gz_error_set(r->err, GZ_NO_MEMORY, "out of memory");
    }
    return z;
}

static void set_bool(struct gz_receiver_reader *r,
                     const struct gz_receiver_key *key,
                     const struct gz_yaml_node *node,
                     struct gz_receiver_setup *s)
{
    const bool yes = gz_str_is(node->text, "true");

    if (node->kind != GZ_YAML_SCALAR ||
        (!yes && !gz_str_is(node->text, "false"))) {
        gz_receiver_refuse(r, node, "%s: allowed are true and false",
                           key->name);
        return;
    }
    *(bool *)field_of(s, key) = yes;
}

static void set_number(struct gz_receiver_reader *r,
                       const struct gz_receiver_key *key,
                       const struct gz_yaml_node *node,
                       struct gz_receiver_setup *s)
{
    const bool duration = key->type == GZ_CONFIG_DURATION;
    char least[32];
    char most[32];
    int64_t number = 0;
    const char *fault = "not a whole number";

    if (duration) {
        fault = gz_config_values_duration(node->text, &number);
    } else if (gz_str_to_int64(node->text, &number)) {
        fault = NULL;
    }
    if (node->kind != GZ_YAML_SCALAR || fault != NULL) {
        gz_receiver_refuse(r, node, "%s is \"" GZ_STR_FMT "\", %s", key->name,
                           GZ_STR_ARG(node->text), fault);
    } else if (number < key->min || number > key->max) {
        gz_config_values_number(key->type, key->min, least, sizeof(least));
        gz_config_values_number(key->type, key->max, most, sizeof(most));
        gz_receiver_refuse(r, node,
                           "%s is \"" GZ_STR_FMT "\", allowed is %s to %s",
                           key->name, GZ_STR_ARG(node->text), least, most);
    } else if (duration) {
        *(int64_t *)field_of(s, key) = number;
    } else {
        *(uint32_t *)field_of(s, key) = (uint32_t)number;
    }
}

static void set_choice(struct gz_receiver_reader *r,
                       const struct gz_receiver_key *key,
                       const struct gz_yaml_node *node,
                       struct gz_receiver_setup *s)
{
    char names[MESSAGE_BYTES] = "";
    unsigned index = 0;

    for (; key->choices[index] != NULL; index++) {
        if (gz_str_is(node->text, key->choices[index])) {
            memcpy(field_of(s, key), &index, sizeof(index));
            return;
        }
        const size_t used = strlen(names);
        snprintf(names + used, sizeof(names) - used, "%s%s",
                 index == 0 ? "" : ", ", key->choices[index]);
    }
    gz_receiver_refuse(r, node, "%s is \"" GZ_STR_FMT "\", allowed are %s",
                       key->name, GZ_STR_ARG(node->text), names);
}

static void set_list(struct gz_receiver_reader *r,
                     const struct gz_receiver_key *key,
                     const struct gz_yaml_node *node,
                     struct gz_receiver_setup *s)
{
    const bool many = node->kind == GZ_YAML_SEQUENCE;
    const size_t room = many ? node->count : 1;
    const char **items = GZ_ARENA_ARRAY(r->out->arena, const char *, room + 1);
    struct gz_config_list list = {.items = items};

    if (items == NULL) {
        r->mistake = gz_error_set(r->err, GZ_NO_MEMORY, "out of memory");
        return;
    }
    if (room > (size_t)key->max) {
        gz_receiver_refuse(r, node, "%s has %zu entries, allowed are %" PRId64,
                           key->name, room, key->max);
        return;
    }
    const struct gz_yaml_node *item = many ? node->first : node;
    for (; item != NULL; item = many ? item->next : NULL) {
        items[list.count] = copy(r, key, item);
        list.count += items[list.count] != NULL;
    }
    *(struct gz_config_list *)field_of(s, key) = list;
}

static void set_field(struct gz_receiver_reader *r,
                      const struct gz_receiver_key *key,
                      const struct gz_yaml_node *node,
                      struct gz_receiver_setup *s)
{
    switch (key->type) {
    case GZ_CONFIG_BOOL:
        set_bool(r, key, node, s);
        break;
    case GZ_CONFIG_INTEGER:
    case GZ_CONFIG_DURATION:
        set_number(r, key, node, s);
        break;
    case GZ_CONFIG_CHOICE:
        set_choice(r, key, node, s);
        break;
    case GZ_CONFIG_LIST:
        set_list(r, key, node, s);
        break;
    default:
        assert(key->type == GZ_CONFIG_STRING);
        *(const char **)field_of(s, key) = copy(r, key, node);
    }
}

static const struct gz_receiver_key *find(struct gz_str name)
{
    for (size_t i = 0; i < gz_receiver_key_count; i++) {
        if (gz_str_is(name, gz_receiver_keys[i].name)) {
            return &gz_receiver_keys[i];
        }
    }
    return NULL;
}

static void refuse_unknown(struct gz_receiver_reader *r,
                           const struct gz_yaml_node *key)
{
    const char *names[NAMES];

    assert(gz_receiver_key_count <= NAMES);
    for (size_t i = 0; i < gz_receiver_key_count; i++) {
        names[i] = gz_receiver_keys[i].name;
    }
    const char *close = gz_str_suggest(key->text, names, gz_receiver_key_count);
    gz_receiver_refuse(r, key, "unknown key \"" GZ_STR_FMT "\"%s%s%s",
                       GZ_STR_ARG(key->text),
                       close == NULL ? "" : " (did you mean \"",
                       close == NULL ? "" : close, close == NULL ? "" : "\"?)");
}

// The type first: it says which of the others there may be.
enum gz_status gz_receiver_read_fields(struct gz_receiver_reader *r,
                                       const struct gz_yaml_node *mapping,
                                       struct gz_receiver_setup *s)
{
    const struct gz_yaml_node *type = gz_yaml_get(mapping, "type");

    if (type != NULL) {
        set_choice(r, find(GZ_STR_LIT("type")), type, s);
    }
    const unsigned mine = s->type == GZ_RECEIVER_EXEC ? GZ_RECEIVER_OF_EXEC
                                                      : GZ_RECEIVER_OF_WEBHOOK;
    const struct gz_yaml_node *node = mapping->first;
    for (; node != NULL && r->mistake != GZ_NO_MEMORY; node = node->next) {
        const struct gz_receiver_key *key = find(node->key->text);
        if (key == NULL) {
            refuse_unknown(r, node->key);
        } else if ((key->types & mine) == 0) {
            gz_receiver_refuse(
                r, node->key, "%s is no key of type %s", key->name,
                s->type == GZ_RECEIVER_EXEC ? "exec" : "webhook");
        } else if (node != type) {
            set_field(r, key, node, s);
        }
    }
    return r->mistake == GZ_NO_MEMORY ? GZ_NO_MEMORY : GZ_OK;
}
