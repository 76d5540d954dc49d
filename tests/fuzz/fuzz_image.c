// Images that somebody tampered with.  The input is a list of changes to a
// good image: 4 bytes of place, 1 byte to put there.  The checksum is mended,
// so that what is tried is not the checksum but every bound behind it.

#include <stdlib.h>

#include "daemon/base/hash.h"
#include "rules/gazetteer/image.h"
#include "tests/support/check.h"
#include "tests/support/gazetteer_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHANGE_BYTES = 5 };

static const char list[] =
    "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tattributes\n"
    "paris\tPlace/City\tParis\t\t\t\t5\twikidata=Q90\tcountry=FR\n"
    "texas\tPlace/City\tParis\tParis, Texas\t\tfree\t1\t\t\n"
    "hilton\tPerson\tParis Hilton\t\t\t\t\t\t\n"
    "nyt\tOrg/Media\tNew York Times\tThe Times\t\tcontext\t\t\t\n"
    "lloyds\tOrg/Company\tLloyd’s of London\t\t\t\t\t\t\n"
    "apple\tOrg/Company\tApple Inc.\tApple\t\texact\t\t\t\n"
    "jp\tPlace/Country\tJapan\t日本\t\t\t\t\t\n";

static const char text[] =
    "Paris, PARIS and paris: Paris Hilton reads The New York Times, Lloyd's "
    "of London insures Apple Inc. in 日本. Paris, Texas.";

static void use(const struct gz_gazetteer *g)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_tokens tokens;
    struct gz_candidates found;
    CHECK_OK(gz_tokens_split(gz_str_z(text), arena, &tokens));
    const enum gz_status st =
        gz_gazetteer_find(g, gz_str_z(text), &tokens, arena, &found);
    CHECK(st == GZ_OK || st == GZ_LIMIT);
    size_t sum = 0;
    for (uint32_t i = 0; i < found.count; i++) {
        const struct gz_candidate *c = &found.items[i];
        CHECK(c->begin_token < c->end_token && c->end_token <= tokens.count);
        for (uint32_t k = 0; k < c->reading_count; k++) {
            struct gz_entry e;
            CHECK_OK(
                gz_gazetteer_entry(g, c->readings[k].entity, arena, &e));
            sum += gz_hash64(e.id.ptr, e.id.len_bytes, 0);
            sum += gz_hash64(e.attributes.ptr, e.attributes.len_bytes, sum);
            sum += gz_hash64(e.type.ptr, e.type.len_bytes, sum);
        }
    }
    CHECK(sum != 1);
    gz_arena_free(arena);
}

static void make_image(struct gz_buffer *image)
{
    struct gz_compile_report report;
    struct gz_error err;
    gz_buffer_init(image, 0);
    gz_error_init(&err);
    CHECK_OK(test_compile(gz_str_z(list), image, &report, &err));
    gz_error_fini(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_buffer image;
    make_image(&image);
    size_t len = image.len;
    for (; size >= CHANGE_BYTES; data += CHANGE_BYTES, size -= CHANGE_BYTES) {
        uint32_t at;
        memcpy(&at, data, sizeof(at));
        image.data[at % image.len] = data[4];
    }
    if (size > 0) {
        len = len * data[0] / 255;
    }
    // A copy of just that size, so that a read past its end is seen.
    uint8_t *bytes = malloc(len + (len == 0));
    CHECK(bytes != NULL);
    memcpy(bytes, image.data, len);
    if (len >= sizeof(struct gz_image_header)) {
        memcpy(&((struct gz_image_header *)(void *)bytes)->size_bytes,
               &(uint64_t){len}, sizeof(uint64_t));
        gz_image_seal(bytes, len);
    }
    struct gz_error err;
    struct gz_gazetteer *g = NULL;
    gz_error_init(&err);
    if (gz_gazetteer_adopt(bytes, len, &g, &err) == GZ_OK) {
        use(g);
    }
    gz_gazetteer_close(g);
    gz_error_fini(&err);
    gz_buffer_fini(&image);
    return 0;
}
