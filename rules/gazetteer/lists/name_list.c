// Formats to rows.  What a row means for entities is compile.c's business.

#include "rules/gazetteer/lists/name_list.h"

#include <stdarg.h>

#include "daemon/base/buffer.h"
#include "rules/gazetteer/lists/list_reader.h"
#include "rules/gazetteer/lists/name_fields.h"
#include "rules/text/utf8.h"

static const struct gz_list_reader *const readers[] = {
    [GZ_LIST_TSV] = &gz_tsv_rows,
    [GZ_LIST_CSV] = &gz_csv_rows,
    [GZ_LIST_JSON] = &gz_json_rows,
};

enum gz_status gz_name_list_open(struct gz_name_list *list,
                                 enum gz_list_format format,
                                 const struct gz_source *src,
                                 struct gz_error *err)
{
    *list = (struct gz_name_list){.src = src,
                                  .format = format,
                                  .rest = gz_str_of(src->text, src->len_bytes)};
    if (gz_str_starts(list->rest, GZ_STR_LIT("\xef\xbb\xbf"))) {
        list->rest.ptr += 3;
        list->rest.len_bytes -= 3;
    }
    return readers[format]->open(list, err);
}

void gz_name_list_close(struct gz_name_list *list)
{
    gz_field_copy_fini(&list->copy);
}

enum gz_status gz_name_list_next(struct gz_name_list *list,
                                 struct gz_name_row *row, struct gz_error *err)
{
    const enum gz_status st = readers[list->format]->next(list, row, err);
    return st == GZ_OK ? gz_name_fields_parse(list, row, err) : st;
}

size_t gz_name_list_split(const struct gz_name_list *list, size_t near_byte)
{
    const struct gz_source *src = list->src;
    const size_t first = list->rest.ptr == NULL
                             ? src->len_bytes
                             : (size_t)(list->rest.ptr - src->text);
    if (near_byte <= first) {
        return first;
    }
    if (near_byte >= src->len_bytes || !readers[list->format]->by_line) {
        return src->len_bytes;
    }
    // A line may begin at near_byte itself, behind the break before it.
    const char *from = src->text + near_byte - 1;
    const char *end = memchr(from, '\n', src->len_bytes - near_byte + 1);
    return end == NULL ? src->len_bytes : (size_t)(end - src->text) + 1;
}

struct gz_name_list gz_name_list_part(const struct gz_name_list *list,
                                      size_t begin_byte, size_t end_byte)
{
    struct gz_name_list part = *list;
    const char *begin =
        begin_byte < end_byte ? list->src->text + begin_byte : NULL;
    part.rest = gz_str_of(begin, begin == NULL ? 0 : end_byte - begin_byte);
    part.copy = (struct gz_field_copy){0};
    return part;
}

// Where a view of the source or of a field's copy stands in the source.
static void find_place(const struct gz_name_list *list, struct gz_str where,
                       size_t *begin, size_t *end)
{
    if (!gz_field_copy_place(&list->copy, where, begin, end)) {
        *begin = (size_t)(where.ptr - list->src->text);
        *end = *begin + where.len_bytes;
    }
}

size_t gz_name_list_place(const struct gz_name_list *list, struct gz_str where)
{
    size_t begin;
    size_t end;
    find_place(list, where, &begin, &end);
    return begin;
}

enum gz_status gz_name_list_fault(const struct gz_name_list *list,
                                  struct gz_str where, struct gz_error *err,
                                  const char *fmt, ...)
{
    if (gz_error_full(err)) {
        return gz_error_span(err, list->src, 0, 0, "%s", "");
    }
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    va_list args;
    va_start(args, fmt);
    gz_buffer_append_vfmt(&text, fmt, args);
    va_end(args);
    size_t begin;
    size_t end;
    find_place(list, where, &begin, &end);
    gz_error_span(err, list->src, begin, end, GZ_STR_FMT,
                  GZ_STR_ARG(gz_buffer_str(&text)));
    gz_buffer_fini(&text);
    return GZ_INVALID;
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
