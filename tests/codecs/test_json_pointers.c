// Pointers against documents: what is found, in the order of the document.

#include "codecs/json_pointers.h"

#include "tests/support/check.h"

enum { POINTERS_MAX = 4 };

static const struct {
    const char *pointers[POINTERS_MAX];
    const char *document;
    const char *want;  // "number=text" for each call
} rows[] = {
    {{"/a"}, "{\"a\":\"x\"}", "0=x "},
    {{"/b", "/a"}, "{\"a\":\"x\",\"b\":\"y\"}", "1=x 0=y "},
    {{"/a", "/a"}, "{\"a\":\"x\"}", "0=x 1=x "},
    {{"/a/b"}, "{\"a\":{\"b\":\"x\"},\"b\":\"y\"}", "0=x "},
    {{"/a/b"}, "{\"a\":\"x\"}", ""},
    {{"/a", "/a/b"}, "{\"a\":{\"b\":\"x\"}}", "0=? 1=x "},
    {{""}, "\"x\"", "0=x "},
    {{"", "/"}, "{\"\":\"x\"}", "0=? 1=x "},
    {{"//"}, "{\"\":{\"\":\"x\"}}", "0=x "},
    {{"/a~1b", "/a~0b", "/a~01"},
     "{\"a/b\":\"x\",\"a~b\":\"y\",\"a~1\":\"z\"}",
     "0=x 1=y 2=z "},
    {{"/0", "/2"}, "[\"x\",\"y\",\"z\",\"w\"]", "0=x 1=z "},
    {{"/1/a/0"}, "[0,{\"a\":[\"x\"]}]", "0=x "},
    {{"/5"}, "[\"x\"]", ""},
    {{"/01", "/-", "/+1"}, "[\"x\",\"y\"]", ""},
    {{"/0"}, "{\"0\":\"x\"}", "0=x "},  // a name in an object
    // The first of two equal keys counts, also for what is below it.
    {{"/a/c"}, "{\"a\":{\"b\":\"x\"},\"a\":{\"c\":\"y\"}}", ""},
    {{"/a/b"}, "{\"a\":{\"b\":\"x\",\"b\":\"y\"},\"a\":{\"b\":\"z\"}}", "0=x "},
};

static void on_found(void *ctx, uint32_t number, struct gz_json_value value)
{
    struct gz_buffer *out = ctx;
    const bool text = gz_json_reader_kind(value) == GZ_JSON_STRING;
    const struct gz_str s = text ? gz_json_reader_str(value) : GZ_STR_LIT("?");
    gz_buffer_append_fmt(out, "%u=" GZ_STR_FMT " ", (unsigned)number,
                         GZ_STR_ARG(s));
}

static void check_row(struct gz_json_reader *reader,
                      const char *const *pointers, const char *document,
                      const char *want)
{
    struct gz_json_pointers *set = gz_json_pointers_new();
    struct gz_json_value root;
    struct gz_buffer out;
    CHECK(set != NULL);
    gz_buffer_init(&out, 0);
    for (uint32_t i = 0; i < POINTERS_MAX && pointers[i] != NULL; i++) {
        CHECK_OK(gz_json_pointers_add(set, pointers[i], i, NULL));
    }
    CHECK_EQ(gz_json_reader_parse(reader, gz_str_z(document), &root),
             GZ_JSON_OK);
    for (int run = 0; run < 2; run++) {  // a walk leaves nothing behind
        gz_buffer_clear(&out);
        gz_json_pointers_find(set, root, on_found, &out);
        CHECK_STR(gz_buffer_str(&out), want);
    }
    gz_buffer_fini(&out);
    gz_json_pointers_free(set);
}

int main(void)
{
    struct gz_json_reader *reader = gz_json_reader_new(64);
    CHECK(reader != NULL);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(reader, rows[i].pointers, rows[i].document, rows[i].want);
    }
    gz_json_reader_free(reader);
    return 0;
}
