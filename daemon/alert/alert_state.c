// Items of the state: their keys, their life.

#include "daemon/alert/alert_state.h"

#include <stdlib.h>

#include "codecs/binary.h"

static size_t size_of(enum gz_alert_kind kind)
{
    switch (kind) {
    case GZ_ALERT_KIND_CASE:
        return sizeof(struct gz_alert_case);
    case GZ_ALERT_KIND_STORY:
        return sizeof(struct gz_alert_story);
    case GZ_ALERT_KIND_ENTITY:
        return sizeof(struct gz_alert_entity);
    case GZ_ALERT_KIND_SEEN:
        return sizeof(struct gz_alert_seen);
    case GZ_ALERT_KIND_TOLD:
        return sizeof(struct gz_alert_item);
    case GZ_ALERT_KIND_BEGIN:
        return sizeof(struct gz_alert_begin);
    case GZ_ALERT_KIND_PARTITION:
        return sizeof(struct gz_alert_partition);
    }
    return 0;
}

struct gz_str gz_alert_state_key(enum gz_alert_kind kind,
                                 const struct gz_str *parts, uint32_t count,
                                 struct gz_arena *arena)
{
    size_t size = 1;
    for (uint32_t i = 0; i < count; i++) {
        size += GZ_BINARY_LONG_MAX + parts[i].len_bytes;
    }
    uint8_t *bytes = gz_arena_alloc(arena, size);
    if (bytes == NULL) {
        return gz_str_of(NULL, 0);
    }
    uint8_t *p = bytes;
    *p++ = (uint8_t)kind;
    for (uint32_t i = 0; i < count; i++) {
        p = gz_binary_put_str(p, parts[i]);
    }
    return gz_str_of((const char *)bytes, (size_t)(p - bytes));
}

struct gz_str gz_alert_state_number(uint64_t number,
                                    uint8_t bytes[sizeof(uint64_t)])
{
    gz_binary_put_fixed64(bytes, number);
    return gz_str_of((const char *)bytes, sizeof(number));
}

bool gz_alert_state_parts(struct gz_str key, struct gz_str *parts,
                          uint32_t count)
{
    size_t at = 1;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t bits = 0;
        int shift = 0;
        uint8_t byte = 0x80;
        while (at < key.len_bytes && shift < 35 && (byte & 0x80) != 0) {
            byte = (uint8_t)key.ptr[at++];
            bits |= (uint64_t)(byte & 0x7F) << shift;
            shift += 7;
        }
        const size_t len = (size_t)(bits >> 1);
        if ((byte & 0x80) != 0 || (bits & 1) != 0 || at > key.len_bytes ||
            len > key.len_bytes - at) {
            return false;
        }
        parts[i] = gz_str_of(key.ptr + at, len);
        at += len;
    }
    return at == key.len_bytes;
}

struct gz_alert_item *gz_alert_state_new(enum gz_alert_kind kind,
                                         struct gz_str key)
{
    struct gz_alert_item *item = calloc(1, size_of(kind));
    char *bytes = malloc(key.len_bytes + 1);
    if (item == NULL || bytes == NULL) {
        free(item);
        free(bytes);
        return NULL;
    }
    memcpy(bytes, key.ptr, key.len_bytes);
    item->key = gz_str_of(bytes, key.len_bytes);
    item->due_ms = GZ_ALERT_NEVER;
    if (kind == GZ_ALERT_KIND_CASE) {
        struct gz_alert_case *c = (struct gz_alert_case *)item;
        c->update_ms = GZ_ALERT_NEVER;
        gz_buffer_init(&c->evidence, 0);
    }
    return item;
}

static void free_text(struct gz_str text)
{
    union {
        const char *borrowed;
        char *owned;
    } ptr = {text.ptr};
    free(ptr.owned);
}

void gz_alert_state_free(struct gz_alert_item *item)
{
    if (item == NULL) {
        return;
    }
    if (item->key.ptr[0] == GZ_ALERT_KIND_CASE) {
        struct gz_alert_case *c = (struct gz_alert_case *)item;
        free_text(c->name);
        free_text(c->type);
        free_text(c->why);
        free(c->hits);
        free(c->publishers);
        free(c->slots);
        gz_buffer_fini(&c->evidence);
    }
    if (item->key.ptr[0] == GZ_ALERT_KIND_STORY) {
        free(((struct gz_alert_story *)item)->articles);
    }
    if (item->key.ptr[0] == GZ_ALERT_KIND_ENTITY) {
        free(((struct gz_alert_entity *)item)->stories);
    }
    free_text(item->key);
    free(item);
}

void *gz_alert_state_grow(void *items, uint32_t count, uint32_t *room,
                          size_t size_bytes)
{
    if (count < *room) {
        return items;
    }
    const uint32_t more = *room == 0 ? 2 : 2 * *room;
    void *grown = realloc(items, more * size_bytes);
    if (grown != NULL) {
        *room = more;
    }
    return grown;
}

enum gz_status gz_alert_state_text(struct gz_str *owned, struct gz_str text)
{
    char *copy = malloc(text.len_bytes + 1);
    if (copy == NULL) {
        return GZ_NO_MEMORY;
    }
    if (text.len_bytes > 0) {
        memcpy(copy, text.ptr, text.len_bytes);
    }
    free_text(*owned);
    *owned = gz_str_of(copy, text.len_bytes);
    return GZ_OK;
}
