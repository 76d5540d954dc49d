#include "daemon/alert/preview/preview_tally.h"

#include <stdlib.h>
#include <string.h>

#include "codecs/alert_decode.h"
#include "codecs/alert_encode.h"
#include "daemon/base/buffer.h"

enum {
    GROUPS = 1000,
    SLOTS = 1000,
    GROUP_BYTES = 32 << 20,
    SAMPLE_BYTES = 16 << 20,
};

static const int64_t hour_ms = (int64_t)3600 * 1000;

// An alert, encoded; those raised at the same time stand in the order of
// their partitions, so that the order of reading does not matter.
struct gz_preview_sample {
    int64_t raised_ms;
    uint32_t partition;
    uint64_t order;
    uint8_t *bytes;  // owned
    size_t len;
};

static const char *const bound_names[] = {
    [GZ_PREVIEW_EVENTS] = "events", [GZ_PREVIEW_SAMPLES] = "samples",
    [GZ_PREVIEW_GROUPS] = "groups", [GZ_PREVIEW_SLOTS] = "slots",
    [GZ_PREVIEW_STATE] = "state",   [GZ_PREVIEW_TIME] = "time",
};
_Static_assert(sizeof(bound_names) / sizeof(bound_names[0]) ==
                   GZ_PREVIEW_BOUNDS,
               "each bound has a name");

const char *gz_preview_tally_bound_name(enum gz_preview_bound bound)
{
    return bound_names[bound];
}

// --- life ---

enum gz_status gz_preview_tally_init(struct gz_preview_tally *t,
                                     const struct gz_preview_limits *limits)
{
    struct gz_preview_limits l = *limits;

    l.groups = l.groups != 0 ? l.groups : GROUPS;
    l.slots = l.slots != 0 ? l.slots : SLOTS;
    l.sample_bytes = l.sample_bytes != 0 ? l.sample_bytes : SAMPLE_BYTES;
    l.slot_ms = l.slot_ms != 0 ? l.slot_ms : hour_ms;
    *t = (struct gz_preview_tally){
        .limits = l,
        .arena = gz_arena_new(GROUP_BYTES),
        .by_key = gz_map_new(64),
        .groups = calloc(l.groups, sizeof(*t->groups)),
        .slots = calloc(l.slots, sizeof(*t->slots)),
        .samples = calloc((size_t)l.samples + 1, sizeof(*t->samples)),
    };
    return t->arena != NULL && t->by_key != NULL && t->groups != NULL &&
                   t->slots != NULL && t->samples != NULL
               ? GZ_OK
               : GZ_NO_MEMORY;
}

void gz_preview_tally_fini(struct gz_preview_tally *t)
{
    for (uint32_t i = 0; i < t->sample_count; i++) {
        free(t->samples[i].bytes);
    }
    free(t->samples);
    free(t->slots);
    free(t->groups);
    gz_map_free(t->by_key);
    gz_arena_free(t->arena);
    *t = (struct gz_preview_tally){.arena = NULL};
}

// --- counts ---

static void count(struct gz_preview_counts *c, const struct gz_alert_event *a)
{
    const bool begins =
        a->state == GZ_ALERT_FIRING || a->state == GZ_ALERT_SILENCED;

    c->raised += begins && a->sequence == 0;
    c->repeats += a->state == GZ_ALERT_FIRING && a->repeats > 0;
    if (a->state < GZ_ALERT_STATE_UNKNOWN) {
        c->states[a->state]++;
    }
}

// The slot of a time, or NULL when there are too many.
static struct gz_preview_slot *find_slot(struct gz_preview_tally *t, int64_t ms)
{
    const int64_t begin_ms = ms - ms % t->limits.slot_ms;
    uint32_t at = t->slot_count;

    while (at > 0 && t->slots[at - 1].begin_ms > begin_ms) {
        at--;
    }
    if (at > 0 && t->slots[at - 1].begin_ms == begin_ms) {
        return &t->slots[at - 1];
    }
    if (t->slot_count == t->limits.slots) {
        t->met[GZ_PREVIEW_SLOTS] = true;
        return NULL;
    }
    memmove(&t->slots[at + 1], &t->slots[at],
            (t->slot_count - at) * sizeof(*t->slots));
    t->slot_count++;
    t->slots[at] = (struct gz_preview_slot){.begin_ms = begin_ms};
    return &t->slots[at];
}

// --- groups ---

// Texts of a key are told apart by a byte that UTF-8 does not have.
static void append_part(struct gz_buffer *key, struct gz_str text)
{
    gz_buffer_append_str(key, text);
    gz_buffer_append_byte(key, 0xFF);
}

static bool copy(struct gz_arena *arena, struct gz_str from, struct gz_str *to)
{
    *to = gz_arena_copy(arena, from);
    return to->ptr != NULL;
}

static bool copy_pairs(struct gz_arena *arena, const struct gz_alert_event *a,
                       struct gz_preview_group *g)
{
    struct gz_event_pair *pairs =
        GZ_ARENA_ARRAY(arena, struct gz_event_pair, a->group_count);

    for (uint32_t i = 0; pairs != NULL && i < a->group_count; i++) {
        if (!copy(arena, a->group[i].key, &pairs[i].key) ||
            !copy(arena, a->group[i].value, &pairs[i].value)) {
            return false;
        }
    }
    g->pairs = pairs;
    g->pair_count = a->group_count;
    return pairs != NULL;
}

// False when the arena is full.
static bool fill(struct gz_arena *arena, const struct gz_alert_event *a,
                 struct gz_preview_group *g)
{
    return copy(arena, a->subscription, &g->subscription) &&
           copy(arena, a->entity_id, &g->entity_id) &&
           copy(arena, a->entity_name, &g->entity_name) &&
           copy(arena, a->entity_type, &g->entity_type) &&
           copy_pairs(arena, a, g);
}

static enum gz_status add_group(struct gz_preview_tally *t,
                                const struct gz_alert_event *a,
                                struct gz_str key,
                                struct gz_preview_group **out)
{
    struct gz_preview_group g = {.pair_count = 0};
    struct gz_str kept;
    uint64_t *slot = NULL;

    if (t->group_count == t->limits.groups || !copy(t->arena, key, &kept) ||
        !fill(t->arena, a, &g)) {
        t->met[GZ_PREVIEW_GROUPS] = true;
        return GZ_OK;
    }
    const enum gz_status st =
        gz_map_put(t->by_key, kept, t->group_count, &slot, NULL);
    if (st == GZ_OK) {
        t->groups[t->group_count] = g;
        *out = &t->groups[t->group_count++];
    }
    return st;
}

static enum gz_status find_group(struct gz_preview_tally *t,
                                 const struct gz_alert_event *a,
                                 struct gz_preview_group **out)
{
    struct gz_buffer key;

    *out = NULL;
    gz_buffer_init(&key, 0);
    append_part(&key, a->subscription);
    append_part(&key, a->entity_id);
    for (uint32_t i = 0; i < a->group_count; i++) {
        append_part(&key, a->group[i].key);
        append_part(&key, a->group[i].value);
    }
    enum gz_status st = gz_buffer_status(&key);
    if (st == GZ_OK) {
        const uint64_t *found = gz_map_get(t->by_key, gz_buffer_str(&key));
        if (found != NULL) {
            *out = &t->groups[*found];
        } else {
            st = add_group(t, a, gz_buffer_str(&key), out);
        }
    }
    gz_buffer_fini(&key);
    return st;
}

static int by_alerts(const void *left, const void *right)
{
    const struct gz_preview_group *a = left;
    const struct gz_preview_group *b = right;

    if (a->counts.raised != b->counts.raised) {
        return a->counts.raised < b->counts.raised ? 1 : -1;
    }
    int order = gz_str_compare(a->subscription, b->subscription);
    order = order != 0 ? order : gz_str_compare(a->entity_id, b->entity_id);
    for (uint32_t i = 0; order == 0 && i < a->pair_count && i < b->pair_count;
         i++) {
        order = gz_str_compare(a->pairs[i].value, b->pairs[i].value);
    }
    return order;
}

void gz_preview_tally_sort(struct gz_preview_tally *t)
{
    qsort(t->groups, t->group_count, sizeof(*t->groups), by_alerts);
}

// --- samples ---

static bool is_before(const struct gz_preview_sample *a,
                      const struct gz_preview_sample *b)
{
    if (a->raised_ms != b->raised_ms) {
        return a->raised_ms < b->raised_ms;
    }
    return a->partition != b->partition ? a->partition < b->partition
                                        : a->order < b->order;
}

static void drop_last(struct gz_preview_tally *t)
{
    struct gz_preview_sample *last = &t->samples[--t->sample_count];

    t->met[GZ_PREVIEW_SAMPLES] = true;
    t->sample_bytes -= last->len;
    free(last->bytes);
}

static void insert(struct gz_preview_tally *t, struct gz_preview_sample new)
{
    uint32_t at = t->sample_count;

    while (at > 0 && is_before(&new, &t->samples[at - 1])) {
        at--;
    }
    memmove(&t->samples[at + 1], &t->samples[at],
            (t->sample_count - at) * sizeof(*t->samples));
    t->samples[at] = new;
    t->sample_count++;
    t->sample_bytes += new.len;
    while (t->sample_count > t->limits.samples ||
           t->sample_bytes > t->limits.sample_bytes) {
        drop_last(t);
    }
}

static enum gz_status add_sample(struct gz_preview_tally *t,
                                 const struct gz_alert_event *a,
                                 uint32_t partition)
{
    struct gz_preview_sample new = {a->raised_ms, partition, t->order++, NULL,
                                    0};
    struct gz_buffer bytes;

    if (t->sample_count == t->limits.samples &&
        (t->sample_count == 0 ||
         !is_before(&new, &t->samples[t->sample_count - 1]))) {
        t->met[GZ_PREVIEW_SAMPLES] = true;
        return GZ_OK;
    }
    gz_buffer_init(&bytes, 0);
    gz_alert_encode(a, &bytes);
    if (gz_buffer_status(&bytes) != GZ_OK) {
        gz_buffer_fini(&bytes);
        return GZ_NO_MEMORY;
    }
    new.bytes = bytes.data;
    new.len = bytes.len;
    insert(t, new);
    return GZ_OK;
}

enum gz_status gz_preview_tally_samples(const struct gz_preview_tally *t,
                                        struct gz_arena *arena,
                                        const struct gz_alert_event ***out)
{
    enum gz_status st = GZ_OK;

    *out =
        GZ_ARENA_ARRAY(arena, const struct gz_alert_event *, t->sample_count);
    if (*out == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; st == GZ_OK && i < t->sample_count; i++) {
        const struct gz_preview_sample *s = &t->samples[i];
        st = gz_alert_decode(gz_str_of((const char *)s->bytes, s->len), arena,
                             &(*out)[i], NULL);
    }
    return st;
}

// A notice that a silence has ended is about no alert.
enum gz_status gz_preview_tally_add(struct gz_preview_tally *t,
                                    const struct gz_alert_event *alert,
                                    uint32_t partition)
{
    struct gz_preview_group *group = NULL;
    struct gz_preview_slot *slot = find_slot(t, alert->raised_ms);

    count(&t->total, alert);
    if (slot != NULL) {
        count(&slot->counts, alert);
    }
    if (alert->state == GZ_ALERT_LAPSED) {
        return GZ_OK;
    }
    const enum gz_status st = find_group(t, alert, &group);
    if (group != NULL) {
        count(&group->counts, alert);
    }
    return st == GZ_OK ? add_sample(t, alert, partition) : st;
}
