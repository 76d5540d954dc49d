#include "rules/gazetteer/image/image_links.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD_BYTES = 8, KEY_HEAD_BYTES = 6, REMOVAL_HEAD_BYTES = 4 };

static uint16_t read16(const uint8_t *p)
{
    uint16_t v;
    memcpy(&v, p, sizeof(v));
    return v;
}

static uint32_t read32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof(v));
    return v;
}

struct gz_image_links gz_image_links_open(const struct gz_image *image)
{
    return (struct gz_image_links){
        .at = image->links + HEAD_BYTES,
        .end = image->links + image->links_bytes,
        .keys_left = read32(image->links),
        .removals_left = read32(image->links + 4),
    };
}

static size_t left(const struct gz_image_links *links)
{
    return (size_t)(links->end - links->at);
}

bool gz_image_links_next_key(struct gz_image_links *links,
                             struct gz_image_key *out)
{
    if (links->keys_left == 0 || left(links) < KEY_HEAD_BYTES) {
        return false;
    }
    const size_t len = read16(links->at + 4);
    if (left(links) - KEY_HEAD_BYTES < len) {
        return false;
    }
    out->entity = read32(links->at);
    out->text = gz_str_of((const char *)links->at + KEY_HEAD_BYTES, len);
    links->at += KEY_HEAD_BYTES + len;
    links->keys_left--;
    return true;
}

struct gz_str gz_image_removal_key(const uint8_t **at)
{
    const struct gz_str key = gz_str_of((const char *)*at + 2, read16(*at));
    *at += 2 + key.len_bytes;
    return key;
}

bool gz_image_links_next_removal(struct gz_image_links *links,
                                 struct gz_image_removal *out)
{
    if (links->removals_left == 0 || left(links) < REMOVAL_HEAD_BYTES) {
        return false;
    }
    const size_t len = read16(links->at);
    out->key_count = read16(links->at + 2);
    if (out->key_count == 0 || left(links) - REMOVAL_HEAD_BYTES < len) {
        return false;
    }
    out->name = gz_str_of((const char *)links->at + REMOVAL_HEAD_BYTES, len);
    links->at += REMOVAL_HEAD_BYTES + len;
    out->keys = links->at;
    for (uint32_t i = 0; i < out->key_count; i++) {
        if (left(links) < 2 || left(links) - 2 < read16(links->at)) {
            return false;
        }
        links->at += 2 + read16(links->at);
    }
    links->removals_left--;
    return true;
}

bool gz_image_links_check(const struct gz_image *image)
{
    if (image->links_bytes < HEAD_BYTES) {
        return false;
    }
    struct gz_image_links links = gz_image_links_open(image);
    struct gz_image_key key;
    struct gz_image_removal removal;
    uint32_t entity = 0;
    while (gz_image_links_next_key(&links, &key)) {
        if (key.entity < entity) {
            return false;
        }
        entity = key.entity;
    }
    while (links.keys_left == 0 &&
           gz_image_links_next_removal(&links, &removal)) {
        if (removal.name.len_bytes > GZ_NAME_BYTES_MAX) {
            return false;
        }
    }
    return links.keys_left == 0 && links.removals_left == 0 &&
           left(&links) == 0;
}

static void put16(struct gz_buffer *out, size_t value)
{
    const uint16_t v = (uint16_t)value;
    gz_buffer_append(out, &v, sizeof(v));
}

// The last keys of a removal are those that count most.
enum { REMOVAL_KEYS_MAX = UINT16_MAX };

// A link with the place of its entity.
struct placed {
    uint32_t home;
    uint32_t link;  // number in the catalog
};

static int compare_placed(const void *a, const void *b)
{
    const struct placed *left_one = a;
    const struct placed *right_one = b;
    if (left_one->home != right_one->home) {
        return left_one->home < right_one->home ? -1 : 1;
    }
    return left_one->link < right_one->link ? -1
                                            : left_one->link > right_one->link;
}

static void put_keys(const struct gz_catalog *c, const struct placed *placed,
                     struct gz_buffer *out)
{
    for (size_t i = 0; i < c->link_count; i++) {
        const struct gz_str key = c->links[placed[i].link].key;
        gz_buffer_append(out, &placed[i].home, sizeof(placed[i].home));
        put16(out, key.len_bytes);
        gz_buffer_append_str(out, key);
    }
}

static void put_removals(const struct gz_removals *r, struct gz_buffer *out)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct gz_removal *one = &r->items[i];
        const size_t count = one->key_count < REMOVAL_KEYS_MAX
                                 ? one->key_count
                                 : (size_t)REMOVAL_KEYS_MAX;
        const struct gz_str *keys =
            &r->keys[one->first_key + one->key_count - count];
        put16(out, one->name.len_bytes);
        put16(out, count);
        gz_buffer_append_str(out, one->name);
        for (size_t k = 0; k < count; k++) {
            const struct gz_str key = keys[k];
            put16(out, key.len_bytes);
            gz_buffer_append_str(out, key);
        }
    }
}

enum gz_status gz_image_links_write(const struct gz_catalog *c,
                                    const uint32_t *homes,
                                    struct gz_buffer *out)
{
    struct placed *placed = calloc(c->link_count + 1, sizeof(*placed));
    if (placed == NULL) {
        return GZ_NO_MEMORY;
    }
    for (size_t i = 0; i < c->link_count; i++) {
        placed[i] = (struct placed){homes[c->links[i].entity], (uint32_t)i};
    }
    qsort(placed, c->link_count, sizeof(*placed), compare_placed);
    const uint32_t counts[2] = {(uint32_t)c->link_count,
                                (uint32_t)c->removals.count};
    gz_buffer_append(out, counts, sizeof(counts));
    put_keys(c, placed, out);
    put_removals(&c->removals, out);
    free(placed);
    return gz_buffer_status(out);
}
