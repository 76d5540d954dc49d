// Names and a text out of the input: lines up to an empty one are names, each
// behind a letter that chooses its policy, the rest is the text.  The result
// must be what the brute-force reference finds.  The raw input also goes
// through the compiler as a list.

#include <stdlib.h>

#include "rules/text/utf8.h"
#include "tests/support/name_compare.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINE_MAX_BYTES = 60, TEXT_MAX_BYTES = 2000, NAMES_MAX = 100 };

static void compile_raw(struct gz_str input)
{
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_error err;
    struct gz_gazetteer *g = NULL;
    gz_buffer_init(&image, 0);
    gz_error_init(&err);
    const enum gz_status st = test_compile(input, &image, &report, &err);
    CHECK(st == GZ_OK || st == GZ_INVALID);
    CHECK_OK(gz_gazetteer_adopt(image.data, image.len, &g, &err));
    gz_gazetteer_close(g);
    gz_error_fini(&err);
}

// Whether a list may hold it.
static bool is_clean(struct gz_str name)
{
    bool clean = name.len_bytes > 0 && name.len_bytes <= LINE_MAX_BYTES &&
                 gz_utf8_valid(name);
    for (size_t i = 0; clean && i < name.len_bytes; i++) {
        clean = (unsigned char)name.ptr[i] >= ' ';
    }
    return clean;
}

static void add_name(struct reference *r, struct gz_str line)
{
    const unsigned char choice = (unsigned char)line.ptr[0];
    const unsigned flags = (choice & 4) != 0   ? GZ_NAME_CONTEXT
                           : (choice & 8) != 0 ? GZ_NAME_STOP
                                               : 0U;
    const struct gz_str name = gz_str_of(line.ptr + 1, line.len_bytes - 1);
    if (r->count < NAMES_MAX && is_clean(name)) {
        compare_add(r, name, (enum gz_name_case)((choice & 3) % 3), flags);
    }
}

static void compare(struct reference *r, struct gz_str text)
{
    struct gz_buffer tsv;
    gz_buffer_init(&tsv, 0);
    compare_list(r, &tsv);
    gz_buffer_append_byte(&tsv, 0);
    if (strlen((const char *)tsv.data) + 1 == tsv.len) {
        struct gz_gazetteer *g = test_gazetteer((const char *)tsv.data);
        compare_text(r, g, text);
        gz_gazetteer_close(g);
    }
    gz_buffer_fini(&tsv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_str text = gz_str_of((const char *)data, size);
    struct reference *r = calloc(1, sizeof(*r));
    CHECK(r != NULL);
    r->arena = gz_arena_new(SIZE_MAX);
    CHECK(r->arena != NULL);
    compile_raw(text);
    while (text.ptr != NULL) {
        const struct gz_str line = gz_str_cut(&text, '\n');
        if (line.len_bytes == 0) {
            break;
        }
        add_name(r, line);
    }
    if (text.ptr != NULL && text.len_bytes <= TEXT_MAX_BYTES &&
        gz_utf8_valid(text)) {
        compare(r, text);
    }
    gz_arena_free(r->arena);
    free(r);
    return 0;
}
