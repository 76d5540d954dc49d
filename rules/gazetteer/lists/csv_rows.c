// RFC 4180: fields between commas, quotes around those that hold commas,
// quotes or line breaks.  A quote that is not closed swallows what follows, so
// after one reading goes on in the line behind its begin: one slip costs one
// row.

#include <string.h>

#include "rules/gazetteer/lists/list_columns.h"
#include "rules/gazetteer/lists/list_reader.h"

struct field {
    struct gz_str text;  // as it stands, without the quotes around it
    bool copied;         // it means something else than its bytes
};

struct record {
    struct gz_name_list *list;
    struct gz_error *err;
    const char *begin;
    const char *at;   // not read yet
    const char *end;  // of the list, or of the longest record that may be
    bool cut;         // the latter
};

static bool at_line_end(const struct record *r, const char *p)
{
    return p == r->end || *p == '\n' ||
           (*p == '\r' && (p + 1 == r->end || p[1] == '\n'));
}

static bool at_field_end(const struct record *r, const char *p)
{
    return at_line_end(r, p) || *p == ',';
}

// Go on in the line behind the one that holds from.
static void resume(struct gz_name_list *list, const char *from)
{
    list->rest.len_bytes -= (size_t)(from - list->rest.ptr);
    list->rest.ptr = from;
    (void)gz_str_cut(&list->rest, '\n');
}

// Find the record that is next, behind empty lines; false at the end.
static bool begin_record(struct record *r, struct gz_name_list *list,
                         struct gz_error *err)
{
    while (list->rest.len_bytes > 0) {
        const struct gz_str rest = list->rest;
        const bool cut = rest.len_bytes > GZ_RECORD_BYTES_MAX;
        *r = (struct record){
            .list = list,
            .err = err,
            .begin = rest.ptr,
            .at = rest.ptr,
            .end = rest.ptr + (cut ? GZ_RECORD_BYTES_MAX : rest.len_bytes),
            .cut = cut,
        };
        if (!at_line_end(r, r->at)) {
            return true;
        }
        resume(list, r->at);
    }
    return false;
}

// What a report of the record marks: as far as it has been read.
static struct gz_str record_text(const struct record *r)
{
    return gz_str_of(r->begin, (size_t)(r->at - r->begin));
}

static enum gz_status report_open_quote(struct record *r, const char *quote)
{
    resume(r->list, quote);
    return gz_name_list_fault(r->list, gz_str_of(quote, 1), r->err,
                              "the quote is not closed; close it behind the "
                              "field, or double it where it belongs to the "
                              "text");
}

static enum gz_status report_behind_quote(struct record *r, const char *quote,
                                          const char *behind)
{
    // Where lines lie between the two, some later field was opened here.
    if (memchr(quote, '\n', (size_t)(behind - quote)) != NULL) {
        return report_open_quote(r, quote);
    }
    const char *end = behind;
    while (!at_field_end(r, end)) {
        end++;
    }
    resume(r->list, behind);
    return gz_name_list_fault(r->list,
                              gz_str_of(behind, (size_t)(end - behind)), r->err,
                              "text behind the closing quote; a quote inside "
                              "a field in quotes is doubled");
}

static bool has_control(struct gz_str text)
{
    bool found = false;
    for (size_t i = 0; i < text.len_bytes; i++) {
        found |= (unsigned char)text.ptr[i] < 0x20;
    }
    return found;
}

static enum gz_status read_quoted(struct record *r, struct field *field)
{
    const char *open = r->at;
    const char *p = open + 1;
    bool doubled = false;
    for (;;) {
        p = memchr(p, '"', (size_t)(r->end - p));
        if (p == NULL) {
            return report_open_quote(r, open);
        }
        if (p + 1 == r->end || p[1] != '"') {
            break;
        }
        doubled = true;
        p += 2;
    }
    if (!at_field_end(r, p + 1)) {
        return report_behind_quote(r, open, p + 1);
    }
    field->text = gz_str_of(open + 1, (size_t)(p - open) - 1);
    field->copied = doubled || has_control(field->text);
    r->at = p + 1;
    return GZ_OK;
}

static enum gz_status read_plain(struct record *r, struct field *field)
{
    const char *p = r->at;
    while (!at_field_end(r, p)) {
        if (*p == '"') {
            resume(r->list, p);
            return gz_name_list_fault(r->list, gz_str_of(p, 1), r->err,
                                      "a quote in a field without quotes; put "
                                      "the field in quotes and double this "
                                      "one");
        }
        p++;
    }
    field->text = gz_str_of(r->at, (size_t)(p - r->at));
    field->copied = has_control(field->text);
    r->at = p;
    return GZ_OK;
}

static enum gz_status read_field(struct record *r, struct field *field)
{
    const bool quoted = r->at < r->end && *r->at == '"';
    const enum gz_status st =
        quoted ? read_quoted(r, field) : read_plain(r, field);
    if (st == GZ_OK && r->cut && r->at == r->end) {
        resume(r->list, r->at);
        return gz_list_reader_too_long(r->list, record_text(r), r->err);
    }
    return st;
}

// Step over a comma; at the end of the record step behind it and end it.
static bool more_fields(struct record *r)
{
    if (r->at < r->end && *r->at == ',') {
        r->at++;
        return true;
    }
    resume(r->list, r->at);
    return false;
}

static enum gz_status wrong_separator(const struct record *r,
                                      struct gz_str header)
{
    for (size_t i = 0; i < header.len_bytes; i++) {
        const char c = header.ptr[i];
        if (c == ';' || c == '\t') {
            return gz_name_list_fault(
                r->list, gz_str_of(header.ptr + i, 1), r->err,
                "commas stand between the fields of a CSV list, not %s",
                c == ';' ? "semicolons" : "tabs");
        }
    }
    return GZ_OK;
}

static enum gz_status read_header(struct gz_name_list *list,
                                  struct gz_error *err)
{
    struct record r;
    if (!begin_record(&r, list, err)) {
        return gz_error_at(err, list->src, 0,
                           "the list is empty; it begins with a line that "
                           "names the columns");
    }
    enum gz_status st = GZ_OK;
    do {
        struct field field;
        enum gz_status one = read_field(&r, &field);
        if (one != GZ_OK) {
            return one;
        }
        one = wrong_separator(&r, field.text);
        if (one != GZ_OK) {
            return one;
        }
        one = gz_list_columns_add(list, field.text, err);
        st = one == GZ_OK ? st : one;
    } while (more_fields(&r));
    return st == GZ_OK ? gz_list_columns_check(list, record_text(&r), err) : st;
}

static enum gz_status copy_field(const struct record *r, struct gz_str text,
                                 struct gz_str *out)
{
    struct gz_field_copy *copy = &r->list->copy;
    const char *base = r->list->src->text;
    const size_t first = copy->len;
    size_t i = 0;
    while (i < text.len_bytes) {
        const size_t run = i;
        while (i < text.len_bytes && text.ptr[i] != '"' &&
               (unsigned char)text.ptr[i] >= 0x20) {
            i++;
        }
        gz_field_copy_run(copy, gz_str_of(text.ptr + run, i - run),
                          (size_t)(text.ptr + run - base));
        if (i == text.len_bytes) {
            break;
        }
        const char c = text.ptr[i];
        const size_t at = (size_t)(text.ptr + i - base);
        const char behind =
            (char)(i + 1 < text.len_bytes ? text.ptr[i + 1] : 0);
        if (c == '"') {
            gz_field_copy_put(copy, GZ_STR_LIT("\""), at);
            i++;
        } else if (!gz_list_reader_put_space(copy, c, behind, at)) {
            return gz_name_list_fault(
                r->list, gz_str_of(text.ptr + i, 1), r->err,
                "a field cannot hold the control character U+%04X",
                (unsigned)(unsigned char)c);
        }
        i++;
    }
    *out = gz_field_copy_end(copy, first,
                             (size_t)(text.ptr + text.len_bytes - base));
    return GZ_OK;
}

static enum gz_status fill_row(const struct record *r,
                               const struct field *fields,
                               struct gz_name_row *row)
{
    struct gz_name_list *list = r->list;
    const struct gz_str text = record_text(r);
    enum gz_status st = gz_list_reader_check(list, text, r->err);
    if (st == GZ_OK) {
        st = gz_field_copy_begin(
            &list->copy, (size_t)(r->begin - list->src->text), text.len_bytes);
    }
    for (uint32_t i = 0; st == GZ_OK && i < list->column_count; i++) {
        struct gz_str *to = &row->fields[list->columns[i]];
        *to = fields[i].text;
        st = fields[i].copied ? copy_field(r, fields[i].text, to) : GZ_OK;
    }
    return st;
}

static enum gz_status next_row(struct gz_name_list *list,
                               struct gz_name_row *row, struct gz_error *err)
{
    struct record r;
    if (!begin_record(&r, list, err)) {
        return GZ_NOT_FOUND;
    }
    gz_list_reader_clear(row, gz_str_of(r.begin, 0));
    struct field fields[GZ_COLUMN_COUNT];
    uint32_t count = 0;
    do {
        struct field field;
        const enum gz_status st = read_field(&r, &field);
        if (st != GZ_OK) {
            return st;
        }
        if (count < GZ_COLUMN_COUNT) {
            fields[count] = field;
        }
        count++;
    } while (more_fields(&r));
    return count == list->column_count
               ? fill_row(&r, fields, row)
               : gz_list_columns_count(list, record_text(&r), count, err);
}

const struct gz_list_reader gz_csv_rows = {
    .open = read_header,
    .next = next_row,
    .by_line = false,
};
