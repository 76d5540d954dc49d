// Avro's parsing canonical form.  Avro C has none, and the JSON that it prints
// of a schema is no base for one: it drops attributes.

#include "codecs/canonical_form.h"

#include <inttypes.h>

#include "codecs/json_reader.h"

enum { LIMIT_DEPTH = 64 };

struct writer {
    struct gz_buffer *out;
    struct gz_error *err;
};

static const char *const primitives[] = {
    "null", "boolean", "int", "long", "float", "double", "bytes", "string",
};

static enum gz_status write_schema(const struct writer *w,
                                   struct gz_json_value v, struct gz_str space);

// --- names ---

static bool is_primitive(struct gz_str name)
{
    for (size_t i = 0; i < sizeof(primitives) / sizeof(primitives[0]); i++) {
        if (gz_str_is(name, primitives[i])) {
            return true;
        }
    }
    return false;
}

// So that a name needs no escapes.
static bool is_name(struct gz_str name)
{
    for (size_t i = 0; i < name.len_bytes; i++) {
        const char c = name.ptr[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            c == '_' || c == '.';
        if (!letter && !(i > 0 && c >= '0' && c <= '9')) {
            return false;
        }
    }
    return name.len_bytes > 0;
}

static bool has_dot(struct gz_str name)
{
    return name.len_bytes > 0 && memchr(name.ptr, '.', name.len_bytes) != NULL;
}

static enum gz_status write_name(const struct writer *w, struct gz_str name,
                                 struct gz_str space)
{
    if (!is_name(name)) {
        return gz_error_set(w->err, GZ_INVALID,
                            "schema: \"" GZ_STR_FMT "\" is no name",
                            GZ_STR_ARG(name));
    }
    gz_buffer_append_byte(w->out, '"');
    if (space.len_bytes > 0 && !has_dot(name) && !is_primitive(name)) {
        gz_buffer_append_str(w->out, space);
        gz_buffer_append_byte(w->out, '.');
    }
    gz_buffer_append_str(w->out, name);
    gz_buffer_append_byte(w->out, '"');
    return GZ_OK;
}

// --- members ---

static enum gz_status get(const struct writer *w, struct gz_json_value object,
                          const char *key, enum gz_json_kind kind,
                          struct gz_json_value *out)
{
    if (gz_json_reader_member(object, key, out) &&
        gz_json_reader_kind(*out) == kind) {
        return GZ_OK;
    }
    return gz_error_set(w->err, GZ_INVALID,
                        "schema: \"%s\" is missing or not %s", key,
                        gz_json_reader_kind_name(kind));
}

static enum gz_status get_str(const struct writer *w,
                              struct gz_json_value object, const char *key,
                              struct gz_str *out)
{
    struct gz_json_value v;
    const enum gz_status st = get(w, object, key, GZ_JSON_STRING, &v);
    if (st == GZ_OK) {
        *out = gz_json_reader_str(v);
    }
    return st;
}

// The namespace that a definition's plain names belong to.
static struct gz_str space_of(struct gz_json_value object, struct gz_str name,
                              struct gz_str outer)
{
    struct gz_json_value v;
    if (has_dot(name)) {
        size_t len = name.len_bytes;
        while (name.ptr[len - 1] != '.') {
            len--;
        }
        return gz_str_of(name.ptr, len - 1);
    }
    if (gz_json_reader_member(object, "namespace", &v) &&
        gz_json_reader_kind(v) == GZ_JSON_STRING) {
        return gz_json_reader_str(v);
    }
    return outer;
}

// --- definitions ---

typedef enum gz_status item_fn(const struct writer *w, struct gz_json_value v,
                               struct gz_str space);

static enum gz_status write_list(const struct writer *w,
                                 struct gz_json_value array,
                                 struct gz_str space, item_fn *write_item)
{
    struct gz_json_cursor c = gz_json_reader_begin(array);
    struct gz_str none;
    struct gz_json_value item;
    const char *before = "[";
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && gz_json_reader_next(&c, &none, &item)) {
        gz_buffer_append_z(w->out, before);
        before = ",";
        st = write_item(w, item, space);
    }
    gz_buffer_append_z(w->out, *before == '[' ? "[]" : "]");
    return st;
}

static enum gz_status write_symbol(const struct writer *w,
                                   struct gz_json_value v, struct gz_str space)
{
    (void)space;
    if (gz_json_reader_kind(v) != GZ_JSON_STRING) {
        return gz_error_set(w->err, GZ_INVALID, "schema: a symbol is %s",
                            gz_json_reader_kind_name(gz_json_reader_kind(v)));
    }
    return write_name(w, gz_json_reader_str(v), gz_str_z(NULL));
}

static enum gz_status write_field(const struct writer *w,
                                  struct gz_json_value v, struct gz_str space)
{
    struct gz_str name;
    struct gz_json_value type;
    if (gz_json_reader_kind(v) != GZ_JSON_OBJECT ||
        !gz_json_reader_member(v, "type", &type)) {
        return gz_error_set(w->err, GZ_INVALID,
                            "schema: a field is no object with a type");
    }
    enum gz_status st = get_str(w, v, "name", &name);
    if (st == GZ_OK) {
        gz_buffer_append_z(w->out, "{\"name\":");
        st = write_name(w, name, gz_str_z(NULL));
    }
    if (st == GZ_OK) {
        gz_buffer_append_z(w->out, ",\"type\":");
        st = write_schema(w, type, space);
        gz_buffer_append_z(w->out, "}");
    }
    return st;
}

// What follows the type in record, enum and fixed.
static enum gz_status write_content(const struct writer *w,
                                    struct gz_json_value object,
                                    struct gz_str kind, struct gz_str space)
{
    struct gz_json_value v;
    enum gz_status st = GZ_OK;
    if (gz_str_is(kind, "enum")) {
        st = get(w, object, "symbols", GZ_JSON_ARRAY, &v);
        gz_buffer_append_z(w->out, ",\"symbols\":");
        return st != GZ_OK ? st : write_list(w, v, space, write_symbol);
    }
    if (gz_str_is(kind, "fixed")) {
        st = get(w, object, "size", GZ_JSON_INT, &v);
        if (st == GZ_OK) {
            gz_buffer_append_fmt(w->out, ",\"size\":%" PRId64,
                                 gz_json_reader_int(v));
        }
        return st;
    }
    st = get(w, object, "fields", GZ_JSON_ARRAY, &v);
    gz_buffer_append_z(w->out, ",\"fields\":");
    return st != GZ_OK ? st : write_list(w, v, space, write_field);
}

static enum gz_status write_named(const struct writer *w,
                                  struct gz_json_value object,
                                  struct gz_str kind, struct gz_str outer)
{
    struct gz_str name;
    enum gz_status st = get_str(w, object, "name", &name);
    if (st != GZ_OK) {
        return st;
    }
    const struct gz_str space = space_of(object, name, outer);
    gz_buffer_append_z(w->out, "{\"name\":");
    st = write_name(w, name, space);
    if (st == GZ_OK) {
        gz_buffer_append_z(w->out, ",\"type\":\"");
        gz_buffer_append_str(w->out, kind);
        gz_buffer_append_byte(w->out, '"');
        st = write_content(w, object, kind, space);
    }
    gz_buffer_append_byte(w->out, '}');
    return st;
}

static enum gz_status write_collection(const struct writer *w,
                                       struct gz_json_value object,
                                       const char *kind, const char *key,
                                       struct gz_str space)
{
    struct gz_json_value items;
    if (!gz_json_reader_member(object, key, &items)) {
        return gz_error_set(w->err, GZ_INVALID,
                            "schema: \"%s\" of an %s is missing", key, kind);
    }
    gz_buffer_append_fmt(w->out, "{\"type\":\"%s\",\"%s\":", kind, key);
    const enum gz_status st = write_schema(w, items, space);
    gz_buffer_append_byte(w->out, '}');
    return st;
}

static enum gz_status write_object(const struct writer *w,
                                   struct gz_json_value object,
                                   struct gz_str space)
{
    struct gz_str kind;
    const enum gz_status st = get_str(w, object, "type", &kind);
    if (st != GZ_OK) {
        return st;
    }
    if (gz_str_is(kind, "array")) {
        return write_collection(w, object, "array", "items", space);
    }
    if (gz_str_is(kind, "map")) {
        return write_collection(w, object, "map", "values", space);
    }
    if (gz_str_is(kind, "record") || gz_str_is(kind, "error") ||
        gz_str_is(kind, "enum") || gz_str_is(kind, "fixed")) {
        return write_named(w, object, kind, space);
    }
    return write_name(w, kind, space);
}

// Recursion ends with the text, which the reader keeps to LIMIT_DEPTH levels.
static enum gz_status write_schema(const struct writer *w,
                                   struct gz_json_value v, struct gz_str space)
{
    switch (gz_json_reader_kind(v)) {
    case GZ_JSON_STRING:
        return write_name(w, gz_json_reader_str(v), space);
    case GZ_JSON_ARRAY:
        return write_list(w, v, space, write_schema);
    case GZ_JSON_OBJECT:
        return write_object(w, v, space);
    default:
        return gz_error_set(w->err, GZ_INVALID, "schema: a type is %s",
                            gz_json_reader_kind_name(gz_json_reader_kind(v)));
    }
}

enum gz_status gz_canonical_form(struct gz_str schema, struct gz_buffer *out,
                                 struct gz_error *err)
{
    const struct writer w = {out, err};
    struct gz_json_value root;
    struct gz_json_reader *reader = gz_json_reader_new(LIMIT_DEPTH);
    const enum gz_json_result parsed =
        reader == NULL ? GZ_JSON_NO_MEMORY
                       : gz_json_reader_parse(reader, schema, &root);
    enum gz_status st = GZ_OK;
    if (parsed == GZ_JSON_NO_MEMORY) {
        st = gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    } else if (parsed != GZ_JSON_OK) {
        st = gz_error_set(err, GZ_INVALID, "schema: not JSON");
    } else {
        st = write_schema(&w, root, gz_str_z(NULL));
    }
    gz_json_reader_free(reader);
    return st == GZ_OK ? gz_buffer_status(out) : st;
}
