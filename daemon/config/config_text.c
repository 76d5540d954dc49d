#include "daemon/config/config_text.h"

#include <stdbool.h>
#include <string.h>

#include "daemon/base/json_writer.h"
#include "daemon/config/config_values.h"

enum { COLUMNS = 79 };

// Bytes that mean nothing to YAML, wherever they stand in a scalar.
#define SAFE "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/"

void gz_config_text_wrap(struct gz_buffer *out, const char *prefix,
                         const char *words)
{
    size_t column = 0;

    while (*words != '\0') {
        const size_t length = strcspn(words, " ");
        if (column > 0 && column + 1 + length > COLUMNS) {
            gz_buffer_append_byte(out, '\n');
            column = 0;
        }
        gz_buffer_append_z(out, column == 0 ? prefix : " ");
        gz_buffer_append(out, words, length);
        column += (column == 0 ? strlen(prefix) : 1) + length;
        words += length;
        words += strspn(words, " ");
    }
    gz_buffer_append_byte(out, '\n');
}

static void append_choices(struct gz_buffer *out,
                           const struct gz_config_key *key)
{
    gz_buffer_append_z(out, key->choices[1] == NULL ? "only " : "one of ");
    for (size_t i = 0; key->choices[i] != NULL; i++) {
        gz_buffer_append_fmt(out, "%s%s", i == 0 ? "" : ", ", key->choices[i]);
    }
}

static void append_range(struct gz_buffer *out, const struct gz_config_key *key)
{
    char least[32];
    char most[32];

    gz_config_values_number(key->type, key->min, least, sizeof(least));
    gz_config_values_number(key->type, key->max, most, sizeof(most));
    gz_buffer_append_fmt(out, "a %s from %s to %s",
                         gz_config_keys_type_name(key->type), least, most);
}

void gz_config_text_kind(struct gz_buffer *out, const struct gz_config_key *key)
{
    switch (key->type) {
    case GZ_CONFIG_CHOICE:
        append_choices(out, key);
        break;
    case GZ_CONFIG_INTEGER:
    case GZ_CONFIG_DURATION:
    case GZ_CONFIG_SIZE:
        append_range(out, key);
        break;
    case GZ_CONFIG_BOOL:
    case GZ_CONFIG_ADDRESS:
        gz_buffer_append_z(out, gz_config_keys_type_name(key->type));
        break;
    default:
        gz_buffer_append_fmt(out, "a %s", gz_config_keys_type_name(key->type));
        break;
    }
}

// The usual names of a field of articles, NULL for any other key.
static const char *const *usual_names(const struct gz_config_key *key)
{
    const size_t begin = offsetof(struct gz_config, input.fields);
    const size_t end = begin + sizeof(((struct gz_config *)0)->input.fields);

    if (key->offset_bytes < begin || key->offset_bytes >= end) {
        return NULL;
    }
    return gz_decode_usual_pointers((enum gz_article_field)(
        (key->offset_bytes - begin) / sizeof(struct gz_config_list)));
}

void gz_config_text_fallback(struct gz_buffer *out,
                             const struct gz_config_key *key)
{
    const char *const *usual = usual_names(key);

    if (key->fallback != NULL) {
        gz_buffer_append_z(out, key->fallback);
    } else if (usual == NULL) {
        gz_buffer_append_z(out, key->fallback_words);
    }
    for (size_t i = 0; usual != NULL && usual[i] != NULL; i++) {
        gz_buffer_append_fmt(out, "%s%s", i == 0 ? "" : ", ", usual[i]);
    }
}

// Whether YAML reads the text as itself without quotes, in a list too.
static bool is_plain(const char *text)
{
    static const char *const words[] = {"", "~", "null", "true", "false"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(text, words[i]) == 0) {
            return false;
        }
    }
    const size_t length = strlen(text);
    return strspn(text, SAFE ":-") == length && strspn(text, SAFE) > 0 &&
           text[length - 1] != ':';
}

// A text as a YAML scalar, quoted where it must be.
static void append_scalar(struct gz_buffer *out, const char *text)
{
    struct gz_json_writer quoted;

    if (is_plain(text)) {
        gz_buffer_append_z(out, text);
        return;
    }
    // A JSON string is a double-quoted YAML scalar.
    gz_json_writer_init(&quoted, out);
    gz_json_z(&quoted, text);
}

static void append_list(struct gz_buffer *out,
                        const struct gz_config_list *list)
{
    gz_buffer_append_byte(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        gz_buffer_append_z(out, i == 0 ? "" : ", ");
        append_scalar(out, list->items[i]);
    }
    gz_buffer_append_byte(out, ']');
}

static void append_map(struct gz_buffer *out, const struct gz_config_map *map)
{
    gz_buffer_append_z(out, map->count == 0 ? "{}" : "");
    for (size_t i = 0; i < map->count; i++) {
        gz_buffer_append_z(out, "\n  ");
        append_scalar(out, map->pairs[i].name);
        gz_buffer_append_z(out, ": ");
        append_scalar(out, map->pairs[i].value);
    }
}

static int64_t number_at(const struct gz_config_key *key, const void *field)
{
    switch (key->type) {
    case GZ_CONFIG_DURATION:
        return *(const int64_t *)field;
    case GZ_CONFIG_SIZE:
        return (int64_t) * (const size_t *)field;
    default:
        return *(const uint32_t *)field;
    }
}

static void append_number(struct gz_buffer *out,
                          const struct gz_config_key *key, const void *field)
{
    char text[32];
    gz_config_values_number(key->type, number_at(key, field), text,
                            sizeof(text));
    gz_buffer_append_z(out, text);
}

void gz_config_text_value(struct gz_buffer *out,
                          const struct gz_config_key *key,
                          const struct gz_config *config)
{
    const void *field = (const char *)config + key->offset_bytes;
    unsigned index = 0;

    switch (key->type) {
    case GZ_CONFIG_STRING:
        append_scalar(out, *(const char *const *)field);
        break;
    case GZ_CONFIG_BOOL:
        gz_buffer_append_z(out, *(const bool *)field ? "true" : "false");
        break;
    case GZ_CONFIG_CHOICE:
        memcpy(&index, field, sizeof(index));
        gz_buffer_append_z(out, key->choices[index]);
        break;
    case GZ_CONFIG_LIST:
        append_list(out, field);
        break;
    case GZ_CONFIG_ADDRESS:
        gz_config_values_put_address(out,
                                     *(const struct gz_config_address *)field);
        break;
    case GZ_CONFIG_MAP:
        append_map(out, field);
        break;
    default:
        append_number(out, key, field);
        break;
    }
}

// How many bytes of its sections two names share: up to a dot that both have.
static size_t shared_bytes(const char *one, const char *other)
{
    size_t shared = 0;
    for (size_t i = 0; one[i] != '\0' && one[i] == other[i]; i++) {
        shared = one[i] == '.' ? i + 1 : shared;
    }
    return shared;
}

size_t gz_config_text_sections(struct gz_buffer *out,
                               const struct gz_config_key *previous,
                               const struct gz_config_key *key,
                               gz_config_open_fn *open)
{
    const size_t shared =
        previous == NULL ? 0 : shared_bytes(previous->name, key->name);
    size_t indent = 0;
    size_t begin = 0;

    for (size_t i = 0; key->name[i] != '\0'; i++) {
        if (key->name[i] != '.') {
            continue;
        }
        if (i >= shared) {
            if (open != NULL) {
                open(out, indent,
                     gz_config_keys_section(gz_str_of(key->name, i)));
            }
            gz_buffer_append_fmt(out, "%*s%.*s:\n", (int)indent, "",
                                 (int)(i - begin), key->name + begin);
        }
        begin = i + 1;
        indent += 2;
    }
    return indent;
}

const char *gz_config_text_leaf(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot == NULL ? name : dot + 1;
}
