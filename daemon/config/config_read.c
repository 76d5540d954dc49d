#include "daemon/config/config_read.h"

#include "daemon/config/config_fields.h"
#include "daemon/config/config_keys.h"

enum { NAME_BYTES = 128, LEVEL_KEYS = 64 };

enum gz_status gz_config_read_defaults(struct gz_config *config,
                                       struct gz_error *err)
{
    struct gz_config_fields fields = {.config = config, .err = err};
    enum gz_status st = GZ_OK;

    for (size_t i = 0; i < gz_config_key_count && st == GZ_OK; i++) {
        st = gz_config_fields_default(&fields, &gz_config_keys[i]);
    }
    return st;
}

// The part of a name behind prefix, if it has no dot of its own.
static const char *name_in(const char *name, struct gz_str prefix)
{
    if (!gz_str_starts(gz_str_z(name), prefix)) {
        return NULL;
    }
    const char *rest = name + prefix.len_bytes;
    return strchr(rest, '.') == NULL ? rest : NULL;
}

// What could have been meant among the names of this level.
static const char *suggest_here(struct gz_str word, struct gz_str prefix)
{
    const char *names[LEVEL_KEYS];
    size_t count = 0;

    for (size_t i = 0; i < gz_config_key_count && count < LEVEL_KEYS; i++) {
        names[count] = name_in(gz_config_keys[i].name, prefix);
        count += names[count] != NULL;
    }
    for (size_t i = 0; i < gz_config_section_count && count < LEVEL_KEYS; i++) {
        names[count] = name_in(gz_config_sections[i].name, prefix);
        count += names[count] != NULL;
    }
    return gz_str_suggest(word, names, count);
}

// A key of that name in some other section.
static const char *find_elsewhere(struct gz_str word)
{
    for (size_t i = 0; i < gz_config_key_count; i++) {
        const char *dot = strrchr(gz_config_keys[i].name, '.');
        if (dot != NULL && gz_str_is(word, dot + 1)) {
            return gz_config_keys[i].name;
        }
    }
    return NULL;
}

static void report_unknown(struct gz_config_fields *fields,
                           const struct gz_yaml_node *key, struct gz_str prefix)
{
    const struct gz_source *src = &fields->config->source;
    const char *close = suggest_here(key->text, prefix);
    const char *other = find_elsewhere(key->text);
    const bool dotted = memchr(key->text.ptr, '.', key->text.len_bytes) != NULL;

    if (close == NULL && dotted) {
        fields->mistake = gz_error_span(
            fields->err, src, key->begin_byte, key->end_byte,
            "unknown key \"" GZ_STR_FMT "\" (%s)", GZ_STR_ARG(key->text),
            gz_config_keys_find(key->text) != NULL
                ? "a dot stands for a nested mapping: write it as one"
                : "properties of librdkafka go under kafka");
        return;
    }
    const char *hint = close != NULL ? close : other;
    fields->mistake = gz_error_span(
        fields->err, src, key->begin_byte, key->end_byte,
        "unknown key \"" GZ_STR_FMT "\"%s%s%s", GZ_STR_ARG(key->text),
        hint == NULL ? "" : " (did you mean \"", hint == NULL ? "" : hint,
        hint == NULL ? "" : "\"?)");
}

static enum gz_status read_section(struct gz_config_fields *fields,
                                   const struct gz_yaml_node *mapping,
                                   const char *prefix);

static enum gz_status read_member(struct gz_config_fields *fields,
                                  const struct gz_yaml_node *node,
                                  const char *prefix)
{
    const struct gz_str word = node->key->text;
    char name[NAME_BYTES];
    snprintf(name, sizeof(name), "%s" GZ_STR_FMT, prefix, GZ_STR_ARG(word));

    const bool dotted = memchr(word.ptr, '.', word.len_bytes) != NULL;
    const struct gz_config_key *key = gz_config_keys_find(gz_str_z(name));
    if (!dotted && key != NULL) {
        return gz_config_fields_set(fields, key, node);
    }
    if (dotted || gz_config_keys_section(gz_str_z(name)) == NULL) {
        report_unknown(fields, node->key, gz_str_z(prefix));
        return GZ_OK;
    }
    if (node->kind == GZ_YAML_MAPPING) {
        strncat(name, ".", sizeof(name) - strlen(name) - 1);
        return read_section(fields, node, name);
    }
    if (!gz_yaml_is_null(node)) {
        fields->mistake = gz_error_span(fields->err, &fields->config->source,
                                        node->begin_byte, node->end_byte,
                                        "%s must be a mapping, not %s", name,
                                        gz_yaml_kind_name(node));
    }
    return GZ_OK;
}

static enum gz_status read_section(struct gz_config_fields *fields,
                                   const struct gz_yaml_node *mapping,
                                   const char *prefix)
{
    enum gz_status st = GZ_OK;
    const struct gz_yaml_node *node = mapping->first;
    for (; node != NULL && st == GZ_OK; node = node->next) {
        st = read_member(fields, node, prefix);
    }
    return st;
}

enum gz_status gz_config_read_tree(struct gz_config *config,
                                   const struct gz_yaml_node *root,
                                   struct gz_error *err)
{
    struct gz_config_fields fields = {.config = config, .err = err};

    if (gz_yaml_is_null(root)) {
        return GZ_OK;
    }
    if (root->kind != GZ_YAML_MAPPING) {
        return gz_error_span(err, &config->source, root->begin_byte,
                             root->end_byte,
                             "a configuration is a mapping of keys, not %s",
                             gz_yaml_kind_name(root));
    }
    const enum gz_status st = read_section(&fields, root, "");
    return st == GZ_OK ? fields.mistake : st;
}
