// Fields between tabs: they stand in the source as they are.

#include <string.h>

#include "rules/gazetteer/lists/list_columns.h"
#include "rules/gazetteer/lists/list_reader.h"

// The next line that says something; false at the end.
static bool next_content(struct gz_name_list *list, struct gz_str *line)
{
    while (list->rest.ptr != NULL) {
        *line = gz_list_reader_line(list);
        if (line->len_bytes > 0 && line->ptr[0] != '#') {
            return true;
        }
    }
    return false;
}

// A file of another encoding, or a broken one, shows by what no text has.
static enum gz_status check_line(const struct gz_name_list *list,
                                 struct gz_str line, struct gz_error *err)
{
    for (size_t i = 0; i < line.len_bytes; i++) {
        const unsigned char c = (unsigned char)line.ptr[i];
        if (c < 0x20 && c != '\t') {
            return gz_name_list_fault(
                list, gz_str_of(line.ptr + i, 1), err,
                "a field cannot hold the control character U+%04X", c);
        }
    }
    return gz_list_reader_check(list, line, err);
}

static enum gz_status read_header(struct gz_name_list *list,
                                  struct gz_error *err)
{
    struct gz_str header;
    if (!next_content(list, &header)) {
        return gz_error_at(err, list->src, 0,
                           "the list is empty; it begins with a line that "
                           "names the columns");
    }
    enum gz_status st = check_line(list, header, err);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_str fields = header;
    while (fields.ptr != NULL) {
        const enum gz_status one =
            gz_list_columns_add(list, gz_str_cut(&fields, '\t'), err);
        st = one == GZ_OK ? st : one;
    }
    return st == GZ_OK ? gz_list_columns_check(list, header, err) : st;
}

// Returns how many fields the line has.
static uint32_t split(const struct gz_name_list *list, struct gz_str line,
                      struct gz_name_row *row)
{
    const char *at = line.ptr;
    const char *end = line.ptr + line.len_bytes;
    for (uint32_t count = 0;; count++) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *field_end = tab == NULL ? end : tab;
        if (count < list->column_count) {
            row->fields[list->columns[count]] =
                gz_str_of(at, (size_t)(field_end - at));
        }
        if (tab == NULL) {
            return count + 1;
        }
        at = tab + 1;
    }
}

static enum gz_status next_row(struct gz_name_list *list,
                               struct gz_name_row *row, struct gz_error *err)
{
    struct gz_str line;
    if (!next_content(list, &line)) {
        return GZ_NOT_FOUND;
    }
    gz_list_reader_clear(row, line);
    const enum gz_status st = check_line(list, line, err);
    if (st != GZ_OK) {
        return st;
    }
    const uint32_t count = split(list, line, row);
    return count == list->column_count
               ? GZ_OK
               : gz_list_columns_count(list, line, count, err);
}

const struct gz_list_reader gz_tsv_rows = {
    .open = read_header,
    .next = next_row,
    .by_line = true,
};
