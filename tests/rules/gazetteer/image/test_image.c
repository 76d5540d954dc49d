#include "rules/gazetteer/image/image.h"

#include <stdlib.h>
#include <unistd.h>

#include "tests/support/check.h"
#include "tests/support/gazetteer_fixture.h"

#define REMEDY "; make it again with \"gazetted compile\"\n"

static const char list[] = "id\ttype\tname\n"
                           "a\tOrg\tAcme\n"
                           "b\tPlace/City\tParis\n";

static void make_image(struct gz_buffer *image)
{
    struct gz_compile_report report;
    struct gz_error err;
    gz_buffer_init(image, 0);
    gz_error_init(&err);
    CHECK_OK(test_compile(gz_str_z(list), image, &report, &err));
    gz_error_fini(&err);
}

// A copy of just that size: a sanitizer sees every read behind it.
static enum gz_status adopt_copy(const uint8_t *bytes, size_t len,
                                 struct gz_error *err)
{
    struct gz_gazetteer *g = NULL;
    uint8_t *copy = malloc(len + (len == 0));
    CHECK(copy != NULL);
    memcpy(copy, bytes, len);
    const enum gz_status st = gz_gazetteer_adopt(copy, len, &g, err);
    CHECK((st == GZ_OK) == (g != NULL));
    gz_gazetteer_close(g);
    return st;
}

static void check_refused(const uint8_t *bytes, size_t len, const char *want)
{
    struct gz_error err;
    gz_error_init(&err);
    CHECK_EQ(adopt_copy(bytes, len, &err), GZ_INVALID);
    CHECK_Z(gz_error_text(&err), want);
    gz_error_fini(&err);
}

// No bit is without guard, in the checksum itself too.
static void check_flips(const struct gz_buffer *image)
{
    for (size_t i = 0; i < image->len; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            image->data[i] ^= (uint8_t)(1U << bit);
            CHECK_EQ(adopt_copy(image->data, image->len, NULL), GZ_INVALID);
            image->data[i] ^= (uint8_t)(1U << bit);
        }
    }
    CHECK_OK(adopt_copy(image->data, image->len, NULL));
}

// Images that are cut off, plainly and with a header that says so.
static void check_lengths(const struct gz_buffer *image)
{
    for (size_t len = 0; len < image->len; len++) {
        CHECK_EQ(adopt_copy(image->data, len, NULL), GZ_INVALID);
    }
    uint8_t *longer = malloc(image->len + 1);
    CHECK(longer != NULL);
    memcpy(longer, image->data, image->len);
    longer[image->len] = 0;
    CHECK_EQ(adopt_copy(longer, image->len + 1, NULL), GZ_INVALID);
    struct gz_image_header *h = (void *)longer;
    for (size_t len = sizeof(*h); len < image->len; len++) {
        memcpy(longer, image->data, image->len);
        h->size_bytes = len;
        gz_image_seal(longer, len);
        CHECK_EQ(adopt_copy(longer, len, NULL), GZ_INVALID);
    }
    free(longer);
}

static void check_texts(const struct gz_buffer *image)
{
    struct gz_image_header *h = (void *)image->data;
    const uint8_t foreign[256] = "PK";
    check_refused(foreign, sizeof(foreign),
                  "error: name image: this is no name image; make one with "
                  "\"gazetted compile\"\n");
    check_refused(image->data, 100,
                  "error: name image: the name image is damaged: it is shorter "
                  "than its header" REMEDY);
    check_refused(image->data, image->len - 1,
                  "error: name image: the name image is damaged: its size is "
                  "not what its header says" REMEDY);
    image->data[image->len - 1] ^= 1;
    check_refused(image->data, image->len,
                  "error: name image: the name image is damaged: its checksum "
                  "does not match" REMEDY);
    image->data[image->len - 1] ^= 1;
    h->byte_order = 0x04030201;
    check_refused(image->data, image->len,
                  "error: name image: the name image is damaged: its bytes are "
                  "in another order" REMEDY);
    h->byte_order = GZ_IMAGE_ORDER;
}

// Images of other versions, whatever else is in them.
static void check_versions(const struct gz_buffer *image)
{
    static const struct {
        uint32_t version;
        const char *want;
    } versions[] = {
        {0, "error: name image: the name image has format 0, this program "
            "reads format 6" REMEDY},
        {2, "error: name image: the name image has format 2, this program "
            "reads format 6" REMEDY},
        {99, "error: name image: the name image has format 99, this program "
             "reads format 6" REMEDY},
    };
    struct gz_image_header *h = (void *)image->data;
    for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
        h->version = versions[i].version;
        check_refused(image->data, image->len, versions[i].want);
        gz_image_seal(image->data, image->len);
        check_refused(image->data, image->len, versions[i].want);
    }
    h->version = GZ_IMAGE_VERSION;
    gz_image_seal(image->data, image->len);
    CHECK_OK(adopt_copy(image->data, image->len, NULL));
}

// Files of other kinds, of any length.
static void check_foreign(void)
{
    static const char *const begins[] = {"", "PK\x03\x04", "id\ttype\tname\n",
                                         "GZNAMES\r", "gznames\n"};
    for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
        uint8_t bytes[2048] = {0};
        memcpy(bytes, begins[i], strlen(begins[i]));
        for (size_t len = 8; len < sizeof(bytes); len++) {
            CHECK_EQ(adopt_copy(bytes, len, NULL), GZ_INVALID);
        }
    }
}

// Symbols with which nothing can be decoded.
static void check_symbols(const struct gz_buffer *image)
{
    const struct gz_image_header *h = (const void *)image->data;
    const uint64_t at = h->sections[GZ_IMAGE_SYMBOLS].offset;
    for (size_t i = 0; i < 2; i++) {
        struct gz_symbol_table *t =
            (struct gz_symbol_table *)(void *)(image->data + at) + i;
        const uint8_t good = t->lengths[0];
        t->lengths[0] = 9;
        gz_image_seal(image->data, image->len);
        check_refused(image->data, image->len,
                      "error: name image: the name image is damaged: its "
                      "symbols are no symbols" REMEDY);
        t->lengths[0] = good;
    }
    gz_image_seal(image->data, image->len);
}

// Headers with a good checksum that promise what is not there.
static void check_headers(const struct gz_buffer *image)
{
    struct gz_image_header *h = (void *)image->data;
    const struct gz_image_header good = *h;
    for (int i = 0; i < 10 + GZ_IMAGE_SECTION_COUNT; i++) {
        *h = good;
        switch (i) {
        case 0:
            h->sections[GZ_IMAGE_SYMBOLS].size_bytes -= GZ_IMAGE_ALIGN;
            break;
        case 1:
            h->type_count = UINT32_MAX;
            break;
        case 2:
            h->filter_log2 = 2;
            break;
        case 3:
            h->filter_log2 = 63;
            break;
        case 4:
            h->bucket_count = 0;
            break;
        case 5:
            h->bucket_count = UINT64_MAX;
            break;
        case 6:
            h->sections[GZ_IMAGE_NAMES].offset = UINT64_MAX - 63;
            break;
        case 7:
            h->sections[GZ_IMAGE_NAMES].offset += 1;
            break;
        case 8:
            h->sections[GZ_IMAGE_FILTER].offset = 0;
            break;
        case 9:
            h->sections[GZ_IMAGE_FILTER].size_bytes = 0;
            break;
        default:
            h->sections[i - 10].size_bytes = UINT64_MAX;
            break;
        }
        gz_image_seal(image->data, image->len);
        check_refused(image->data, image->len,
                      "error: name image: the name image is damaged: its "
                      "sections do not fit together" REMEDY);
    }
    *h = good;
}

static void check_file(const struct gz_buffer *image)
{
    char path[] = "/tmp/gz-image-XXXXXX";
    struct gz_gazetteer *g = NULL;
    struct gz_error err;
    gz_error_init(&err);
    const int fd = mkstemp(path);
    CHECK(fd >= 0);
    CHECK_EQ(gz_gazetteer_open(path, &g, &err), GZ_INVALID);
    CHECK_EQ(write(fd, image->data, image->len), image->len);
    CHECK_OK(gz_gazetteer_open(path, &g, &err));
    CHECK_EQ(gz_gazetteer_size(g).bytes, image->len);
    CHECK_EQ(gz_gazetteer_size(g).names, 2);
    gz_gazetteer_close(g);
    close(fd);
    unlink(path);
    CHECK_EQ(gz_gazetteer_open(path, &g, &err), GZ_NOT_FOUND);
    CHECK_EQ(gz_gazetteer_open("/tmp", &g, &err), GZ_INVALID);
    gz_error_fini(&err);
}

int main(void)
{
    struct gz_buffer image;
    make_image(&image);
    check_flips(&image);
    check_lengths(&image);
    check_texts(&image);
    check_versions(&image);
    check_foreign();
    check_symbols(&image);
    check_headers(&image);
    check_file(&image);
    gz_buffer_fini(&image);
    gz_gazetteer_close(NULL);
    return 0;
}
