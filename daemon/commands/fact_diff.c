#include "daemon/commands/fact_diff.h"

#include "daemon/explain/fact_text.h"

struct entry {
    struct gz_span place;
    struct gz_str key;   // what makes it the same fact
    struct gz_str line;  // as it is printed
    bool paired;
};

struct side {
    struct entry *items;  // in arena
    uint32_t count;
};

static enum gz_status keep(struct gz_arena *arena, struct gz_buffer *text,
                           struct gz_str *out)
{
    *out = gz_arena_copy(arena, gz_buffer_str(text));
    const bool failed = gz_buffer_status(text) != GZ_OK || out->ptr == NULL;
    gz_buffer_clear(text);
    return failed ? GZ_LIMIT : GZ_OK;
}

static enum gz_status list(const struct gz_findings *findings,
                           const struct gz_document *doc,
                           struct gz_arena *arena, struct side *out)
{
    struct gz_buffer text;
    enum gz_status st = GZ_OK;
    out->count = findings->fact_count;
    out->items = GZ_ARENA_ARRAY(arena, struct entry, out->count);
    if (out->items == NULL) {
        return GZ_LIMIT;
    }
    gz_buffer_init(&text, 0);
    for (uint32_t i = 0; i < out->count && st == GZ_OK; i++) {
        const struct gz_fact *fact = &findings->facts[i];
        out->items[i].place = fact->evidence;
        gz_buffer_append_fmt(&text, "%d %u " GZ_STR_FMT " ",
                             (int)fact->evidence.field, fact->sentence,
                             GZ_STR_ARG(fact->type));
        gz_fact_text_roles(findings, doc, fact, false, &text);
        st = keep(arena, &text, &out->items[i].key);
        if (st == GZ_OK) {
            gz_fact_text_append(findings, doc, fact, false, &text);
            st = keep(arena, &text, &out->items[i].line);
        }
    }
    gz_buffer_fini(&text);
    return st;
}

static struct entry *find(struct side *side, const struct entry *e)
{
    for (uint32_t i = 0; i < side->count; i++) {
        if (!side->items[i].paired && gz_str_eq(side->items[i].key, e->key)) {
            return &side->items[i];
        }
    }
    return NULL;
}

static void append(struct gz_buffer *out, char sign, const struct entry *e)
{
    gz_buffer_append_byte(out, (uint8_t)sign);
    gz_buffer_append_str(out, e->line);
}

static bool is_before(const struct entry *a, const struct entry *b)
{
    return a->place.field != b->place.field
               ? a->place.field < b->place.field
               : a->place.begin_byte < b->place.begin_byte;
}

// Facts of the new side that stand before a place of the old one and have no
// partner there.
static uint32_t append_added(const struct side *after, uint32_t at,
                             const struct entry *until,
                             struct gz_fact_diff *counts, struct gz_buffer *out)
{
    while (at < after->count &&
           (until == NULL || is_before(&after->items[at], until))) {
        if (!after->items[at].paired) {
            append(out, '+', &after->items[at]);
            counts->added++;
        }
        at++;
    }
    return at;
}

static void append_one(const struct entry *e, const struct entry *partner,
                       struct gz_fact_diff *counts, struct gz_buffer *out)
{
    if (partner == NULL) {
        append(out, '-', e);
        counts->lost++;
    } else if (gz_str_eq(partner->line, e->line)) {
        counts->same++;
    } else {
        append(out, '-', e);
        append(out, '+', partner);
        counts->changed++;
    }
}

static enum gz_status compare(struct side *before, struct side *after,
                              struct gz_arena *arena,
                              struct gz_fact_diff *counts,
                              struct gz_buffer *out)
{
    struct entry **partners =
        GZ_ARENA_ARRAY(arena, struct entry *, before->count);
    if (partners == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < before->count; i++) {
        partners[i] = find(after, &before->items[i]);
        if (partners[i] != NULL) {
            partners[i]->paired = true;
        }
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < before->count; i++) {
        at = append_added(after, at, &before->items[i], counts, out);
        append_one(&before->items[i], partners[i], counts, out);
    }
    append_added(after, at, NULL, counts, out);
    return gz_buffer_status(out);
}

enum gz_status gz_fact_diff_append(const struct gz_findings *before,
                                   const struct gz_findings *after,
                                   const struct gz_document *doc,
                                   struct gz_arena *arena,
                                   struct gz_fact_diff *counts,
                                   struct gz_buffer *out)
{
    struct side old = {0};
    struct side new = {0};
    enum gz_status st = list(before, doc, arena, &old);
    if (st == GZ_OK) {
        st = list(after, doc, arena, &new);
    }
    return st == GZ_OK ? compare(&old, &new, arena, counts, out) : st;
}
