#include "rules/gazetteer/match/name_lookup.h"

#include "rules/gazetteer/gazetteer_image.h"
#include "rules/gazetteer/image/name_record.h"
#include "rules/gazetteer/match/name_gap.h"
#include "rules/gazetteer/match/name_walk.h"
#include "rules/text/fold.h"
#include "rules/text/utf8.h"

static struct gz_str without_stop(struct gz_str s)
{
    const size_t len = s.len_bytes;
    if (len > 1 && s.ptr[len - 1] == '.') {
        s.len_bytes--;
    }
    return s;
}

bool gz_name_lookup_same(struct gz_str a, struct gz_str b)
{
    struct gz_name_stream left = {.text = without_stop(a)};
    struct gz_name_stream right = {.text = without_stop(b)};
    uint32_t one;
    do {
        one = gz_name_stream_next(&left);
        const uint32_t other = gz_name_stream_next(&right);
        if (one != other &&
            (one >= GZ_NAME_STREAM_END || other >= GZ_NAME_STREAM_END ||
             gz_fold_cp(one, GZ_FOLD_CASE) !=
                 gz_fold_cp(other, GZ_FOLD_CASE))) {
            return false;
        }
    } while (one < GZ_NAME_STREAM_END);
    return true;
}

struct lookup {
    const struct gz_image *image;
    const struct gz_spelling *name;
    struct gz_arena *arena;
    struct gz_name_entry *items;
    uint32_t count;
    uint32_t cap;
};

static enum gz_status push(struct lookup *l, const struct gz_name_entry *entry)
{
    if (l->count == l->cap) {
        const uint32_t cap = l->cap * 2 + 8;
        struct gz_name_entry *items = gz_arena_grow(
            l->arena, l->items, l->cap * sizeof(*items), cap * sizeof(*items));
        if (items == NULL) {
            return GZ_LIMIT;
        }
        l->items = items;
        l->cap = cap;
    }
    l->items[l->count++] = *entry;
    return GZ_OK;
}

static enum gz_status take_record(struct lookup *l,
                                  const struct gz_name_record *r)
{
    char buffer[GZ_NAME_TEXT_ROOM];
    struct gz_str text;
    if (!gz_name_record_text(l->image, r, buffer, &text) ||
        !gz_utf8_valid(text) || !gz_name_lookup_same(l->name->text, text)) {
        return GZ_OK;
    }
    struct gz_name_entry entry = {
        .name = gz_arena_copy(l->arena, text),
        .name_case = (enum gz_name_case)(r->bits & GZ_NAME_BITS_CASE),
    };
    enum gz_status st = entry.name.ptr == NULL ? GZ_LIMIT : GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && i < r->reading_count; i++) {
        if (gz_name_record_reading(r, i, &entry.reading)) {
            st = push(l, &entry);
        }
    }
    return st;
}

static enum gz_status take_group(struct lookup *l, uint32_t record)
{
    enum gz_status st = GZ_OK;
    struct gz_name_record r = {.next = record};
    do {
        if (!gz_name_record_read(l->image, r.next, &r)) {
            break;
        }
        st = take_record(l, &r);
    } while (st == GZ_OK && (r.bits & GZ_NAME_BITS_LAST) == 0);
    return st;
}

enum gz_status gz_name_lookup(const struct gz_gazetteer *g,
                              const struct gz_spelling *name,
                              struct gz_arena *arena,
                              struct gz_name_entries *out)
{
    struct lookup l = {
        .image = gz_gazetteer_image(g), .name = name, .arena = arena};
    struct gz_name_walk walk = {.count = 0};
    enum gz_status st = GZ_OK;
    // Names that may be written in any case are in both classes.
    gz_name_walk_step(l.image, gz_spelling_key(name, false), 0, &walk);
    gz_name_walk_step(l.image, gz_spelling_key(name, true), 0, &walk);
    for (uint32_t i = 0; st == GZ_OK && i < walk.count; i++) {
        bool known = false;
        for (uint32_t k = 0; k < i; k++) {
            known |= walk.ends[k].record == walk.ends[i].record;
        }
        st = known ? GZ_OK : take_group(&l, walk.ends[i].record);
    }
    *out = (struct gz_name_entries){l.items, l.count};
    return st;
}

void gz_name_lookup_all(const struct gz_gazetteer *g,
                        void (*on_name)(void *context, struct gz_str name),
                        void *context)
{
    const struct gz_image *image = gz_gazetteer_image(g);
    struct gz_name_record r = {.next = 0};
    char buffer[GZ_NAME_TEXT_ROOM];
    struct gz_str text;
    for (uint32_t i = 0; i < image->header->name_count; i++) {
        if (!gz_name_record_read(image, r.next, &r)) {
            return;
        }
        if (gz_name_record_text(image, &r, buffer, &text) &&
            gz_utf8_valid(text)) {
            on_name(context, text);
        }
    }
}
