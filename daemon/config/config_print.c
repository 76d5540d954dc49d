// The effective configuration, the default file and the plain reference; the
// manual page is in config_manual.c.

#include "daemon/config/config_print.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "daemon/config/config_text.h"

static bool is_default(const struct gz_config_key *key, struct gz_str value)
{
    if (key->type == GZ_CONFIG_MAP) {
        return false;
    }
    if (key->type == GZ_CONFIG_LIST && key->fallback != NULL) {
        value = gz_str_of(value.ptr + 1, value.len_bytes - 2);
    }
    return gz_str_is(value, key->type == GZ_CONFIG_LIST && key->fallback == NULL
                                ? "[]"
                                : key->fallback);
}

static void print_value(const struct gz_config *config,
                        const struct gz_config_key *key, struct gz_buffer *out)
{
    const size_t begin = out->len;
    gz_config_text_value(out, key, config);
    if (gz_buffer_status(out) != GZ_OK) {
        return;
    }
    const struct gz_str value =
        gz_str_of((const char *)out->data + begin, out->len - begin);
    gz_buffer_append_z(out, is_default(key, value) ? "  # default\n" : "\n");
}

// A text without default that is not set has no form in a file.
static bool is_unset(const struct gz_config *config,
                     const struct gz_config_key *key)
{
    const void *field = (const char *)config + key->offset_bytes;

    return key->type == GZ_CONFIG_STRING && *(const char *const *)field == NULL;
}

void gz_config_print_effective(const struct gz_config *config,
                               struct gz_buffer *out)
{
    const struct gz_config_key *previous = NULL;
    for (size_t i = 0; i < gz_config_key_count; i++) {
        const struct gz_config_key *key = &gz_config_keys[i];
        if (is_unset(config, key)) {
            continue;
        }
        const size_t indent = gz_config_text_sections(out, previous, key, NULL);
        gz_buffer_append_fmt(out, "%*s%s:", (int)indent, "",
                             gz_config_text_leaf(key->name));
        const bool block =
            key->type == GZ_CONFIG_MAP &&
            ((const struct gz_config_map *)((const char *)config +
                                            key->offset_bytes))
                    ->count > 0;
        gz_buffer_append_z(out, block ? "" : " ");
        print_value(config, key, out);
        previous = key;
    }
}

static void comment(struct gz_buffer *out, size_t indent, const char *words)
{
    char prefix[16];
    snprintf(prefix, sizeof(prefix), "%*s# ", (int)indent, "");
    gz_config_text_wrap(out, prefix, words);
}

static void open_section(struct gz_buffer *out, size_t indent,
                         const struct gz_config_section *section)
{
    gz_buffer_append_byte(out, '\n');
    comment(out, indent, section->help);
}

// "A size from 1KiB to 64MiB." or what an empty default stands for; a text
// needs no such line.
static void comment_kind(struct gz_buffer *out, size_t indent,
                         const struct gz_config_key *key)
{
    struct gz_buffer words;
    gz_buffer_init(&words, 0);
    if (key->fallback == NULL && key->type != GZ_CONFIG_MAP) {
        gz_buffer_append_z(&words, "Default: ");
        gz_config_text_fallback(&words, key);
    } else if (key->type != GZ_CONFIG_STRING && key->type != GZ_CONFIG_MAP) {
        gz_config_text_kind(&words, key);
    }
    if (words.len > 0) {
        words.data[0] = (uint8_t)toupper(words.data[0]);
        gz_buffer_append(&words, ".", 2);
        comment(out, indent, (const char *)words.data);
    }
    if (gz_buffer_status(&words) != GZ_OK) {
        out->status = gz_buffer_status(&words);
    }
    gz_buffer_fini(&words);
}

static void print_default_key(struct gz_buffer *out, size_t indent,
                              const struct gz_config_key *key)
{
    const char *value = key->fallback != NULL ? key->fallback : key->example;
    const bool map = key->type == GZ_CONFIG_MAP;

    gz_buffer_append_byte(out, '\n');
    comment(out, indent, key->help);
    comment_kind(out, indent, key);
    gz_buffer_append_fmt(out, "%*s%s%s:", (int)indent, "", map ? "" : "#",
                         gz_config_text_leaf(key->name));
    if (key->type == GZ_CONFIG_LIST && key->fallback != NULL) {
        gz_buffer_append_fmt(out, " [%s]\n", value);
    } else {
        gz_buffer_append_fmt(out, "%s%s\n", map ? "" : " ", value);
    }
}

void gz_config_print_default(struct gz_buffer *out)
{
    const struct gz_config_key *previous = NULL;
    gz_buffer_append_z(
        out, "# Configuration of gazetted; see gazetted.yaml(5).\n"
             "#\n"
             "# A key that is commented out shows its default, or an example "
             "where the\n"
             "# default is said in words.  Remove the \"#\" to set it, and try "
             "the file with\n"
             "# `gazetted check`.\n");
    for (size_t i = 0; i < gz_config_key_count; i++) {
        const struct gz_config_key *key = &gz_config_keys[i];
        const size_t indent =
            gz_config_text_sections(out, previous, key, open_section);
        print_default_key(out, indent, key);
        previous = key;
    }
}

void gz_config_print_text(struct gz_buffer *out)
{
    for (size_t i = 0; i < gz_config_key_count; i++) {
        const struct gz_config_key *key = &gz_config_keys[i];
        gz_buffer_append_fmt(out, "%s%s: ", i == 0 ? "" : "\n", key->name);
        gz_config_text_kind(out, key);
        if (key->type != GZ_CONFIG_MAP) {
            gz_buffer_append_z(out, ", default ");
            gz_config_text_fallback(out, key);
        }
        gz_buffer_append_byte(out, '\n');
        gz_config_text_wrap(out, "    ", key->help);
    }
}
