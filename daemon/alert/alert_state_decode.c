// Values of records back to items, for bytes that anyone may have written.

#include <stdlib.h>

#include "codecs/binary_reader.h"
#include "daemon/alert/alert_state.h"

enum { FORMAT = 1 };

static const int64_t width_max_ms = (int64_t)366 * 24 * 3600 * 1000;

static int64_t take_time(struct gz_binary_reader *r, const char *field)
{
    return gz_binary_reader_range(r, field, 0, INT64_MAX);
}

static uint32_t take_count(struct gz_binary_reader *r, const char *field,
                           int64_t max)
{
    return (uint32_t)gz_binary_reader_range(r, field, 0, max);
}

static bool take_flag(struct gz_binary_reader *r, const char *field)
{
    return gz_binary_reader_range(r, field, 0, 1) != 0;
}

static uint64_t take_fixed(struct gz_binary_reader *r, const char *field)
{
    const double bits = gz_binary_reader_double(r, field);
    uint64_t value = 0;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

static struct gz_str take_bytes(struct gz_binary_reader *r, const char *field)
{
    const int64_t len = gz_binary_reader_long(r, field);
    if (len < 0 || len > r->end - r->at) {
        gz_binary_reader_fail(r, field, "is longer than the record");
        return gz_str_of("", 0);
    }
    const struct gz_str bytes = {(const char *)r->at, (size_t)len};
    r->at += len;
    return bytes;
}

// Room for so many items; what cannot be had sticks in r.
static void *take_room(struct gz_binary_reader *r, uint32_t count,
                       uint32_t *room, size_t size_bytes)
{
    void *items =
        count > 0 && r->status == GZ_OK ? calloc(count, size_bytes) : NULL;
    if (count > 0 && r->status == GZ_OK && items == NULL) {
        r->status = GZ_NO_MEMORY;
    }
    *room = items != NULL ? count : 0;
    return items;
}

// A text that the item owns.
static void take_text(struct gz_binary_reader *r, const char *field,
                      struct gz_str *out)
{
    const struct gz_str text = gz_binary_reader_str(r, field);
    if (r->status == GZ_OK) {
        r->status = gz_alert_state_text(out, text);
    }
}

static void take_story(struct gz_binary_reader *r, struct gz_alert_story *s)
{
    s->id = take_fixed(r, "story.id");
    s->last_ms = take_time(r, "story.last");
    const struct gz_str signature = take_bytes(r, "story.signature");
    s->has_signature = signature.len_bytes == sizeof(s->signature);
    if (s->has_signature) {
        memcpy(s->signature, signature.ptr, sizeof(s->signature));
    } else if (signature.len_bytes > 0) {
        gz_binary_reader_fail(r, "story.signature", "has another length");
    }
    s->article_count = take_count(r, "story.articles", GZ_ALERT_ARTICLES_MAX);
    s->articles =
        take_room(r, s->article_count, &s->article_room, sizeof(*s->articles));
    for (uint32_t i = 0; s->articles != NULL && i < s->article_count; i++) {
        s->articles[i] = take_fixed(r, "story.article");
    }
}

static void take_hits(struct gz_binary_reader *r, struct gz_alert_case *c)
{
    c->hit_count = take_count(r, "case.hits", GZ_ALERT_HITS_MAX);
    c->hits = take_room(r, c->hit_count, &c->hit_room, sizeof(*c->hits));
    for (uint32_t i = 0; c->hits != NULL && i < c->hit_count; i++) {
        c->hits[i].story = take_fixed(r, "case.hit.story");
        c->hits[i].at_ms = take_time(r, "case.hit.at");
        c->hits[i].source = take_fixed(r, "case.hit.source");
        c->hits[i].copies = take_count(r, "case.hit.copies", UINT32_MAX);
    }
    c->publisher_count =
        take_count(r, "case.publishers", GZ_ALERT_PUBLISHERS_MAX);
    c->publishers = take_room(r, c->publisher_count, &c->publisher_room,
                              sizeof(*c->publishers));
    for (uint32_t i = 0; c->publishers != NULL && i < c->publisher_count; i++) {
        c->publishers[i].source = take_fixed(r, "case.publisher.source");
        c->publishers[i].last_ms = take_time(r, "case.publisher.last");
        c->publishers[i].standing = (uint8_t)gz_binary_reader_range(
            r, "case.publisher.standing", 0, GZ_ALERT_STANDING_COUNT - 1);
    }
}

static void take_slots(struct gz_binary_reader *r, struct gz_alert_case *c)
{
    c->slot = take_time(r, "case.slot");
    const int64_t count = gz_binary_reader_range(
        r, "case.slots", -(int64_t)GZ_ALERT_SLOTS, GZ_ALERT_SLOTS);
    if (count < 0) {
        c->slot_ms =
            gz_binary_reader_range(r, "case.slot_width", 1, width_max_ms);
    }
    if (c->slot_ms > 0 && c->slot >= INT64_MAX / c->slot_ms) {
        gz_binary_reader_fail(r, "case.slot", "is out of range");
    }
    c->slot_count = (uint32_t)(count < 0 ? -count : count);
    if (c->slot_count > 0 && r->status == GZ_OK) {
        c->slots = calloc(GZ_ALERT_SLOTS, sizeof(*c->slots));
        r->status = c->slots != NULL ? GZ_OK : GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; c->slots != NULL && i < c->slot_count; i++) {
        c->slots[i] = take_count(r, "case.slot.count", UINT32_MAX);
    }
}

// Pieces, each behind its length; that they can be walked is checked here.
static void take_evidence(struct gz_binary_reader *r, struct gz_alert_case *c)
{
    c->evidence_count = take_count(r, "case.evidence", GZ_ALERT_EVIDENCE_MAX);
    c->evidence_omitted = take_count(r, "case.omitted", UINT32_MAX);
    const struct gz_str bytes = take_bytes(r, "case.evidence");
    struct gz_binary_reader walk;
    gz_binary_reader_init(&walk, bytes, r->arena, r->err);
    for (uint32_t i = 0; i < c->evidence_count; i++) {
        take_bytes(&walk, "case.evidence");
    }
    if (r->status == GZ_OK) {
        r->status = gz_binary_reader_finish(&walk, "the evidence");
        gz_buffer_append_str(&c->evidence, bytes);
    }
    if (gz_buffer_status(&c->evidence) != GZ_OK) {
        r->status = gz_buffer_status(&c->evidence);
    }
}

static void take_case(struct gz_binary_reader *r, struct gz_alert_case *c)
{
    c->life = (uint8_t)take_count(r, "case.life", GZ_ALERT_LIFE_COUNT - 1);
    c->silenced = take_flag(r, "case.silenced");
    c->confirmed = take_flag(r, "case.confirmed");
    c->told_confirmed = take_flag(r, "case.told_confirmed");
    c->anonymous = take_flag(r, "case.anonymous");
    c->partial = take_flag(r, "case.partial");
    const struct gz_str id = take_bytes(r, "case.alert_id");
    if (id.len_bytes == sizeof(c->alert_id)) {
        memcpy(c->alert_id, id.ptr, sizeof(c->alert_id));
    } else {
        gz_binary_reader_fail(r, "case.alert_id", "has another length");
    }
    c->sequence = take_count(r, "case.sequence", UINT32_MAX);
    c->repeats = take_count(r, "case.repeats", UINT32_MAX);
    c->stories = take_count(r, "case.stories", UINT32_MAX);
    c->copies = take_count(r, "case.copies", UINT32_MAX);
    c->first_ms = take_time(r, "case.first");
    c->last_ms = take_time(r, "case.last");
    c->told_ms = take_time(r, "case.told");
    c->update_ms = take_time(r, "case.update");
    take_text(r, "case.name", &c->name);
    take_text(r, "case.type", &c->type);
    take_text(r, "case.why", &c->why);
    take_hits(r, c);
    take_slots(r, c);
    take_evidence(r, c);
}

static void take_partition(struct gz_binary_reader *r,
                           struct gz_alert_partition *p)
{
    p->since_ms = take_time(r, "partition.since");
    p->window_ms = take_time(r, "partition.window");
    p->lapse_ms = take_time(r, "partition.lapse");
}

// How many parts the key of a kind has; -1: there is no such kind.
static int parts_of(char kind)
{
    switch (kind) {
    case GZ_ALERT_KIND_TOLD:
        return 4;
    case GZ_ALERT_KIND_CASE:
        return 3;
    case GZ_ALERT_KIND_STORY:
    case GZ_ALERT_KIND_SEEN:
        return 2;
    case GZ_ALERT_KIND_BEGIN:
        return 1;
    case GZ_ALERT_KIND_PARTITION:
        return 0;
    default:
        return -1;
    }
}

static void take_item(struct gz_binary_reader *r, struct gz_alert_item *item)
{
    switch ((enum gz_alert_kind)item->key.ptr[0]) {
    case GZ_ALERT_KIND_CASE:
        take_case(r, (struct gz_alert_case *)item);
        break;
    case GZ_ALERT_KIND_STORY:
        take_story(r, (struct gz_alert_story *)item);
        break;
    case GZ_ALERT_KIND_SEEN:
        ((struct gz_alert_seen *)item)->last_ms = take_time(r, "seen.last");
        break;
    case GZ_ALERT_KIND_BEGIN:
        ((struct gz_alert_begin *)item)->since_ms = take_time(r, "begin.since");
        break;
    case GZ_ALERT_KIND_PARTITION:
        take_partition(r, (struct gz_alert_partition *)item);
        break;
    case GZ_ALERT_KIND_TOLD:
    case GZ_ALERT_KIND_ENTITY:
        break;
    }
}

enum gz_status gz_alert_state_decode(struct gz_str key, struct gz_str value,
                                     struct gz_arena *arena,
                                     struct gz_alert_item **out,
                                     int64_t *due_ms, struct gz_error *err)
{
    struct gz_str parts[4];
    struct gz_binary_reader r;
    *out = NULL;
    const int count = key.len_bytes > 0 ? parts_of(key.ptr[0]) : -1;
    if (count < 0 || !gz_alert_state_parts(key, parts, (uint32_t)count)) {
        return gz_error_set(err, GZ_INVALID,
                            "the key is none of the alert state's");
    }
    if (value.len_bytes == 0 || value.ptr[0] != FORMAT) {
        return gz_error_set(err, GZ_INVALID,
                            "the record is of another format of the alert "
                            "state than %d",
                            FORMAT);
    }
    struct gz_alert_item *item =
        gz_alert_state_new((enum gz_alert_kind)key.ptr[0], key);
    if (item == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    gz_binary_reader_init(&r, gz_str_of(value.ptr + 1, value.len_bytes - 1),
                          arena, err);
    *due_ms = take_time(&r, "due");
    take_item(&r, item);
    const enum gz_status st = gz_binary_reader_finish(&r, "the alert state");
    if (st != GZ_OK) {
        gz_alert_state_free(item);
        return st;
    }
    *out = item;
    return GZ_OK;
}
