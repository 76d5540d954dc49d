// A probe is encoded by us, read by Avro C and compared line by line.  Avro C
// keeps its error text in one place for the process, so all this belongs to
// the main thread.

#include "codecs/event_schema_check.h"

#include <avro.h>
#include <inttypes.h>

#include "codecs/canonical_form.h"
#include "codecs/fingerprint.h"
#include "daemon/base/hash.h"

enum {
    PATH_BYTES = 256,
    LIMIT_BYTES = 1 << 20,
};

// --- a value of Avro C as lines "path = value" ---

struct lines {
    struct gz_buffer text;
    char path[PATH_BYTES];
};

static int print_value(struct lines *lines, const avro_value_t *v, size_t len);

static int print_items(struct lines *lines, const avro_value_t *v, size_t len)
{
    const bool is_array = avro_value_get_type(v) == AVRO_ARRAY;
    size_t count = 0;
    int bad = avro_value_get_size(v, &count);
    if (bad == 0 && count == 0) {
        gz_buffer_append_fmt(&lines->text, "%.*s = none\n", (int)len,
                             lines->path);
    }
    for (size_t i = 0; bad == 0 && i < count; i++) {
        avro_value_t child;
        const char *name = NULL;
        bad = avro_value_get_by_index(v, i, &child, &name);
        if (bad != 0) {
            break;
        }
        const char *dot = len > 0 ? "." : "";
        char *rest = lines->path + len;
        const size_t room = sizeof(lines->path) - len;
        const int more = is_array ? snprintf(rest, room, "%s%zu", dot, i)
                                  : snprintf(rest, room, "%s%s", dot, name);
        if (more < 0 || (size_t)more >= room) {
            return -1;
        }
        bad = print_value(lines, &child, len + (size_t)more);
    }
    return bad;
}

static int print_bytes(struct lines *lines, const avro_value_t *v)
{
    const void *bytes = NULL;
    size_t size = 0;
    char hex[PATH_BYTES + 1];
    const int bad = avro_value_get_bytes(v, &bytes, &size);
    if (bad == 0 && size <= PATH_BYTES / 2) {
        gz_hex(bytes, size, hex);
        gz_buffer_append_z(&lines->text, hex);
    }
    return bad;
}

static int print_enum(struct lines *lines, const avro_value_t *v)
{
    int number = 0;
    const int bad = avro_value_get_enum(v, &number);
    const char *symbol =
        bad == 0 ? avro_schema_enum_get(avro_value_get_schema(v), number)
                 : NULL;
    gz_buffer_append_z(&lines->text, symbol != NULL ? symbol : "no symbol");
    return bad;
}

static int print_scalar(struct lines *lines, const avro_value_t *v)
{
    struct gz_buffer *text = &lines->text;
    const char *z = NULL;
    size_t size = 0;
    int32_t i = 0;
    int64_t l = 0;
    double d = 0;
    int truth = 0;
    int bad = 0;
    switch (avro_value_get_type(v)) {
    case AVRO_STRING:
        bad = avro_value_get_string(v, &z, &size);
        gz_buffer_append_str(text, gz_str_of(z, size > 0 ? size - 1 : 0));
        return bad;
    case AVRO_INT32:
        bad = avro_value_get_int(v, &i);
        gz_buffer_append_fmt(text, "%" PRId32, i);
        return bad;
    case AVRO_INT64:
        bad = avro_value_get_long(v, &l);
        gz_buffer_append_fmt(text, "%" PRId64, l);
        return bad;
    case AVRO_DOUBLE:
        bad = avro_value_get_double(v, &d);
        gz_buffer_append_fmt(text, "%.17g", d);
        return bad;
    case AVRO_BOOLEAN:
        bad = avro_value_get_boolean(v, &truth);
        gz_buffer_append_z(text, truth != 0 ? "true" : "false");
        return bad;
    case AVRO_BYTES:
        return print_bytes(lines, v);
    case AVRO_ENUM:
        return print_enum(lines, v);
    case AVRO_NULL:
        gz_buffer_append_z(text, "null");
        return 0;
    default:
        return -1;
    }
}

// Recursion ends with the schema, which is ours and not recursive.
static int print_value(struct lines *lines, const avro_value_t *v, size_t len)
{
    const avro_type_t type = avro_value_get_type(v);
    if (type == AVRO_RECORD || type == AVRO_ARRAY || type == AVRO_MAP) {
        return print_items(lines, v, len);
    }
    if (type == AVRO_UNION) {
        avro_value_t branch;
        const int bad = avro_value_get_current_branch(v, &branch);
        return bad != 0 ? bad : print_value(lines, &branch, len);
    }
    gz_buffer_append_fmt(&lines->text, "%.*s = ", (int)len, lines->path);
    const int bad = print_scalar(lines, v);
    gz_buffer_append_byte(&lines->text, '\n');
    return bad;
}

// --- comparing ---

static enum gz_status compare(const struct gz_event_schema_probe *probe,
                              struct gz_str got, struct gz_error *err)
{
    for (size_t i = 0; i < probe->line_count; i++) {
        const struct gz_str line = gz_str_cut(&got, '\n');
        if (!gz_str_is(line, probe->lines[i])) {
            return gz_error_set(
                err, GZ_MISMATCH,
                "%s schema: the encoder and the schema disagree: Avro "
                "reads \"" GZ_STR_FMT "\", not \"%s\"",
                probe->thing, GZ_STR_ARG(line), probe->lines[i]);
        }
    }
    if (got.len_bytes > 0) {
        const struct gz_str line = gz_str_cut(&got, '\n');
        return gz_error_set(
            err, GZ_MISMATCH,
            "%s schema: the encoder does not know of \"" GZ_STR_FMT "\"",
            probe->thing, GZ_STR_ARG(line));
    }
    return GZ_OK;
}

static enum gz_status fail_avro(const struct gz_event_schema_probe *probe,
                                const char *what, struct gz_error *err)
{
    return gz_error_set(err, GZ_MISMATCH, "%s schema: %s: %s", probe->thing,
                        what, avro_strerror());
}

static enum gz_status read_back(const struct gz_event_schema_probe *probe,
                                avro_value_t *value, struct gz_error *err)
{
    const struct gz_str encoded = probe->encoded;
    struct lines lines;
    gz_buffer_init(&lines.text, LIMIT_BYTES);
    enum gz_status st = GZ_OK;
    avro_reader_t reader =
        avro_reader_memory(encoded.ptr, (int64_t)encoded.len_bytes);
    if (reader == NULL) {
        st = gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    } else if (avro_value_read(reader, value) != 0) {
        st = fail_avro(probe, "the probe cannot be read", err);
    } else if (print_value(&lines, value, 0) != 0) {
        st = fail_avro(probe, "the probe cannot be printed", err);
    } else if (gz_buffer_status(&lines.text) != GZ_OK) {
        st = gz_error_set(err, gz_buffer_status(&lines.text), "out of memory");
    } else {
        st = compare(probe, gz_buffer_str(&lines.text), err);
    }
    size_t size = 0;
    if (st == GZ_OK &&
        (avro_value_sizeof(value, &size) != 0 || size != encoded.len_bytes)) {
        st =
            gz_error_set(err, GZ_MISMATCH,
                         "%s schema: the probe has %zu bytes, Avro would write "
                         "%zu",
                         probe->thing, encoded.len_bytes, size);
    }
    if (reader != NULL) {
        avro_reader_free(reader);
    }
    gz_buffer_fini(&lines.text);
    return st;
}

static enum gz_status read_value(const struct gz_event_schema_probe *probe,
                                 avro_schema_t schema, struct gz_error *err)
{
    avro_value_t value;
    avro_value_iface_t *class = avro_generic_class_from_schema(schema);
    if (class == NULL || avro_generic_value_new(class, &value) != 0) {
        return fail_avro(probe, "no value can be made of it", err);
    }
    const enum gz_status st = read_back(probe, &value, err);
    avro_value_decref(&value);
    avro_value_iface_decref(class);
    return st;
}

static enum gz_status find_fingerprint(struct gz_str avsc, uint64_t *out,
                                       struct gz_error *err)
{
    struct gz_buffer canonical;
    gz_buffer_init(&canonical, LIMIT_BYTES);
    const enum gz_status st = gz_canonical_form(avsc, &canonical, err);
    if (st == GZ_OK) {
        *out = gz_fingerprint(gz_buffer_str(&canonical));
    }
    gz_buffer_fini(&canonical);
    return st;
}

enum gz_status gz_event_schema_check(const struct gz_event_schema_probe *probe,
                                     uint64_t *fingerprint,
                                     struct gz_error *err)
{
    avro_schema_t schema = NULL;
    if (avro_schema_from_json_length(probe->avsc.ptr, probe->avsc.len_bytes,
                                     &schema) != 0) {
        return fail_avro(probe, "Avro refuses it", err);
    }
    enum gz_status st = find_fingerprint(probe->avsc, fingerprint, err);
    if (st == GZ_OK) {
        st = read_value(probe, schema, err);
    }
    avro_schema_decref(schema);
    return st;
}
