// A good image under one that somebody tampered with, and the other way round:
// put in layers, and merged into one.  The input: a byte that says which of the
// two is forged, then changes as in fuzz_image.c, from the section of names on:
// what stands before it, that target tries.

#include <stdlib.h>

#include "rules/gazetteer/image/image.h"
#include "tests/support/layers_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHANGE_BYTES = 5 };

static const struct test_list lists[2] = {
    {"base", "id\ttype\tname\taliases\tpolicy\tpriority\txids\tsame_as\n"
             "paris\tPlace/City\tParis\t\t\t5\twikidata=Q90;a=1\t\n"
             "texas\tPlace/City\tParis\tParis, Texas\tfree\t1\t\tx:y|z:1\n"
             "hilton\tPerson\tParis Hilton\t\t\t\t\t\n"
             "nyt\tOrg/Media\tNew York Times\tThe Times\tcontext\t\t\t\n"
             "apple\tOrg/Company\tApple Inc.\tApple\texact\t\t\t\n"
             "jp\tPlace/Country\tJapan\t日本\t\t\t\t\n"},
    {"delta", "id\ttype\tname\taliases\tpolicy\tpriority\txids\tsame_as\n"
              "base:nyt\t\tNew York Times\t\tremove\t\t\t\n"
              "x:y\t\tParis\tParis, Texas\tremove\t\t\t\n"
              "base:jp\t\t\t\tremove\t\t\t\n"
              "new\tPlace/City\tLutetia\tParis\t\t3\twikidata=Q90;b=2\t\n"
              "two\tOrg\tApple\tHilton\t\t\t\tbase:apple|base:hilton\n"},
};

static const char text[] =
    "Paris, PARIS and paris: Paris Hilton reads The New York Times, Lutetia "
    "insures Apple Inc. in 日本. Paris, Texas.";

// An owned copy of just that size, so that a read past its end is seen.
static struct gz_gazetteer *make(const struct gz_buffer *image, bool forged,
                                 const uint8_t *data, size_t size)
{
    struct gz_gazetteer *g = NULL;
    uint8_t *bytes = malloc(image->len);
    CHECK(bytes != NULL);
    memcpy(bytes, image->data, image->len);
    const struct gz_image_header *h = (const void *)image->data;
    const size_t from = h->sections[GZ_IMAGE_NAMES].offset;
    for (; forged && size >= CHANGE_BYTES;
         data += CHANGE_BYTES, size -= CHANGE_BYTES) {
        uint32_t at;
        memcpy(&at, data, sizeof(at));
        bytes[from + at % (image->len - from)] = data[4];
    }
    gz_image_seal(bytes, image->len);
    const enum gz_status st = gz_gazetteer_adopt(bytes, image->len, &g, NULL);
    CHECK_EQ(st == GZ_OK, g != NULL);
    return g;
}

static void use(const struct gz_layers *layers)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_tokens tokens;
    struct gz_candidates found;
    CHECK_OK(gz_tokens_split(gz_str_z(text), arena, &tokens));
    const enum gz_status st =
        gz_layers_find(layers, gz_str_z(text), &tokens, arena, &found);
    CHECK(st == GZ_OK || st == GZ_LIMIT);
    for (uint32_t i = 0; i < found.count; i++) {
        const struct gz_candidate *c = &found.items[i];
        for (uint32_t k = 0; k < c->reading_count; k++) {
            struct gz_entry e;
            struct gz_str id;
            CHECK_OK(gz_layers_entry(layers, &c->readings[k], arena, &e));
            CHECK_OK(gz_layers_id(layers, &c->readings[k], arena, &id));
            CHECK(gz_str_eq(id, e.id));
            (void)gz_layers_is_named(layers, &c->readings[k], e.name);
        }
    }
    gz_arena_free(arena);
}

static void try_layers(struct gz_gazetteer *const gazetteers[2])
{
    struct gz_layers *layers = NULL;
    const enum gz_status st = gz_layers_new(gazetteers, 2, &layers, NULL);
    CHECK(st == GZ_OK || st == GZ_INVALID || st == GZ_LIMIT);
    if (st == GZ_OK) {
        use(layers);
    }
    gz_layers_free(layers);
}

static void try_merge(struct gz_gazetteer *const gazetteers[2])
{
    struct gz_compile_report report;
    struct gz_buffer out;
    struct gz_compiler *c = gz_compiler_new();
    CHECK(c != NULL);
    enum gz_status st =
        gz_compiler_add_image(c, "one.gzt", gazetteers[0], NULL);
    const enum gz_status second =
        gz_compiler_add_image(c, "two.gzt", gazetteers[1], NULL);
    st = st == GZ_OK ? second : st;
    gz_buffer_init(&out, 0);
    if (st == GZ_OK) {
        CHECK_OK(gz_compiler_finish(c, &out, &report, NULL));
        struct gz_layers *layers = test_layers(&out, 1);
        use(layers);
        gz_layers_free(layers);
    }
    gz_compiler_free(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct gz_compile_options options = {.threads = 1};
    if (size == 0) {
        return 0;
    }
    for (int way = 0; way < 2; way++) {
        struct gz_gazetteer *gazetteers[2];
        for (size_t i = 0; i < 2; i++) {
            struct gz_buffer image;
            test_compile_lists(&lists[i], 1, &options, &image);
            gazetteers[i] =
                make(&image, (data[0] & 1) == i, data + 1, size - 1);
            gz_buffer_fini(&image);
        }
        if (gazetteers[0] == NULL || gazetteers[1] == NULL) {
            gz_gazetteer_close(gazetteers[0]);
            gz_gazetteer_close(gazetteers[1]);
            return 0;
        }
        if (way == 0) {
            try_layers(gazetteers);
        } else {
            try_merge(gazetteers);
        }
    }
    return 0;
}
