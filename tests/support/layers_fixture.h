#ifndef GZ_TEST_LAYERS_FIXTURE_H
#define GZ_TEST_LAYERS_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/source.h"
#include "rules/gazetteer/compile/compile.h"
#include "rules/gazetteer/layers/layers.h"
#include "rules/text/tokens.h"
#include "tests/support/check.h"

/*
 * Lists that stand in a test as text, put together in several ways: as images
 * in layers, as images that are merged, as lists that are compiled at once.
 */
enum { TEST_LAYERS_MAX = 4 };

struct test_list {
    const char *namespace;
    const char *tsv;
};

/** Compile lists, in order, into an image; ends the test on a mistake. */
static inline void test_compile_lists(const struct test_list *lists,
                                      size_t count,
                                      const struct gz_compile_options *options,
                                      struct gz_buffer *out)
{
    struct gz_source sources[TEST_LAYERS_MAX];
    struct gz_compile_report report;
    struct gz_error err;
    struct gz_compiler *c = gz_compiler_new();
    CHECK(c != NULL && count <= TEST_LAYERS_MAX);
    gz_error_init(&err);
    gz_compiler_set(c, options);
    for (size_t i = 0; i < count; i++) {
        CHECK_OK(gz_source_init(&sources[i], lists[i].namespace,
                                gz_str_z(lists[i].tsv)));
        const enum gz_status st = gz_compiler_add_source(
            c, &sources[i], gz_str_z(lists[i].namespace), &err);
        CHECK_Z(gz_error_text(&err), "");
        CHECK_OK(st);
    }
    gz_buffer_init(out, 0);
    CHECK_OK(gz_compiler_finish(c, out, &report, &err));
    gz_compiler_free(c);
    for (size_t i = 0; i < count; i++) {
        gz_source_fini(&sources[i]);
    }
    gz_error_fini(&err);
}

/** Layers of images, whose bytes are taken. */
static inline struct gz_layers *test_layers(struct gz_buffer *images,
                                            size_t count)
{
    struct gz_gazetteer *gazetteers[TEST_LAYERS_MAX];
    struct gz_layers *layers = NULL;
    struct gz_error err;
    gz_error_init(&err);
    for (size_t i = 0; i < count; i++) {
        CHECK_OK(gz_gazetteer_adopt(images[i].data, images[i].len,
                                    &gazetteers[i], &err));
    }
    const enum gz_status st = gz_layers_new(gazetteers, count, &layers, &err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    gz_error_fini(&err);
    return layers;
}

static inline void test_describe_reading(const struct gz_layers *layers,
                                         const struct gz_reading *r,
                                         struct gz_arena *arena,
                                         struct gz_buffer *out)
{
    struct gz_entry e;
    CHECK_OK(gz_layers_entry(layers, r, arena, &e));
    gz_buffer_append_fmt(out, " " GZ_STR_FMT "/" GZ_STR_FMT "/" GZ_STR_FMT,
                         GZ_STR_ARG(e.id), GZ_STR_ARG(e.type),
                         GZ_STR_ARG(e.name));
    // Their order is that in which images and rows came together.
    static const char *const keys[] = {"a", "b", "c", "z", "wikidata"};
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const struct gz_str value = gz_gazetteer_value(e.xids, keys[i]);
        gz_buffer_append_fmt(out, "%s" GZ_STR_FMT, i == 0 ? "/" : ",",
                             GZ_STR_ARG(value));
    }
    gz_buffer_append_fmt(out, "/" GZ_STR_FMT "/%d/%d/%d",
                         GZ_STR_ARG(e.attributes), r->priority, r->how,
                         r->flags);
}

/** Append all that is found in a text, a line a candidate. */
static inline void test_describe_all(const struct gz_layers *layers,
                                     const char *text, struct gz_buffer *out)
{
    struct gz_arena *arena = gz_arena_new(1 << 22);
    struct gz_tokens tokens;
    struct gz_candidates found;
    CHECK_OK(gz_tokens_split(gz_str_z(text), arena, &tokens));
    CHECK_OK(gz_layers_find(layers, gz_str_z(text), &tokens, arena, &found));
    for (uint32_t i = 0; i < found.count; i++) {
        const struct gz_candidate *c = &found.items[i];
        gz_buffer_append_fmt(out, "%.*s:", (int)(c->end_byte - c->begin_byte),
                             text + c->begin_byte);
        for (uint32_t k = 0; k < c->reading_count; k++) {
            test_describe_reading(layers, &c->readings[k], arena, out);
        }
        gz_buffer_append_byte(out, '\n');
    }
    gz_arena_free(arena);
}

#endif
