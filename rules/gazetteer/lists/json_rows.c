// One object a line.  What a column may be beside a string is a table; arrays
// and objects become the texts that the other formats write.

#include <string.h>

#include "daemon/base/json_escape.h"
#include "daemon/base/json_scanner.h"
#include "rules/gazetteer/lists/list_columns.h"
#include "rules/gazetteer/lists/list_reader.h"

struct form {
    const char *allowed;  // beside null, which is an empty field
    char separator;       // between what is in an array or an object
    bool array;
    bool object;
    bool number;
};

#define TEXT                                                                   \
    {                                                                          \
        .allowed = "a string"                                                  \
    }
#define TEXT_OR_NUMBER                                                         \
    {                                                                          \
        .allowed = "a string or a number", .number = true                      \
    }
#define TEXT_OR_ARRAY(c)                                                       \
    {                                                                          \
        .allowed = "a string or an array of strings", .separator = (c),        \
        .array = true                                                          \
    }
#define TEXT_OR_OBJECT                                                         \
    {                                                                          \
        .allowed = "a string or an object", .separator = ';', .object = true   \
    }

static const struct form forms[GZ_COLUMN_COUNT] = {
    [GZ_COLUMN_ID] = TEXT_OR_NUMBER,
    [GZ_COLUMN_TYPE] = TEXT,
    [GZ_COLUMN_NAME] = TEXT,
    [GZ_COLUMN_ALIASES] = TEXT_OR_ARRAY('|'),
    [GZ_COLUMN_HOW] = TEXT,
    [GZ_COLUMN_POLICY] = TEXT_OR_ARRAY(','),
    [GZ_COLUMN_PRIORITY] = TEXT_OR_NUMBER,
    [GZ_COLUMN_XIDS] = TEXT_OR_OBJECT,
    [GZ_COLUMN_ATTRIBUTES] = TEXT_OR_OBJECT,
    [GZ_COLUMN_SAME_AS] = TEXT_OR_ARRAY('|'),
};

// A row on its way out of a line.
struct line {
    struct gz_name_list *list;
    struct gz_error *err;
    struct gz_json_scanner scanner;
    enum gz_name_column column;  // whose value is read
    uint32_t seen;               // bit of each column that was given
    const char *part_end;        // of what was appended last
};

static size_t place(const struct line *l, const char *ptr)
{
    return (size_t)(ptr - l->list->src->text);
}

// What an array, an object or a word is, for a report.
static const char *kind_name(enum gz_scan kind)
{
    switch (kind) {
    case GZ_SCAN_OBJECT:
        return "an object";
    case GZ_SCAN_ARRAY:
        return "an array";
    case GZ_SCAN_STRING:
        return "a string";
    case GZ_SCAN_NUMBER:
        return "a number";
    case GZ_SCAN_TRUE:
        return "true";
    case GZ_SCAN_FALSE:
        return "false";
    default:
        return "null";
    }
}

static enum gz_status report_json(const struct line *l)
{
    return gz_name_list_fault(l->list, l->scanner.fault_at, l->err, "%s",
                              l->scanner.fault);
}

// A token of the wrong kind in the value of the column.
static enum gz_status report_kind(const struct line *l,
                                  const struct gz_json_token *token,
                                  const char *what, const char *allowed)
{
    return gz_name_list_fault(
        l->list, token->text, l->err, "%s%s cannot be %s; allowed is %s", what,
        gz_list_columns_name(l->column), kind_name(token->kind), allowed);
}

// Append a string or a word to the copy; a field that is one string without
// escapes needs none.
static enum gz_status append(struct line *l, const struct gz_json_token *token)
{
    struct gz_field_copy *copy = &l->list->copy;
    const struct gz_str text = token->text;
    size_t pos = 0;
    l->part_end = text.ptr + text.len_bytes;
    while (pos < text.len_bytes) {
        const char *run = text.ptr + pos;
        const size_t left = text.len_bytes - pos;
        const char *escape = token->escaped ? memchr(run, '\\', left) : NULL;
        const size_t plain = escape == NULL ? left : (size_t)(escape - run);
        gz_field_copy_run(copy, gz_str_of(run, plain), place(l, run));
        pos += plain;
        if (escape == NULL) {
            break;
        }
        char bytes[4];
        const size_t len = gz_json_escape_decode(text, &pos, bytes);
        const struct gz_str rest =
            gz_str_of(text.ptr + pos, text.len_bytes - pos);
        const char behind =
            gz_str_starts(rest, GZ_STR_LIT("\\n")) ? '\n' : '\0';
        if ((unsigned char)bytes[0] >= 0x20) {
            gz_field_copy_put(copy, gz_str_of(bytes, len), place(l, escape));
        } else if (!gz_list_reader_put_space(copy, bytes[0], behind,
                                             place(l, escape))) {
            return gz_name_list_fault(
                l->list, gz_str_of(escape, (size_t)(rest.ptr - escape)), l->err,
                "a field cannot hold the control character U+%04X",
                (unsigned)(unsigned char)bytes[0]);
        }
    }
    return GZ_OK;
}

// Append an entry of an array, a key or a value: none is empty or holds what
// stands between them.
static enum gz_status append_part(struct line *l,
                                  const struct gz_json_token *token,
                                  const char *what, const char *banned)
{
    struct gz_field_copy *copy = &l->list->copy;
    const size_t first = copy->len;
    const enum gz_status st = append(l, token);
    if (st != GZ_OK) {
        return st;
    }
    if (copy->len == first) {
        return gz_name_list_fault(l->list, token->text, l->err,
                                  "%s of %s is empty", what,
                                  gz_list_columns_name(l->column));
    }
    for (const char *c = banned; *c != '\0'; c++) {
        if (memchr(copy->text + first, *c, copy->len - first) != NULL) {
            return gz_name_list_fault(l->list, token->text, l->err,
                                      "%s of %s cannot hold \"%c\"", what,
                                      gz_list_columns_name(l->column), *c);
        }
    }
    return GZ_OK;
}

// What stands between two parts comes from the end of the first.
static void append_mark(struct line *l, char mark)
{
    gz_field_copy_put(&l->list->copy, gz_str_of(&mark, 1),
                      place(l, l->part_end));
}

// Finish an array or an object; close is where it ends.
static struct gz_str end_parts(const struct line *l, size_t first,
                               const char *close)
{
    struct gz_field_copy *copy = &l->list->copy;
    return gz_field_copy_end(copy, first,
                             place(l, copy->len > first ? l->part_end : close));
}

static enum gz_status read_array(struct line *l, struct gz_str *out)
{
    struct gz_field_copy *copy = &l->list->copy;
    const char separator[] = {forms[l->column].separator, '\0'};
    const size_t first = copy->len;
    for (;;) {
        struct gz_json_token token;
        const enum gz_scan kind = gz_json_scanner_next(&l->scanner, &token);
        if (kind == GZ_SCAN_BAD) {
            return report_json(l);
        }
        if (kind == GZ_SCAN_ARRAY_END) {
            *out = end_parts(l, first, token.text.ptr);
            return GZ_OK;
        }
        if (kind != GZ_SCAN_STRING) {
            return report_kind(l, &token, "an entry of ", "a string");
        }
        if (copy->len > first) {
            append_mark(l, separator[0]);
        }
        const enum gz_status st = append_part(l, &token, "an entry", separator);
        if (st != GZ_OK) {
            return st;
        }
    }
}

static enum gz_status read_pair(struct line *l, size_t first,
                                const struct gz_json_token *key)
{
    struct gz_json_token value;
    switch (gz_json_scanner_next(&l->scanner, &value)) {
    case GZ_SCAN_BAD:
        return report_json(l);
    case GZ_SCAN_NULL:
        return GZ_OK;
    case GZ_SCAN_OBJECT:
    case GZ_SCAN_ARRAY:
        return report_kind(l, &value, "a value of ",
                           "a string, a number, true or false");
    default:
        break;
    }
    if (l->list->copy.len > first) {
        append_mark(l, forms[l->column].separator);
    }
    enum gz_status st = append_part(l, key, "a key", "=;");
    if (st == GZ_OK) {
        append_mark(l, '=');
        st = append_part(l, &value, "a value", ";");
    }
    return st;
}

static enum gz_status read_object(struct line *l, struct gz_str *out)
{
    const size_t first = l->list->copy.len;
    for (;;) {
        struct gz_json_token key;
        const enum gz_scan kind = gz_json_scanner_next(&l->scanner, &key);
        if (kind == GZ_SCAN_BAD) {
            return report_json(l);
        }
        if (kind == GZ_SCAN_OBJECT_END) {
            *out = end_parts(l, first, key.text.ptr);
            return GZ_OK;
        }
        const enum gz_status st = read_pair(l, first, &key);
        if (st != GZ_OK) {
            return st;
        }
    }
}

static enum gz_status read_string(struct line *l,
                                  const struct gz_json_token *token,
                                  struct gz_str *out)
{
    if (!token->escaped) {
        *out = token->text;
        return GZ_OK;
    }
    const size_t first = l->list->copy.len;
    const enum gz_status st = append(l, token);
    if (st == GZ_OK) {
        *out = gz_field_copy_end(&l->list->copy, first, place(l, l->part_end));
    }
    return st;
}

static enum gz_status read_value(struct line *l, struct gz_str *out)
{
    const struct form *form = &forms[l->column];
    struct gz_json_token token;
    const enum gz_scan kind = gz_json_scanner_next(&l->scanner, &token);
    if (kind == GZ_SCAN_BAD) {
        return report_json(l);
    }
    if (kind == GZ_SCAN_STRING) {
        return read_string(l, &token, out);
    }
    if (kind == GZ_SCAN_NULL) {
        return GZ_OK;
    }
    if (kind == GZ_SCAN_NUMBER && form->number) {
        *out = token.text;
        return GZ_OK;
    }
    if (kind == GZ_SCAN_ARRAY && form->array) {
        return read_array(l, out);
    }
    if (kind == GZ_SCAN_OBJECT && form->object) {
        return read_object(l, out);
    }
    return report_kind(l, &token, "", form->allowed);
}

// Keys may hold escapes too; one longer than any column's name is cut, which
// makes it no better known.
static struct gz_str decode_key(const struct gz_json_token *key, char *to,
                                size_t cap)
{
    size_t len = 0;
    size_t pos = 0;
    while (pos < key->text.len_bytes && len + 4 <= cap) {
        if (key->text.ptr[pos] == '\\') {
            len += gz_json_escape_decode(key->text, &pos, to + len);
        } else {
            to[len++] = key->text.ptr[pos++];
        }
    }
    return gz_str_of(to, len);
}

static enum gz_status begin_column(struct line *l,
                                   const struct gz_json_token *key)
{
    char decoded[64];
    const struct gz_str name =
        key->escaped ? decode_key(key, decoded, sizeof(decoded)) : key->text;
    const enum gz_status st = gz_list_columns_find(l->list, name, key->text,
                                                   "key", &l->column, l->err);
    if (st != GZ_OK) {
        return st;
    }
    if ((l->seen >> l->column & 1) != 0) {
        return gz_name_list_fault(l->list, key->text, l->err,
                                  "key \"%s\" is given twice",
                                  gz_list_columns_name(l->column));
    }
    l->seen |= 1U << l->column;
    return GZ_OK;
}

static enum gz_status read_members(struct line *l, struct gz_name_row *row)
{
    struct gz_json_token token;
    enum gz_scan kind = gz_json_scanner_next(&l->scanner, &token);
    while (kind == GZ_SCAN_KEY) {
        enum gz_status st = begin_column(l, &token);
        if (st == GZ_OK) {
            st = read_value(l, &row->fields[l->column]);
        }
        if (st != GZ_OK) {
            return st;
        }
        kind = gz_json_scanner_next(&l->scanner, &token);
    }
    if (kind == GZ_SCAN_OBJECT_END) {
        kind = gz_json_scanner_next(&l->scanner, &token);
    }
    return kind == GZ_SCAN_BAD ? report_json(l) : GZ_OK;
}

static enum gz_status read_line(struct line *l, struct gz_str text,
                                struct gz_name_row *row)
{
    struct gz_json_token token;
    gz_json_scanner_init(&l->scanner, text);
    const enum gz_scan kind = gz_json_scanner_next(&l->scanner, &token);
    if (kind == GZ_SCAN_BAD) {
        return report_json(l);
    }
    if (kind != GZ_SCAN_OBJECT) {
        return gz_name_list_fault(l->list, token.text, l->err,
                                  "a row is an object, such as {\"id\": \"a\", "
                                  "\"type\": \"Org\", \"name\": \"Acme\"}");
    }
    const enum gz_status st = read_members(l, row);
    if (st == GZ_OK && (l->seen & 1U << GZ_COLUMN_ID) == 0) {
        return gz_name_list_fault(l->list, token.text, l->err,
                                  "key \"id\" is missing");
    }
    return st;
}

static enum gz_status next_row(struct gz_name_list *list,
                               struct gz_name_row *row, struct gz_error *err)
{
    struct gz_str text;
    do {
        if (list->rest.ptr == NULL) {
            return GZ_NOT_FOUND;
        }
        text = gz_list_reader_line(list);
    } while (gz_str_trim(text).len_bytes == 0);
    gz_list_reader_clear(row, text);
    if (text.len_bytes > GZ_RECORD_BYTES_MAX) {
        return gz_list_reader_too_long(list, text, err);
    }
    struct line l = {.list = list, .err = err};
    enum gz_status st = gz_list_reader_check(list, text, err);
    if (st == GZ_OK) {
        st = gz_field_copy_begin(&list->copy, place(&l, text.ptr),
                                 text.len_bytes);
    }
    return st == GZ_OK ? read_line(&l, text, row) : st;
}

// No header: each row names its columns.
static enum gz_status open_list(struct gz_name_list *list, struct gz_error *err)
{
    (void)list;
    (void)err;
    return GZ_OK;
}

const struct gz_list_reader gz_json_rows = {
    .open = open_list,
    .next = next_row,
    .by_line = true,
};
