// Every bit of the names and links of an image, turned: the image is refused,
// or something is found in it, but nothing out of its bounds is read.  The
// second image is the forged one, then the first.

#include "rules/gazetteer/image/image.h"
#include "tests/support/layers_fixture.h"

#define HEADER "id\ttype\tname\taliases\tpolicy\tpriority\txids\tsame_as\n"

static const struct test_list lists[2] = {
    {"base", HEADER "paris\tPlace/City\tParis\t\t\t5\twikidata=Q90;a=1\t\n"
                    "texas\tPlace/City\tParis\tParis, Texas\tfree\t1\t\tx:y\n"
                    "nyt\tOrg/Media\tTimes\tThe Times\tcontext\t\t\t\n"},
    {"delta", HEADER "base:nyt\t\tThe Times\t\tremove\t\t\t\n"
                     "base:jp\t\t\t\tremove\t\t\t\n"
                     "new\tPlace/City\tLutetia\tParis\t\t3\twikidata=Q90\t\n"
                     "two\tOrg\tTexas\tParis\t\t\t\tbase:nyt|x:y\n"},
};

static const char text[] = "Paris, Texas reads The Times in Lutetia, Texas.";

enum { FINISHED_OF = 97 };  // of so many forged images one is merged to its end

// A copy of just that size, so that a read past its end is seen.
static struct gz_gazetteer *copy(const struct gz_buffer *image, size_t bit,
                                 bool forged)
{
    struct gz_gazetteer *g = NULL;
    uint8_t *bytes = malloc(image->len);
    CHECK(bytes != NULL);
    memcpy(bytes, image->data, image->len);
    if (forged) {
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        gz_image_seal(bytes, image->len);
    }
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
    CHECK_OK(gz_layers_find(layers, gz_str_z(text), &tokens, arena, &found));
    for (uint32_t i = 0; i < found.count; i++) {
        for (uint32_t k = 0; k < found.items[i].reading_count; k++) {
            struct gz_entry e;
            CHECK_OK(gz_layers_entry(layers, &found.items[i].readings[k], arena,
                                     &e));
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

static void try_merge(struct gz_gazetteer *const gazetteers[2], bool to_end)
{
    struct gz_compile_report report;
    struct gz_buffer out;
    struct gz_compiler *c = gz_compiler_new();
    enum gz_status st = GZ_OK;
    CHECK(c != NULL);
    for (int i = 0; i < 2; i++) {
        const enum gz_status one =
            gz_compiler_add_image(c, "one.gzt", gazetteers[i], NULL);
        CHECK(one == GZ_OK || one == GZ_IO || one == GZ_LIMIT);
        st = st == GZ_OK ? one : st;
    }
    gz_buffer_init(&out, 0);
    if (st == GZ_OK && to_end) {
        CHECK_OK(gz_compiler_finish(c, &out, &report, NULL));
    }
    gz_buffer_fini(&out);
    gz_compiler_free(c);
}

static void try_bit(const struct gz_buffer images[2], size_t forged, size_t bit)
{
    for (int way = 0; way < 2; way++) {
        struct gz_gazetteer *gazetteers[2];
        for (size_t i = 0; i < 2; i++) {
            gazetteers[i] = copy(&images[i], bit, i == forged);
        }
        if (gazetteers[forged] == NULL) {
            gz_gazetteer_close(gazetteers[1 - forged]);
        } else if (way == 0) {
            try_layers(gazetteers);
        } else {
            try_merge(gazetteers, bit % FINISHED_OF == 0);
        }
    }
}

int main(void)
{
    const struct gz_compile_options options = {.threads = 1};
    struct gz_buffer images[2];
    test_compile_lists(&lists[0], 1, &options, &images[0]);
    test_compile_lists(&lists[1], 1, &options, &images[1]);
    for (size_t i = 0; i < 2; i++) {
        const struct gz_image_header *h = (const void *)images[i].data;
        const size_t from = h->sections[GZ_IMAGE_NAMES].offset * 8;
        for (size_t bit = from; bit < images[i].len * 8; bit++) {
            try_bit(images, i, bit);
        }
    }
    gz_buffer_fini(&images[0]);
    gz_buffer_fini(&images[1]);
    return 0;
}
