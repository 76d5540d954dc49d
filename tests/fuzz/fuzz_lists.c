// Any bytes as a name list; the first chooses the format and where it is
// split.  Parts give the rows of the whole, fields are clean, and every part
// of a field has a place in the source.

#include "rules/gazetteer/lists/name_list.h"

#include "rules/text/utf8.h"
#include "tests/support/check.h"
#include "tests/support/list_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PLACES_MAX = 64 };

static void check_places(const struct gz_name_list *list, struct gz_str field)
{
    struct gz_error err;
    gz_error_init(&err);
    for (size_t i = 0; i <= field.len_bytes && i < PLACES_MAX; i++) {
        const struct gz_str part =
            gz_str_of(field.ptr + i, (field.len_bytes - i) / 2);
        CHECK_EQ(gz_name_list_fault(list, part, &err, "here"), GZ_INVALID);
        gz_error_clear(&err);
    }
    gz_error_fini(&err);
}

static void check_row(const struct gz_name_list *list,
                      const struct gz_name_row *row)
{
    for (int i = 0; i < GZ_COLUMN_COUNT; i++) {
        const struct gz_str field = row->fields[i];
        CHECK(gz_utf8_valid(field));
        for (size_t k = 0; k < field.len_bytes; k++) {
            CHECK(list->format == GZ_LIST_TSV ||
                  (unsigned char)field.ptr[k] >= 0x20);
        }
        check_places(list, field);
    }
}

static void read_part(const struct gz_name_list *list, size_t begin, size_t end,
                      struct gz_buffer *out, struct gz_error *err)
{
    struct gz_name_list part = gz_name_list_part(list, begin, end);
    struct gz_name_row row;
    enum gz_status st = GZ_OK;
    while (st != GZ_NOT_FOUND) {
        st = gz_name_list_next(&part, &row, err);
        CHECK(st == GZ_OK || st == GZ_INVALID || st == GZ_NOT_FOUND);
        if (st == GZ_OK) {
            check_row(&part, &row);
            list_print_row(&row, out);
        }
    }
    gz_name_list_close(&part);
}

static void read_list(const struct gz_name_list *list, size_t split)
{
    struct gz_buffer whole;
    struct gz_buffer parts;
    struct gz_error whole_err;
    struct gz_error parts_err;
    gz_buffer_init(&whole, 0);
    gz_buffer_init(&parts, 0);
    gz_error_init(&whole_err);
    gz_error_init(&parts_err);
    const size_t first = gz_name_list_split(list, 0);
    const size_t middle = gz_name_list_split(list, split);
    const size_t last = list->src->len_bytes;
    read_part(list, first, last, &whole, &whole_err);
    read_part(list, first, middle, &parts, &parts_err);
    read_part(list, middle, last, &parts, &parts_err);
    CHECK(gz_str_eq(gz_buffer_str(&whole), gz_buffer_str(&parts)));
    CHECK_Z(gz_error_text(&parts_err), gz_error_text(&whole_err));
    gz_buffer_fini(&whole);
    gz_buffer_fini(&parts);
    gz_error_fini(&whole_err);
    gz_error_fini(&parts_err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_source src;
    struct gz_name_list list;
    if (size == 0) {
        return 0;
    }
    const struct gz_str text = gz_str_of((const char *)data + 1, size - 1);
    const enum gz_list_format format = (enum gz_list_format)(data[0] % 3);
    CHECK_OK(gz_source_init(&src, "list", text));
    if (gz_name_list_open(&list, format, &src, NULL) == GZ_OK) {
        read_list(&list, size * data[0] / 256);
    }
    gz_name_list_close(&list);
    gz_source_fini(&src);
    return 0;
}
