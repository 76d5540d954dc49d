// Lines to rows.  What a row means for entities is compile.c's business.

#include "rules/gazetteer/name_list.h"

#include <stdarg.h>

#include "daemon/base/buffer.h"
#include "rules/gazetteer/name_fields.h"
#include "rules/text/utf8.h"

static const char *const column_names[GZ_COLUMN_COUNT] = {
    [GZ_COLUMN_ID] = "id",
    [GZ_COLUMN_TYPE] = "type",
    [GZ_COLUMN_NAME] = "name",
    [GZ_COLUMN_ALIASES] = "aliases",
    [GZ_COLUMN_HOW] = "how",
    [GZ_COLUMN_POLICY] = "policy",
    [GZ_COLUMN_PRIORITY] = "priority",
    [GZ_COLUMN_XIDS] = "xids",
    [GZ_COLUMN_ATTRIBUTES] = "attributes",
    [GZ_COLUMN_SAME_AS] = "same_as",
};

enum gz_status gz_name_list_fault(const struct gz_name_list *list,
                                  struct gz_str where, struct gz_error *err,
                                  const char *fmt, ...)
{
    if (err == NULL) {
        return GZ_INVALID;
    }
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    va_list args;
    va_start(args, fmt);
    gz_buffer_append_vfmt(&text, fmt, args);
    va_end(args);
    const size_t begin = (size_t)(where.ptr - list->src->text);
    gz_error_span(err, list->src, begin, begin + where.len_bytes, GZ_STR_FMT,
                  GZ_STR_ARG(gz_buffer_str(&text)));
    gz_buffer_fini(&text);
    return GZ_INVALID;
}

static struct gz_str next_line(struct gz_name_list *list)
{
    struct gz_str line = gz_str_cut(&list->rest, '\n');
    if (line.len_bytes > 0 && line.ptr[line.len_bytes - 1] == '\r') {
        line.len_bytes--;
    }
    return line;
}

// The next line that says something; false at the end.
static bool next_content(struct gz_name_list *list, struct gz_str *line)
{
    while (list->rest.ptr != NULL) {
        *line = next_line(list);
        if (line->len_bytes > 0 && line->ptr[0] != '#') {
            return true;
        }
    }
    return false;
}

static bool find_column(struct gz_str name, enum gz_name_column *out)
{
    for (int i = 0; i < GZ_COLUMN_COUNT; i++) {
        if (gz_str_is(name, column_names[i])) {
            *out = (enum gz_name_column)i;
            return true;
        }
    }
    return false;
}

static enum gz_status unknown_column(const struct gz_name_list *list,
                                     struct gz_str name, struct gz_error *err)
{
    const char *meant = gz_str_suggest(name, column_names, GZ_COLUMN_COUNT);
    if (meant != NULL) {
        return gz_name_list_fault(list, name, err,
                                  "unknown column \"" GZ_STR_FMT
                                  "\", did you mean \"%s\"?",
                                  GZ_STR_ARG(name), meant);
    }
    return gz_name_list_fault(
        list, name, err,
        "unknown column \"" GZ_STR_FMT "\"; columns are id, type, name, "
        "aliases, how, policy, priority, xids, attributes and same_as",
        GZ_STR_ARG(name));
}

static bool has_column(const struct gz_name_list *list,
                       enum gz_name_column column)
{
    for (uint32_t i = 0; i < list->column_count; i++) {
        if (list->columns[i] == column) {
            return true;
        }
    }
    return false;
}

static enum gz_status read_column(struct gz_name_list *list, struct gz_str name,
                                  struct gz_error *err)
{
    enum gz_name_column column;
    if (!find_column(name, &column)) {
        return unknown_column(list, name, err);
    }
    if (has_column(list, column)) {
        return gz_name_list_fault(list, name, err,
                                  "column \"%s\" is given twice",
                                  column_names[column]);
    }
    list->columns[list->column_count++] = (uint8_t)column;
    return GZ_OK;
}

static enum gz_status check_required(const struct gz_name_list *list,
                                     struct gz_str header, struct gz_error *err)
{
    enum gz_status st = GZ_OK;
    for (int i = GZ_COLUMN_ID; i <= GZ_COLUMN_NAME; i++) {
        if (!has_column(list, (enum gz_name_column)i)) {
            st = gz_name_list_fault(
                list, header, err, "column \"%s\" is missing", column_names[i]);
        }
    }
    return st;
}

enum gz_status gz_name_list_open(struct gz_name_list *list,
                                 const struct gz_source *src,
                                 struct gz_error *err)
{
    *list = (struct gz_name_list){.src = src,
                                  .rest = gz_str_of(src->text, src->len_bytes)};
    if (gz_str_starts(list->rest, GZ_STR_LIT("\xef\xbb\xbf"))) {
        list->rest.ptr += 3;
        list->rest.len_bytes -= 3;
    }
    struct gz_str header;
    if (!next_content(list, &header)) {
        return gz_error_at(err, src, 0,
                           "the list is empty; it begins with a line that "
                           "names the columns");
    }
    enum gz_status st = GZ_OK;
    struct gz_str fields = header;
    while (fields.ptr != NULL) {
        const struct gz_str name = gz_str_cut(&fields, '\t');
        const enum gz_status one = read_column(list, name, err);
        st = one == GZ_OK ? st : one;
    }
    return st == GZ_OK ? check_required(list, header, err) : st;
}

const char *gz_name_case_name(enum gz_name_case name_case)
{
    switch (name_case) {
    case GZ_NAME_SMART:
        return "smart";
    case GZ_NAME_EXACT:
        return "exact";
    case GZ_NAME_FREE:
        return "free";
    }
    return "";
}

static enum gz_status split(struct gz_name_list *list, struct gz_str line,
                            struct gz_name_row *row, struct gz_error *err)
{
    uint32_t count = 0;
    struct gz_str rest = line;
    while (rest.ptr != NULL) {
        const struct gz_str field = gz_str_cut(&rest, '\t');
        if (count < list->column_count) {
            row->fields[list->columns[count]] = field;
        }
        count++;
    }
    if (count != list->column_count) {
        return gz_name_list_fault(
            list, line, err, "the row has %u field%s, the header has %u", count,
            count == 1 ? "" : "s", list->column_count);
    }
    return GZ_OK;
}

// The first byte with which no code point begins.
static struct gz_str bad_utf8(struct gz_str line)
{
    size_t good = 0;
    while (good < line.len_bytes) {
        size_t step = 1;
        while (step <= 4 && good + step <= line.len_bytes &&
               !gz_utf8_valid(gz_str_of(line.ptr + good, step))) {
            step++;
        }
        if (step > 4 || good + step > line.len_bytes) {
            break;
        }
        good += step;
    }
    return gz_str_of(line.ptr + good, 1);
}

enum gz_status gz_name_list_next(struct gz_name_list *list,
                                 struct gz_name_row *row, struct gz_error *err)
{
    struct gz_str line;
    if (!next_content(list, &line)) {
        return GZ_NOT_FOUND;
    }
    *row = (struct gz_name_row){.how = GZ_HOW_ALIAS};
    for (int i = 0; i < GZ_COLUMN_COUNT; i++) {
        row->fields[i] = gz_str_of(line.ptr, 0);
    }
    if (!gz_utf8_valid(line)) {
        return gz_name_list_fault(list, bad_utf8(line), err,
                                  "the row is not valid UTF-8");
    }
    const enum gz_status st = split(list, line, row, err);
    return st == GZ_OK ? gz_name_fields_parse(list, row, err) : st;
}
