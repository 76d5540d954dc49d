#include "rules/language/rule_shape.h"

#include <math.h>
#include <stdlib.h>

#include "rules/language/pattern_lexer.h"

enum { KEYS_MAX = 64, LIST_BYTES = 512 };

struct check {
    const struct gz_source *src;
    struct gz_error *err;
    enum gz_status status;
};

#define REPORT(c, node, ...)                                                   \
    ((c)->status = gz_error_span((c)->err, (c)->src, (node)->begin_byte,       \
                                 (node)->end_byte, __VA_ARGS__))

static struct gz_str clip(struct gz_str text)
{
    return gz_pattern_lexer_clip(text);
}

bool gz_rule_shape_number(struct gz_str text, double *out)
{
    enum { DIGITS_MAX = 40 };
    char *end = NULL;
    // What strtod takes besides: white space, hexadecimals, infinity.
    for (size_t i = 0; i < text.len_bytes; i++) {
        if (strchr("0123456789.+-eE", text.ptr[i]) == NULL) {
            return false;
        }
    }
    if (text.len_bytes == 0 || text.len_bytes > DIGITS_MAX) {
        return false;
    }
    char copy[DIGITS_MAX + 1];
    memcpy(copy, text.ptr, text.len_bytes);
    copy[text.len_bytes] = '\0';
    *out = strtod(copy, &end);
    return *end == '\0' && isfinite(*out);
}

int gz_rule_shape_choice(const char *const *choices, struct gz_str text)
{
    for (int i = 0; choices[i] != NULL; i++) {
        if (gz_str_is(text, choices[i])) {
            return i;
        }
    }
    return -1;
}

// "A, B and C" of names, cut where there is no room.
static const char *list_names(const char *const *names, size_t count,
                              const char *last, char out[LIST_BYTES])
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count && at < LIST_BYTES; i++) {
        const char *between = i == 0 ? "" : i + 1 == count ? last : ", ";
        at += (size_t)snprintf(out + at, LIST_BYTES - at, "%s%s", between,
                               names[i]);
    }
    return out;
}

static void report_choice(struct check *c, const struct gz_rule_shape *shape,
                          const struct gz_yaml_node *node, const char *name)
{
    char list[LIST_BYTES];
    size_t count = 0;
    while (shape->choices[count] != NULL) {
        count++;
    }
    const char *meant = gz_error_full(c->err)
                            ? NULL
                            : gz_str_suggest(node->text, shape->choices, count);
    if (meant != NULL) {
        REPORT(c, node, "%s is \"" GZ_STR_FMT "\", did you mean \"%s\"?", name,
               GZ_STR_ARG(clip(node->text)), meant);
    } else {
        REPORT(c, node, "%s is \"" GZ_STR_FMT "\", allowed %s %s", name,
               GZ_STR_ARG(clip(node->text)), count == 1 ? "is" : "are",
               list_names(shape->choices, count, " and ", list));
    }
}

static void check_number(struct check *c, const struct gz_rule_shape *shape,
                         const struct gz_yaml_node *node, const char *name)
{
    const bool whole = shape->scalar == GZ_RULE_SCALAR_INTEGER;
    double value = 0;
    if (!gz_rule_shape_number(node->text, &value) ||
        (whole && value != floor(value))) {
        REPORT(c, node, "%s is \"" GZ_STR_FMT "\", which is no %s", name,
               GZ_STR_ARG(clip(node->text)), whole ? "whole number" : "number");
    } else if (shape->min == shape->max && value != shape->min) {
        REPORT(c, node, "%s is %g, allowed is %g", name, value, shape->min);
    } else if (value < shape->min || value > shape->max) {
        REPORT(c, node, "%s is %g, allowed is %.10g to %.10g", name, value,
               shape->min, shape->max);
    }
}

static void check_text(struct check *c, const struct gz_rule_form *form,
                       const struct gz_yaml_node *node, const char *name)
{
    if (memchr(node->text.ptr, '\0', node->text.len_bytes) != NULL) {
        REPORT(c, node, "%s has a zero byte in it", name);
    } else if (form != NULL && !form->good(node->text)) {
        REPORT(c, node, "\"" GZ_STR_FMT "\" will not do here: %s",
               GZ_STR_ARG(clip(node->text)), form->words);
    }
}

// YAML takes " #" for the begin of a comment, which a pattern such as
// `owes # shares` does not mean; so none may stand behind one.
static bool is_cut(struct check *c, const struct gz_yaml_node *node)
{
    const char *text = c->src->text;
    size_t at = node->end_byte;
    while (at < c->src->len_bytes && (text[at] == ' ' || text[at] == '\t')) {
        at++;
    }
    if (!node->plain || at == node->end_byte || at == c->src->len_bytes ||
        text[at] != '#') {
        return false;
    }
    const char *end = memchr(text + at, '\n', c->src->len_bytes - at);
    const size_t end_byte =
        end == NULL ? c->src->len_bytes : (size_t)(end - text);
    c->status = gz_error_span(
        c->err, c->src, at, end_byte,
        "\"#\" behind a space begins a comment: put all of it in quotes, or a "
        "comment in a line of its own");
    return true;
}

static void check_scalar(struct check *c, const struct gz_rule_shape *shape,
                         const struct gz_yaml_node *node, const char *name)
{
    static const char *const bools[] = {"true", "false", NULL};
    const struct gz_rule_shape choice = {.choices = bools};

    if (shape->uncut && is_cut(c, node)) {
        return;
    }
    if (gz_yaml_is_null(node) || gz_str_trim(node->text).len_bytes == 0) {
        REPORT(c, node, "%s has no value, it must be %s", name, shape->what);
        return;
    }
    switch (shape->scalar) {
    case GZ_RULE_SCALAR_INTEGER:
    case GZ_RULE_SCALAR_NUMBER:
        check_number(c, shape, node, name);
        break;
    case GZ_RULE_SCALAR_BOOL:
        if (gz_rule_shape_choice(bools, node->text) < 0) {
            report_choice(c, &choice, node, name);
        }
        break;
    case GZ_RULE_SCALAR_CHOICE:
        if (gz_rule_shape_choice(shape->choices, node->text) < 0) {
            report_choice(c, shape, node, name);
        }
        break;
    default:
        check_text(c, shape->form, node, name);
        break;
    }
}

static void check(struct check *c, const struct gz_rule_shape *shape,
                  const struct gz_yaml_node *node, const char *name);

static const struct gz_rule_key *find_key(const struct gz_rule_key *keys,
                                          struct gz_str name)
{
    while (keys->name != NULL && !gz_str_is(name, keys->name)) {
        keys++;
    }
    return keys->name == NULL ? NULL : keys;
}

// Returns the key that is meant, or NULL.
static const struct gz_rule_key *report_unknown(struct check *c,
                                                const struct gz_rule_key *keys,
                                                const struct gz_yaml_node *key)
{
    const char *names[KEYS_MAX];
    char list[LIST_BYTES];
    size_t count = 0;
    while (keys[count].name != NULL && count < KEYS_MAX) {
        names[count] = keys[count].name;
        count++;
    }
    const char *meant =
        gz_error_full(c->err) ? NULL : gz_str_suggest(key->text, names, count);
    if (meant != NULL) {
        REPORT(c, key, "unknown key \"" GZ_STR_FMT "\" (did you mean \"%s\"?)",
               GZ_STR_ARG(clip(key->text)), meant);
    } else {
        REPORT(c, key, "unknown key \"" GZ_STR_FMT "\" (there %s %s)",
               GZ_STR_ARG(clip(key->text)), count == 1 ? "is" : "are",
               list_names(names, count, " and ", list));
    }
    return meant == NULL ? NULL : find_key(keys, gz_str_z(meant));
}

// The mark of a mapping that lacks something: its first key.
static const struct gz_yaml_node *head(const struct gz_yaml_node *mapping)
{
    return mapping->first == NULL ? mapping : mapping->first->key;
}

static void report_group(struct check *c, const struct gz_rule_key *keys,
                         const struct gz_yaml_node *mapping,
                         enum gz_rule_group group)
{
    const char *names[KEYS_MAX];
    char list[LIST_BYTES];
    size_t count = 0;
    for (; keys->name != NULL && count < KEYS_MAX; keys++) {
        if (keys->group == group) {
            names[count++] = keys->name;
        }
    }
    if (count > 0) {
        REPORT(c, head(mapping), "one of the keys %s must stand here",
               list_names(names, count, " or ", list));
    }
}

// Keys that exclude each other.
static void check_groups(struct check *c, const struct gz_rule_key *keys,
                         const struct gz_yaml_node *mapping, uint32_t meant)
{
    const struct gz_yaml_node *first[GZ_RULE_GROUP_COUNT] = {NULL};
    const struct gz_yaml_node *node = mapping->first;
    for (; node != NULL; node = node->next) {
        const struct gz_rule_key *key = find_key(keys, node->key->text);
        const enum gz_rule_group group =
            key == NULL ? GZ_RULE_GROUP_NONE : key->group;
        if (group == GZ_RULE_GROUP_NONE) {
            continue;
        }
        if (first[group] != NULL) {
            REPORT(c, node->key,
                   "\"%s\" beside \"" GZ_STR_FMT
                   "\": only one of them can stand here",
                   key->name, GZ_STR_ARG(first[group]->key->text));
        } else {
            first[group] = node;
        }
    }
    for (int group = 1; group < GZ_RULE_GROUP_COUNT; group++) {
        if (first[group] == NULL && (meant >> group & 1U) == 0) {
            report_group(c, keys, mapping, (enum gz_rule_group)group);
        }
    }
}

// Where only one number will do, that is the remedy.
static void report_missing(struct check *c, const struct gz_rule_key *key,
                           const struct gz_yaml_node *mapping)
{
    const struct gz_rule_shape *shape = key->shape;
    if (shape->scalar == GZ_RULE_SCALAR_INTEGER && shape->min == shape->max) {
        REPORT(c, head(mapping), "the key \"%s\" is missing (write %s: %g)",
               key->name, key->name, shape->min);
    } else {
        REPORT(c, head(mapping), "the key \"%s\" is missing", key->name);
    }
}

static void check_keys(struct check *c, const struct gz_rule_key *keys,
                       const struct gz_yaml_node *mapping)
{
    // A misspelt key is not missing, too.
    uint32_t meant_keys = 0;
    uint32_t meant_groups = 0;
    const struct gz_yaml_node *node = mapping->first;
    for (; node != NULL; node = node->next) {
        const struct gz_rule_key *key = find_key(keys, node->key->text);
        if (key != NULL) {
            check(c, key->shape, node, key->name);
        }
        if (key != NULL || node->key->text.ptr == NULL) {
            continue;
        }
        key = report_unknown(c, keys, node->key);
        if (key != NULL) {
            meant_keys |= 1U << (key - keys);
            meant_groups |= 1U << key->group;
        }
    }
    for (const struct gz_rule_key *key = keys; key->name != NULL; key++) {
        if (key->required && (meant_keys >> (key - keys) & 1U) == 0 &&
            gz_yaml_get(mapping, key->name) == NULL) {
            report_missing(c, key, mapping);
        }
    }
    check_groups(c, keys, mapping, meant_groups);
}

static void check_values(struct check *c, const struct gz_rule_shape *shape,
                         const struct gz_yaml_node *mapping)
{
    const struct gz_yaml_node *node = mapping->first;
    for (; node != NULL; node = node->next) {
        char name[LIST_BYTES];
        if (node->key->text.ptr == NULL) {
            continue;
        }
        check_text(c, shape->names, node->key, "a key");
        snprintf(name, sizeof(name), GZ_STR_FMT,
                 GZ_STR_ARG(clip(node->key->text)));
        check(c, shape->values, node, name);
    }
}

static void check_items(struct check *c, const struct gz_rule_shape *shape,
                        const struct gz_yaml_node *sequence, const char *name)
{
    char item_name[LIST_BYTES];
    snprintf(item_name, sizeof(item_name), "an entry of %s", name);
    if (sequence->count == 0 && !shape->may_be_empty) {
        REPORT(c, sequence, "%s is an empty list", name);
    }
    const struct gz_yaml_node *node = sequence->first;
    for (; node != NULL; node = node->next) {
        check(c, shape->items, node, item_name);
    }
}

// What the reader of YAML refused, such as an alias, is a scalar without text.
static bool is_refused(const struct gz_yaml_node *node)
{
    return node->kind == GZ_YAML_SCALAR && node->text.ptr == NULL;
}

static void check(struct check *c, const struct gz_rule_shape *shape,
                  const struct gz_yaml_node *node, const char *name)
{
    if (is_refused(node)) {
        return;
    }
    const bool mapping = shape->keys != NULL || shape->values != NULL;
    if (shape->may_be_empty && gz_yaml_is_null(node)) {
        return;
    }
    if (node->kind == GZ_YAML_SCALAR && shape->scalar != GZ_RULE_SCALAR_NONE) {
        check_scalar(c, shape, node, name);
    } else if (node->kind == GZ_YAML_SEQUENCE && shape->items != NULL) {
        check_items(c, shape, node, name);
    } else if (node->kind == GZ_YAML_MAPPING && shape->keys != NULL) {
        check_keys(c, shape->keys, node);
    } else if (node->kind == GZ_YAML_MAPPING && mapping) {
        check_values(c, shape, node);
    } else if (gz_yaml_is_null(node)) {
        REPORT(c, node->key != NULL ? node->key : node,
               "%s has no value, it must be %s", name, shape->what);
    } else {
        REPORT(c, node, "%s must be %s, not %s", name, shape->what,
               gz_yaml_kind_name(node));
    }
}

enum gz_status gz_rule_shape_check(const struct gz_rule_shape *shape,
                                   const struct gz_yaml_node *node,
                                   const char *name,
                                   const struct gz_source *src,
                                   struct gz_error *err)
{
    struct check c = {.src = src, .err = err, .status = GZ_OK};
    check(&c, shape, node, name);
    return c.status;
}
