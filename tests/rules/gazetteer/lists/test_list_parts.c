// A list read in parts gives the rows of the whole, wherever it is split; and
// what happens when memory is short.

#include "rules/gazetteer/lists/name_list.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"
#include "tests/support/list_fixture.h"

static const struct list {
    enum gz_list_format format;
    const char *text;
    size_t splits;  // places at which it may be split, both ends included
} lists[] = {
    {GZ_LIST_TSV,
     "# names\nid\ttype\tname\na\tOrg\tA\r\n\n# b\nb\tOrk\tB\nc\tOrg\tC", 6},
    {GZ_LIST_TSV, "id\ttype\tname\n", 1},
    {GZ_LIST_TSV, "id\ttype\tname", 1},
    {GZ_LIST_CSV, "id,type,name\na,Org,\"A\n\"\"B\"\"\"\nb,Org,B\n", 2},
    {GZ_LIST_JSON,
     "{\"id\":\"a\"}\n{\"id\":\"\\u0062\"}\n\n{\"id\"}\n{\"id\":\"c\"}\n", 6},
    {GZ_LIST_JSON, "", 1},
};

static void open_list(const struct list *from, struct gz_source *src,
                      struct gz_name_list *list)
{
    CHECK_OK(gz_source_init(src, "list", gz_str_z(from->text)));
    CHECK_OK(gz_name_list_open(list, from->format, src, NULL));
}

static void read_part(const struct gz_name_list *list, size_t begin, size_t end,
                      struct gz_buffer *rows, struct gz_error *err)
{
    struct gz_name_list part = gz_name_list_part(list, begin, end);
    CHECK_OK(list_print_rows(&part, rows, err));
    gz_name_list_close(&part);
}

static size_t check_parts(const struct list *from)
{
    struct gz_source src;
    struct gz_name_list list;
    struct gz_buffer whole;
    struct gz_error whole_err;
    size_t splits = 0;
    gz_buffer_init(&whole, 0);
    gz_error_init(&whole_err);
    open_list(from, &src, &list);
    const size_t first = gz_name_list_split(&list, 0);
    read_part(&list, first, src.len_bytes, &whole, &whole_err);
    size_t before = SIZE_MAX;
    for (size_t near = 0; near <= src.len_bytes + 1; near++) {
        const size_t at = gz_name_list_split(&list, near);
        struct gz_buffer rows;
        struct gz_error err;
        gz_buffer_init(&rows, 0);
        gz_error_init(&err);
        CHECK(at >= first && at <= src.len_bytes);
        CHECK(at >= near || at == src.len_bytes);
        read_part(&list, first, at, &rows, &err);
        read_part(&list, at, src.len_bytes, &rows, &err);
        CHECK(gz_str_eq(gz_buffer_str(&rows), gz_buffer_str(&whole)));
        CHECK_Z(gz_error_text(&err), gz_error_text(&whole_err));
        splits += at != before;
        before = at;
        gz_buffer_fini(&rows);
        gz_error_fini(&err);
    }
    gz_name_list_close(&list);
    gz_source_fini(&src);
    gz_buffer_fini(&whole);
    gz_error_fini(&whole_err);
    return splits;
}

// Copies are the only memory a reader takes.
static void check_memory(void)
{
    static const struct list list = {
        GZ_LIST_CSV, "id,type,name\na,Org,\"A\"\"B\"\nb,Org,B\n", 0};
    for (long n = 1;; n++) {
        struct gz_source src;
        struct gz_name_list reader;
        struct gz_name_row row;
        open_list(&list, &src, &reader);
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_name_list_next(&reader, &row, NULL);
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        gz_name_list_close(&reader);
        gz_source_fini(&src);
        CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
        if (!failed) {
            CHECK_EQ(n, 3);
            return;
        }
    }
}

// Beyond the reports that are kept they are counted.
static void check_many(void)
{
    struct gz_buffer tsv;
    struct gz_source src;
    struct gz_name_list list;
    struct gz_error err;
    struct gz_buffer rows;
    gz_buffer_init(&tsv, 0);
    gz_buffer_init(&rows, 0);
    gz_error_init(&err);
    gz_buffer_append_z(&tsv, "id\ttype\tname\n");
    for (int i = 0; i < 1000; i++) {
        gz_buffer_append_z(&tsv, "a\tOrk\tA\n");
    }
    CHECK_OK(gz_source_init(&src, "list", gz_buffer_str(&tsv)));
    CHECK_OK(gz_name_list_open(&list, GZ_LIST_TSV, &src, &err));
    CHECK_OK(list_print_rows(&list, &rows, &err));
    CHECK_EQ(rows.len, 0);
    CHECK_EQ(err.count, 1000);
    CHECK(strstr(gz_error_text(&err),
                 "list:101:3: error: unknown type "
                 "\"Ork\", did you mean \"Org\"?\n") != NULL);
    gz_name_list_close(&list);
    gz_source_fini(&src);
    gz_error_fini(&err);
    gz_buffer_fini(&tsv);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        CHECK_EQ(check_parts(&lists[i]), lists[i].splits);
    }
    check_memory();
    check_many();
    return 0;
}
