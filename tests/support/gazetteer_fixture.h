#ifndef GZ_TEST_GAZETTEER_FIXTURE_H
#define GZ_TEST_GAZETTEER_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/source.h"
#include "rules/gazetteer/compile/compile.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/gazetteer_image.h"
#include "rules/gazetteer/image/name_record.h"
#include "tests/support/check.h"

/*
 * Gazetteers out of name lists that stand in a test as text.  Such a list is
 * called "list.tsv" and its entities have ids "list:ROW-ID".
 */
enum { TEST_ENTITIES = 64 };

/** Compile a list, keeping its good rows; the caller has initialised all. */
static inline enum gz_status test_compile(struct gz_str tsv,
                                          struct gz_buffer *out,
                                          struct gz_compile_report *report,
                                          struct gz_error *err)
{
    struct gz_source src;
    enum gz_status st = gz_source_init(&src, "list.tsv", tsv);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_compiler *c = gz_compiler_new();
    enum gz_status added = GZ_OK;
    st = c == NULL ? GZ_NO_MEMORY : GZ_OK;
    if (st == GZ_OK) {
        added = gz_compiler_add_source(c, &src, GZ_STR_LIT("list"), err);
        st = added == GZ_INVALID ? GZ_OK : added;
    }
    if (st == GZ_OK) {
        st = gz_compiler_finish(c, out, report, err);
    }
    gz_compiler_free(c);
    gz_source_fini(&src);
    return st == GZ_OK ? added : st;
}

/** A gazetteer of a list without mistakes; ends the test when it has some. */
static inline struct gz_gazetteer *test_gazetteer(const char *tsv)
{
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_error err;
    struct gz_gazetteer *g = NULL;
    gz_buffer_init(&image, 0);
    gz_error_init(&err);
    if (test_compile(gz_str_z(tsv), &image, &report, &err) != GZ_OK ||
        gz_gazetteer_adopt(image.data, image.len, &g, &err) != GZ_OK) {
        gz_error_print(&err, stderr);
        exit(1);
    }
    gz_error_fini(&err);
    return g;
}

/** What a gazetteer knows of an entity. */
static inline struct gz_entry test_entry(const struct gz_gazetteer *g,
                                         uint32_t entity,
                                         struct gz_arena *arena)
{
    struct gz_entry e;
    CHECK_OK(gz_gazetteer_entry(g, entity, arena, &e));
    return e;
}

/** The id of an entity without "list:". */
static inline struct gz_str test_id(const struct gz_gazetteer *g,
                                    uint32_t entity, struct gz_arena *arena)
{
    struct gz_str id = test_entry(g, entity, arena).id;
    gz_str_cut(&id, ':');
    return id;
}

/** Find all entities, one record after the other; returns their number. */
static inline uint32_t test_entities(const struct gz_gazetteer *g,
                                     uint32_t entities[TEST_ENTITIES])
{
    struct gz_name_record r = {.next = 0};
    uint32_t count = 0;
    while (count < gz_gazetteer_size(g).entities) {
        CHECK(gz_name_record_read(gz_gazetteer_image(g), r.next, &r));
        if (r.kind == GZ_NAME_KIND_HOME || r.kind == GZ_NAME_KIND_MARKED) {
            CHECK(count < TEST_ENTITIES);
            entities[count++] = r.offset;
        }
    }
    return count;
}

static inline int test_compare_lines(const void *left, const void *right)
{
    const struct gz_str *a = left;
    const struct gz_str *b = right;
    return gz_str_compare(*a, *b);
}

/** Append a line "id|type|name|xids|attributes" per entity, sorted. */
static inline void test_describe(const struct gz_gazetteer *g,
                                 struct gz_buffer *out)
{
    uint32_t entities[TEST_ENTITIES];
    struct gz_str lines[TEST_ENTITIES];
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_buffer line;
    const uint32_t count = test_entities(g, entities);
    gz_buffer_init(&line, 0);
    for (uint32_t i = 0; i < count; i++) {
        const struct gz_entry e = test_entry(g, entities[i], arena);
        gz_buffer_clear(&line);
        gz_buffer_append_fmt(&line,
                             GZ_STR_FMT "|" GZ_STR_FMT "|" GZ_STR_FMT
                                        "|" GZ_STR_FMT "|" GZ_STR_FMT "\n",
                             GZ_STR_ARG(e.id), GZ_STR_ARG(e.type),
                             GZ_STR_ARG(e.name), GZ_STR_ARG(e.xids),
                             GZ_STR_ARG(e.attributes));
        lines[i] = gz_arena_copy(arena, gz_buffer_str(&line));
    }
    qsort(lines, count, sizeof(lines[0]), test_compare_lines);
    for (uint32_t i = 0; i < count; i++) {
        gz_buffer_append_str(out, lines[i]);
    }
    gz_buffer_fini(&line);
    gz_arena_free(arena);
}

/** Check what test_describe() says. */
static inline void test_check_entities(const struct gz_gazetteer *g,
                                       const char *want)
{
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    test_describe(g, &got);
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
}

#endif
