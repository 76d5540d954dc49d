// What makes bytes an image.  Tables are used in place, so everything that a
// reader takes for granted about sections is established here.

#include "rules/gazetteer/image/image.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "daemon/base/hash.h"
#include "rules/gazetteer/image/image_links.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "images are used in place and little-endian");

enum { FILTER_LOG2_MAX = 40 };

static uint64_t checksum(const uint8_t *bytes, size_t len)
{
    const size_t from = offsetof(struct gz_image_header, version);
    return gz_hash64(bytes + from, len - from, 0);
}

bool gz_image_is(const char *path)
{
    const size_t len = strlen(path);
    return len > 4 && strcmp(path + len - 4, ".gzt") == 0;
}

void gz_image_seal(uint8_t *bytes, size_t len)
{
    assert(len >= sizeof(struct gz_image_header));
    const uint64_t sum = checksum(bytes, len);
    memcpy(bytes + offsetof(struct gz_image_header, checksum), &sum,
           sizeof(sum));
}

static enum gz_status damaged(const char *name, const char *what,
                              struct gz_error *err)
{
    return gz_error_set(err, GZ_INVALID,
                        "%s: the name image is damaged: %s; "
                        "make it again with \"gazetted compile\"",
                        name, what);
}

static enum gz_status check_origin(const struct gz_image_header *h,
                                   const char *name, struct gz_error *err)
{
    if (memcmp(h->magic, GZ_IMAGE_MAGIC, sizeof(h->magic)) != 0) {
        return gz_error_set(err, GZ_INVALID,
                            "%s: this is no name image; "
                            "make one with \"gazetted compile\"",
                            name);
    }
    if (h->byte_order != GZ_IMAGE_ORDER) {
        return damaged(name, "its bytes are in another order", err);
    }
    if (h->version != GZ_IMAGE_VERSION) {
        return gz_error_set(err, GZ_INVALID,
                            "%s: the name image has format %u, this program "
                            "reads format %d; make it again with \"gazetted "
                            "compile\"",
                            name, (unsigned)h->version, GZ_IMAGE_VERSION);
    }
    return GZ_OK;
}

// Sections stand in order inside the file, aligned and apart.
static bool sections_fit(const struct gz_image_header *h)
{
    uint64_t end = sizeof(*h);
    for (int i = 0; i < GZ_IMAGE_SECTION_COUNT; i++) {
        const struct gz_image_span *s = &h->sections[i];
        if (s->offset < end || s->offset % GZ_IMAGE_ALIGN != 0 ||
            s->offset > h->size_bytes ||
            s->size_bytes > h->size_bytes - s->offset) {
            return false;
        }
        end = s->offset + s->size_bytes;
    }
    return true;
}

static bool counts_fit(const struct gz_image_header *h)
{
    const struct gz_image_span *s = h->sections;
    const uint64_t buckets =
        s[GZ_IMAGE_BUCKETS].size_bytes / sizeof(struct gz_bucket);
    return h->filter_log2 >= 5 && h->filter_log2 <= FILTER_LOG2_MAX &&
           s[GZ_IMAGE_FILTER].size_bytes == 1ULL << (h->filter_log2 - 3) &&
           h->bucket_count > 0 && h->bucket_count <= buckets &&
           s[GZ_IMAGE_SYMBOLS].size_bytes ==
               2 * sizeof(struct gz_symbol_table) &&
           s[GZ_IMAGE_NAMES].size_bytes <= UINT32_MAX &&
           s[GZ_IMAGE_TYPES].size_bytes / sizeof(struct gz_image_text) >=
               h->type_count;
}

static bool symbols_fit(const struct gz_image *image)
{
    return gz_symbol_table_check(image->name_symbols) &&
           gz_symbol_table_check(image->id_symbols);
}

static const void *section(const struct gz_image_header *h, const uint8_t *at,
                           enum gz_image_section which)
{
    return at + h->sections[which].offset;
}

static void set_up(const uint8_t *bytes, struct gz_image *out)
{
    const struct gz_image_header *h = (const void *)bytes;
    const struct gz_symbol_table *symbols = section(h, bytes, GZ_IMAGE_SYMBOLS);
    *out = (struct gz_image){
        .bytes = bytes,
        .header = h,
        .filter = section(h, bytes, GZ_IMAGE_FILTER),
        .filter_shift = 64 - h->filter_log2,
        .buckets = section(h, bytes, GZ_IMAGE_BUCKETS),
        .bucket_total =
            h->sections[GZ_IMAGE_BUCKETS].size_bytes / sizeof(struct gz_bucket),
        .names = section(h, bytes, GZ_IMAGE_NAMES),
        .names_bytes = h->sections[GZ_IMAGE_NAMES].size_bytes,
        .name_symbols = symbols,
        .id_symbols = symbols + 1,
        .types = section(h, bytes, GZ_IMAGE_TYPES),
        .types_bytes = h->sections[GZ_IMAGE_TYPES].size_bytes,
        .links = section(h, bytes, GZ_IMAGE_LINKS),
        .links_bytes = h->sections[GZ_IMAGE_LINKS].size_bytes,
    };
}

enum gz_status gz_image_check(const uint8_t *bytes, size_t len,
                              const char *name, struct gz_image *out,
                              struct gz_error *err)
{
    assert((uintptr_t)bytes % _Alignof(struct gz_image_header) == 0);

    const struct gz_image_header *h = (const void *)bytes;
    if (len < sizeof(h->magic) ||
        (len < sizeof(*h) &&
         memcmp(h->magic, GZ_IMAGE_MAGIC, sizeof(h->magic)) == 0)) {
        return damaged(name, "it is shorter than its header", err);
    }
    enum gz_status st = check_origin(h, name, err);
    if (st != GZ_OK) {
        return st;
    }
    if (h->size_bytes != len) {
        return damaged(name, "its size is not what its header says", err);
    }
    if (h->checksum != checksum(bytes, len)) {
        return damaged(name, "its checksum does not match", err);
    }
    if (!sections_fit(h) || !counts_fit(h)) {
        return damaged(name, "its sections do not fit together", err);
    }
    set_up(bytes, out);
    if (!symbols_fit(out)) {
        return damaged(name, "its symbols are no symbols", err);
    }
    return gz_image_links_check(out)
               ? GZ_OK
               : damaged(name, "its links lead nowhere", err);
}
