#include "rules/gazetteer/image.h"

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

static void check_flips(const struct gz_buffer *image)
{
    for (size_t i = 0; i < image->len; i++) {
        image->data[i] ^= (uint8_t)(1U << (i % 8));
        CHECK_EQ(adopt_copy(image->data, image->len, NULL), GZ_INVALID);
        image->data[i] ^= (uint8_t)(1U << (i % 8));
    }
    CHECK_OK(adopt_copy(image->data, image->len, NULL));
}

static void check_lengths(const struct gz_buffer *image)
{
    for (size_t len = 0; len < image->len; len += len < 256 ? 1 : 61) {
        CHECK_EQ(adopt_copy(image->data, len, NULL), GZ_INVALID);
    }
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
    h->version = 99;
    check_refused(image->data, image->len,
                  "error: name image: the name image has format 99, this "
                  "program reads format 3" REMEDY);
    h->version = GZ_IMAGE_VERSION;
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
    check_headers(&image);
    check_file(&image);
    gz_buffer_fini(&image);
    gz_gazetteer_close(NULL);
    return 0;
}
