// The shapes of rule files as a JSON Schema.  Where YAML's texts, numbers and
// booleans are one to our reader, the schema allows all three.

#include "daemon/base/json_writer.h"
#include "rules/language/file_keys.h"
#include "rules/language/rule_set.h"

static void write_shape(struct gz_json_writer *w,
                        const struct gz_rule_shape *shape, const char *help);

static void write_member(struct gz_json_writer *w, const char *key,
                         const char *value)
{
    gz_json_key(w, key);
    gz_json_z(w, value);
}

static void write_text(struct gz_json_writer *w,
                       const struct gz_rule_shape *shape)
{
    static const char *const types[] = {"string", "number", "boolean"};
    gz_json_key(w, "type");
    gz_json_array(w);
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        gz_json_z(w, types[i]);
    }
    gz_json_array_end(w);
    write_member(w, "pattern",
                 shape->form == NULL ? "\\S" : shape->form->regex);
}

static void write_number(struct gz_json_writer *w,
                         const struct gz_rule_shape *shape)
{
    const bool whole = shape->scalar == GZ_RULE_SCALAR_INTEGER;
    write_member(w, "type", whole ? "integer" : "number");
    gz_json_key(w, "minimum");
    gz_json_double(w, shape->min);
    gz_json_key(w, "maximum");
    gz_json_double(w, shape->max);
}

static void write_scalar(struct gz_json_writer *w,
                         const struct gz_rule_shape *shape)
{
    switch (shape->scalar) {
    case GZ_RULE_SCALAR_INTEGER:
    case GZ_RULE_SCALAR_NUMBER:
        write_number(w, shape);
        break;
    case GZ_RULE_SCALAR_BOOL:
        write_member(w, "type", "boolean");
        break;
    case GZ_RULE_SCALAR_CHOICE:
        gz_json_key(w, "enum");
        gz_json_array(w);
        for (size_t i = 0; shape->choices[i] != NULL; i++) {
            gz_json_z(w, shape->choices[i]);
        }
        gz_json_array_end(w);
        break;
    default:
        write_text(w, shape);
        break;
    }
}

static void write_items(struct gz_json_writer *w,
                        const struct gz_rule_shape *shape)
{
    write_member(w, "type", "array");
    gz_json_key(w, "items");
    write_shape(w, shape->items, NULL);
    if (!shape->may_be_empty) {
        gz_json_key(w, "minItems");
        gz_json_int(w, 1);
    }
}

static void write_values(struct gz_json_writer *w,
                         const struct gz_rule_shape *shape)
{
    write_member(w, "type", "object");
    if (shape->names != NULL) {
        gz_json_key(w, "propertyNames");
        gz_json_object(w);
        write_member(w, "pattern", shape->names->regex);
        gz_json_object_end(w);
    }
    gz_json_key(w, "additionalProperties");
    write_shape(w, shape->values, NULL);
}

// {"required": ["key"]} for each key of a group: one of them holds.
static void write_group(struct gz_json_writer *w,
                        const struct gz_rule_key *keys,
                        enum gz_rule_group group)
{
    gz_json_object(w);
    gz_json_key(w, "oneOf");
    gz_json_array(w);
    for (; keys->name != NULL; keys++) {
        if (keys->group == group) {
            gz_json_object(w);
            gz_json_key(w, "required");
            gz_json_array(w);
            gz_json_z(w, keys->name);
            gz_json_array_end(w);
            gz_json_object_end(w);
        }
    }
    gz_json_array_end(w);
    gz_json_object_end(w);
}

static bool has_group(const struct gz_rule_key *keys, enum gz_rule_group group)
{
    while (keys->name != NULL && keys->group != group) {
        keys++;
    }
    return keys->name != NULL;
}

static void write_demands(struct gz_json_writer *w,
                          const struct gz_rule_key *keys)
{
    gz_json_key(w, "required");
    gz_json_array(w);
    for (const struct gz_rule_key *key = keys; key->name != NULL; key++) {
        if (key->required) {
            gz_json_z(w, key->name);
        }
    }
    gz_json_array_end(w);
    bool open = false;
    for (int i = 1; i < GZ_RULE_GROUP_COUNT; i++) {
        const enum gz_rule_group group = (enum gz_rule_group)i;
        if (has_group(keys, group)) {
            if (!open) {
                gz_json_key(w, "allOf");
                gz_json_array(w);
            }
            open = true;
            write_group(w, keys, group);
        }
    }
    if (open) {
        gz_json_array_end(w);
    }
}

static void write_keys(struct gz_json_writer *w,
                       const struct gz_rule_shape *shape)
{
    write_member(w, "type", "object");
    gz_json_key(w, "properties");
    gz_json_object(w);
    for (const struct gz_rule_key *key = shape->keys; key->name != NULL;
         key++) {
        gz_json_key(w, key->name);
        write_shape(w, key->shape, key->help);
    }
    gz_json_object_end(w);
    gz_json_key(w, "additionalProperties");
    gz_json_bool(w, false);
    write_demands(w, shape->keys);
}

static void write_null(struct gz_json_writer *w,
                       const struct gz_rule_shape *shape)
{
    (void)shape;
    write_member(w, "type", "null");
}

typedef void form_writer(struct gz_json_writer *w,
                         const struct gz_rule_shape *shape);

// What may stand at a place: a text, a list, a mapping, nothing.
static void write_shape(struct gz_json_writer *w,
                        const struct gz_rule_shape *shape, const char *help)
{
    form_writer *forms[4];
    size_t count = 0;
    if (shape->scalar != GZ_RULE_SCALAR_NONE) {
        forms[count++] = write_scalar;
    }
    if (shape->items != NULL) {
        forms[count++] = write_items;
    }
    if (shape->keys != NULL || shape->values != NULL) {
        forms[count++] = shape->keys != NULL ? write_keys : write_values;
    }
    if (shape->may_be_empty) {
        forms[count++] = write_null;
    }
    gz_json_object(w);
    if (help != NULL) {
        write_member(w, "description", help);
    }
    if (count == 1) {
        forms[0](w, shape);
    } else {
        gz_json_key(w, "anyOf");
        gz_json_array(w);
        for (size_t i = 0; i < count; i++) {
            gz_json_object(w);
            forms[i](w, shape);
            gz_json_object_end(w);
        }
        gz_json_array_end(w);
    }
    gz_json_object_end(w);
}

void gz_rule_set_schema(struct gz_buffer *out)
{
    struct gz_json_writer w;
    gz_json_writer_init(&w, out);
    gz_json_object(&w);
    write_member(&w, "$schema", "https://json-schema.org/draft/2020-12/schema");
    write_member(&w, "title", "gazetted rule file");
    write_keys(&w, &gz_file_keys_rules);
    gz_json_object_end(&w);
}
