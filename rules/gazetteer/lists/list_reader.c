// What the formats have in common.

#include "rules/gazetteer/lists/list_reader.h"

#include "rules/text/utf8.h"

struct gz_str gz_list_reader_line(struct gz_name_list *list)
{
    struct gz_str line = gz_str_cut(&list->rest, '\n');
    if (line.len_bytes > 0 && line.ptr[line.len_bytes - 1] == '\r') {
        line.len_bytes--;
    }
    return line;
}

void gz_list_reader_clear(struct gz_name_row *row, struct gz_str record)
{
    *row = (struct gz_name_row){.how = GZ_HOW_ALIAS};
    for (int i = 0; i < GZ_COLUMN_COUNT; i++) {
        row->fields[i] = gz_str_of(record.ptr, 0);
    }
}

struct gz_str gz_list_reader_bad_utf8(struct gz_str record)
{
    size_t good = 0;
    while (good < record.len_bytes) {
        size_t step = 1;
        while (step <= 4 && good + step <= record.len_bytes &&
               !gz_utf8_valid(gz_str_of(record.ptr + good, step))) {
            step++;
        }
        if (step > 4 || good + step > record.len_bytes) {
            break;
        }
        good += step;
    }
    return gz_str_of(record.ptr + good, 1);
}

enum gz_status gz_list_reader_check(const struct gz_name_list *list,
                                    struct gz_str record, struct gz_error *err)
{
    return gz_utf8_valid(record)
               ? GZ_OK
               : gz_name_list_fault(list, gz_list_reader_bad_utf8(record), err,
                                    "the row is not valid UTF-8");
}

enum gz_status gz_list_reader_too_long(const struct gz_name_list *list,
                                       struct gz_str record,
                                       struct gz_error *err)
{
    return gz_name_list_fault(list, record, err,
                              "the row has %zu bytes, at most %d are allowed",
                              record.len_bytes, GZ_RECORD_BYTES_MAX);
}

bool gz_list_reader_put_space(struct gz_field_copy *copy, char c, char behind,
                              size_t at_byte)
{
    if (c == '\t' || c == '\n' || (c == '\r' && behind != '\n')) {
        gz_field_copy_put(copy, GZ_STR_LIT(" "), at_byte);
        return true;
    }
    return c == '\r';
}
