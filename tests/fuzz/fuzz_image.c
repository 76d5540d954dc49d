// Images that somebody tampered with.  The input is a list of changes to a
// good image: 3 bytes of place, 1 byte of section, 1 byte to put there.  The
// checksum is mended, so that what is tried is not the checksum but every bound
// behind it.

#include <stdlib.h>

#include "daemon/base/hash.h"
#include "rules/gazetteer/image/image.h"
#include "tests/support/check.h"
#include "tests/support/gazetteer_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHANGE_BYTES = 5, ENTITIES = 1000 };

static const char list[] =
    "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tattributes\n"
    "paris\tPlace/City\tParis\t\t\t\t5\twikidata=Q90\tcountry=FR\n"
    "texas\tPlace/City\tParis\tParis, Texas\t\tfree\t1\t\t\n"
    "hilton\tPerson\tParis Hilton\t\t\t\t\t\t\n"
    "nyt\tOrg/Media\tNew York Times\tThe Times\t\tcontext\t\t\t\n"
    "lloyds\tOrg/Company\tLloyd’s of London\t\t\t\t\t\t\n"
    "net\tProduct\t.net\tC++|net\t\tfree\t\t\t\n"
    "iphone\tProduct\tiPhone\tde la X\t\t\t\t\t\n"
    "apple\tOrg/Company\tApple Inc.\tApple\t\texact\t\t\t\n"
    "jp\tPlace/Country\tJapan\t日本\t\t\t\t\t\n";

static const char article[] =
    "Paris, PARIS and paris: Paris Hilton reads The New York Times, Lloyd's "
    "of London insures Apple Inc. in 日本. Paris, Texas. .NET is not C++, "
    "nor is an iPhone de la X. Le Zürich d'Étretat.";

static uint64_t sum_of(struct gz_str s, uint64_t sum)
{
    return gz_hash64(s.ptr, s.len_bytes, sum);
}

// Read all that is known of an entity, which there may not be.
static uint64_t read_entity(const struct gz_gazetteer *g, uint32_t entity,
                            struct gz_arena *arena)
{
    struct gz_entry e;
    struct gz_str id;
    CHECK_OK(gz_gazetteer_entry(g, entity, arena, &e));
    CHECK_OK(gz_gazetteer_id(g, entity, arena, &id));
    CHECK(gz_str_eq(id, e.id));
    const struct gz_details details = gz_gazetteer_details(g, entity);
    uint64_t sum = sum_of(e.id, 0);
    sum = sum_of(e.name, sum);
    sum = sum_of(e.type, sum);
    sum = sum_of(details.xids, sum);
    sum = sum_of(details.attributes, sum);
    return sum + gz_gazetteer_is_named(g, entity, e.name);
}

static uint64_t read_found(const struct gz_gazetteer *g,
                           const struct gz_candidates *found, size_t len,
                           struct gz_arena *arena)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < found->count; i++) {
        const struct gz_candidate *c = &found->items[i];
        CHECK(c->begin_byte < c->end_byte && c->end_byte <= len);
        CHECK(c->reading_count > 0);
        for (uint32_t k = 0; k < c->reading_count; k++) {
            CHECK(c->readings[k].how < GZ_HOW_COUNT);
            sum += read_entity(g, c->readings[k].entity, arena);
        }
    }
    return sum;
}

static void find(const struct gz_gazetteer *g, struct gz_str text)
{
    struct gz_arena *arena = gz_arena_new(1 << 24);
    struct gz_tokens tokens;
    struct gz_candidates found;
    struct gz_name_hits hits;
    CHECK_OK(gz_tokens_split(text, arena, &tokens));
    if (gz_gazetteer_find(g, text, &tokens, arena, &found) == GZ_OK &&
        gz_gazetteer_scan(g, text, &tokens.blocks, arena, &found) == GZ_OK) {
        CHECK(read_found(g, &found, text.len_bytes, arena) != 1);
    }
    CHECK_OK(gz_name_scan_plain(gz_gazetteer_image(g), text, &tokens.blocks,
                                arena, &hits));
    for (uint32_t i = 0; i < hits.count; i++) {
        const struct gz_name_hit *h = &hits.items[i];
        CHECK(h->begin_byte < h->end_byte && h->end_byte <= text.len_bytes);
    }
    gz_arena_free(arena);
}

// Everything that a gazetteer can be asked, with a text in a block of its size.
static void use(const struct gz_gazetteer *g)
{
    struct gz_arena *arena = gz_arena_new(1 << 24);
    char *copy = malloc(sizeof(article) - 1);
    uint64_t sum = 0;
    CHECK(arena != NULL && copy != NULL);
    memcpy(copy, article, sizeof(article) - 1);
    find(g, gz_str_of(copy, sizeof(article) - 1));
    const uint64_t end = gz_gazetteer_image(g)->names_bytes + 4;
    for (uint64_t entity = 0; entity < end && entity < ENTITIES; entity++) {
        sum += read_entity(g, (uint32_t)entity, arena);
        gz_arena_reset(arena);
    }
    CHECK(read_entity(g, UINT32_MAX, arena) + sum != 1);
    free(copy);
    gz_arena_free(arena);
}

// Made once, since that takes most of the time; libFuzzer leaves no other place
// to keep it.
static struct gz_buffer good;

static void make_image(struct gz_buffer *image)
{
    if (image->len > 0) {
        return;
    }
    struct gz_compile_report report;
    struct gz_error err;
    gz_buffer_init(image, 0);
    gz_error_init(&err);
    CHECK_OK(test_compile(gz_str_z(list), image, &report, &err));
    gz_error_fini(&err);
}

// Where a change goes: sections beyond the last are the header.
static size_t place_of(const struct gz_image_header *h, const uint8_t *change)
{
    uint32_t at;
    memcpy(&at, change, sizeof(at));
    const uint32_t which = (at >> 24) % (GZ_IMAGE_SECTION_COUNT + 2);
    at &= 0xffffff;
    return which < GZ_IMAGE_SECTION_COUNT
               ? h->sections[which].offset + at % h->sections[which].size_bytes
               : at % sizeof(*h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    make_image(&good);
    struct gz_image_header header;
    memcpy(&header, good.data, sizeof(header));
    size_t len = good.len;
    uint8_t *image = malloc(len);
    CHECK(image != NULL);
    memcpy(image, good.data, len);
    for (; size >= CHANGE_BYTES; data += CHANGE_BYTES, size -= CHANGE_BYTES) {
        image[place_of(&header, data)] = data[4];
    }
    if (size > 0) {
        len = len * data[0] / 255;
    }
    // A copy of just that size, so that a read past its end is seen.
    uint8_t *bytes = malloc(len + (len == 0));
    CHECK(bytes != NULL);
    memcpy(bytes, image, len);
    free(image);
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
    return 0;
}
