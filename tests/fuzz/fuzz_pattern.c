// Any text as a pattern: it is refused with a message in its place, or its
// tree is printed as text that gives the same tree.

#include <stdint.h>
#include <stdlib.h>

#include "daemon/base/source.h"
#include "rules/language/pattern.h"
#include "tests/support/pattern_trees.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static enum gz_status parse(struct gz_str text, const struct gz_source *src,
                            struct gz_arena *arena,
                            const struct gz_pattern **out, struct gz_error *err)
{
    const struct gz_pattern_source where = {
        .src = src,
        .at_byte = text.len_bytes % 2 == 0 ? 0 : SIZE_MAX,
        .end_byte = src->len_bytes,
        .text = text,
    };
    const enum gz_status st = gz_pattern_parse(text, &where, arena, out, err);
    require((st == GZ_OK) == (*out != NULL));
    return st;
}

static void check(const struct gz_pattern *tree, const struct gz_source *src,
                  struct gz_arena *arena)
{
    struct gz_buffer text;
    const struct gz_pattern *again = NULL;
    gz_buffer_init(&text, 0);
    require(tree->end_byte <= src->len_bytes && pattern_trees_nest(tree));
    gz_pattern_print(tree, &text);
    require(gz_buffer_status(&text) == GZ_OK);
    if (text.len <= GZ_PATTERN_BYTES_MAX) {
        require(parse(gz_buffer_str(&text), src, arena, &again, NULL) == GZ_OK);
        require(pattern_trees_equal(tree, again));
    }
    gz_buffer_fini(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_source src;
    struct gz_error err;
    const struct gz_pattern *tree = NULL;
    gz_error_init(&err);
    require(arena != NULL);
    require(gz_source_init(&src, "fuzz", gz_str_of((const char *)data, size)) ==
            GZ_OK);
    const enum gz_status st =
        parse(gz_str_of(src.text, src.len_bytes), &src, arena, &tree, &err);
    require((st == GZ_OK) == (err.count == 0));
    if (tree != NULL) {
        check(tree, &src, arena);
    }
    gz_source_fini(&src);
    gz_error_fini(&err);
    gz_arena_free(arena);
    return 0;
}
