#include "rules/resolve/overlaps.h"

#include <stdlib.h>
#include <string.h>

enum { INSERTED_MOST = 16 };

// Mentions of which each overlaps another one, in the order of preference.
struct cluster {
    struct gz_draft *draft;
    const struct gz_draft_mention **order;
    uint32_t *owners;  // of each token from begin on: index in order + 1
    uint32_t begin_token;
};

static uint32_t length(const struct gz_draft_mention *m)
{
    return m->end_token - m->begin_token;
}

static int prefer(const struct gz_draft_mention *a,
                  const struct gz_draft_mention *b)
{
    if (length(a) != length(b)) {
        return length(a) > length(b) ? -1 : 1;
    }
    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    if (a->priority != b->priority) {
        return a->priority > b->priority ? -1 : 1;
    }
    if (a->confidence != b->confidence) {
        return a->confidence > b->confidence ? -1 : 1;
    }
    return (a > b) - (a < b);  // they stand in one array, in order
}

static int prefer_any(const void *left, const void *right)
{
    return prefer(*(const struct gz_draft_mention *const *)left,
                  *(const struct gz_draft_mention *const *)right);
}

// By insertion, because two or three is what there are.
static void sort(const struct gz_draft_mention **order, uint32_t count)
{
    if (count > INSERTED_MOST) {
        qsort(order, count, sizeof(struct gz_draft_mention *), prefer_any);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        const struct gz_draft_mention *m = order[i];
        uint32_t at = i;
        while (at > 0 && prefer(order[at - 1], m) > 0) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = m;
    }
}

// The mention that already has one of the tokens, as index in order + 1.
static uint32_t owner_of(const struct cluster *c,
                         const struct gz_draft_mention *m)
{
    for (uint32_t t = m->begin_token; t < m->end_token; t++) {
        if (c->owners[t - c->begin_token] != 0) {
            return c->owners[t - c->begin_token];
        }
    }
    return 0;
}

static void drop(const struct cluster *c, const struct gz_draft_mention *m,
                 uint32_t by)
{
    gz_draft_trace(c->draft, GZ_EXTRACT_MENTION, GZ_EXTRACT_DROPPED, m,
                   "its words are part of another mention",
                   c->order[by - 1]->rule);
}

// Keep what wins among all[0..count), which stand in the order of the text.
static uint32_t settle_cluster(struct cluster *c, struct gz_draft_mention *all,
                               uint32_t count)
{
    bool kept_all = true;
    for (uint32_t i = 0; i < count; i++) {
        c->order[i] = &all[i];
    }
    sort(c->order, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct gz_draft_mention *m = c->order[i];
        const uint32_t by = owner_of(c, m);
        if (by != 0) {
            drop(c, m, by);
            kept_all = false;
            all[m - all].end_token = m->begin_token;  // gone
            continue;
        }
        for (uint32_t t = m->begin_token; t < m->end_token; t++) {
            c->owners[t - c->begin_token] = i + 1;
        }
    }
    uint32_t kept = kept_all ? count : 0;
    for (uint32_t i = 0; !kept_all && i < count; i++) {
        if (all[i].end_token > all[i].begin_token) {
            all[kept++] = all[i];
        }
    }
    return kept;
}

// How many mentions from i on hang together, and where they end.
static uint32_t cluster_size(const struct gz_draft *draft, uint32_t i,
                             uint32_t *end)
{
    const struct gz_draft_mention *all = draft->mentions;
    uint32_t next = i + 1;
    *end = all[i].end_token;
    while (next < draft->mention_count && all[next].field == all[i].field &&
           all[next].begin_token < *end) {
        if (all[next].end_token > *end) {
            *end = all[next].end_token;
        }
        next++;
    }
    return next - i;
}

static enum gz_status settle_at(struct gz_draft *draft, uint32_t i,
                                uint32_t size, uint32_t end, uint32_t *kept)
{
    struct gz_draft_mention *all = &draft->mentions[i];
    struct gz_arena *arena = draft->in.arena;
    struct cluster c = {
        .draft = draft,
        .order = GZ_ARENA_ARRAY(arena, const struct gz_draft_mention *, size),
        .owners = GZ_ARENA_ARRAY(arena, uint32_t, end - all->begin_token),
        .begin_token = all->begin_token,
    };
    if (c.order == NULL || c.owners == NULL) {
        return GZ_LIMIT;
    }
    *kept = settle_cluster(&c, all, size);
    return GZ_OK;
}

enum gz_status gz_overlaps_settle(struct gz_draft *draft,
                                  struct gz_draft_mention *fresh,
                                  uint32_t count)
{
    enum gz_status st = gz_draft_insert(draft, fresh, count);
    if (st != GZ_OK || count == 0) {
        return st;
    }
    uint32_t to = 0;
    uint32_t end = 0;
    for (uint32_t i = 0, size; i < draft->mention_count && st == GZ_OK;
         i += size) {
        size = cluster_size(draft, i, &end);
        uint32_t kept = 1;
        if (size > 1) {
            st = settle_at(draft, i, size, end, &kept);
        }
        if (to != i) {
            memmove(&draft->mentions[to], &draft->mentions[i],
                    kept * sizeof(draft->mentions[0]));
        }
        to += kept;
    }
    if (st == GZ_OK) {
        draft->mention_count = to;
    }
    return st;
}
