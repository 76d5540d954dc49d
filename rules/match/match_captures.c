// Captures as the way collected them, the newest first, into those of a
// match.

#include "rules/match/item_chain.h"
#include "rules/match/matcher_state.h"

static enum gz_status list_items(const struct gz_walk *w,
                                 const struct gz_capture_node *node,
                                 struct gz_arena *arena, struct gz_capture *out)
{
    const struct gz_item *items = w->view->items.items;
    struct gz_item_chain chain;
    struct gz_item *copies =
        GZ_ARENA_ARRAY(arena, struct gz_item, GZ_ITEM_CHAIN_MAX);
    if (copies == NULL) {
        return GZ_LIMIT;
    }
    gz_item_chain_follow(w, &w->states[node->state], node->item, &chain);
    out->items = copies;
    for (uint32_t i = 0; i < chain.count; i++) {
        const struct gz_item *item = &items[chain.items[i]];
        if (item->end_token <= node->end) {
            copies[out->item_count++] = *item;
        }
    }
    return GZ_OK;
}

// The begin of a text capture that a node closes.
static uint32_t opened(const struct gz_walk *w,
                       const struct gz_capture_node *close)
{
    const struct gz_capture_node *nodes = w->nodes.data;
    uint32_t i = close->before;
    while (i != 0 && (nodes[i - 1].kind != GZ_CAPTURE_OPEN ||
                      nodes[i - 1].role != close->role)) {
        i = nodes[i - 1].before;
    }
    return i == 0 ? close->begin : nodes[i - 1].begin;
}

static enum gz_status convert(const struct gz_walk *w,
                              const struct gz_capture_node *node,
                              struct gz_arena *arena, struct gz_capture *out)
{
    *out = (struct gz_capture){
        .role = node->role, .begin_token = node->begin, .end_token = node->end};
    if (node->kind == GZ_CAPTURE_CLOSE) {
        out->begin_token = opened(w, node);
        return GZ_OK;
    }
    if (node->kind == GZ_CAPTURE_ITEMS) {
        return list_items(w, node, arena, out);
    }
    out->items = &w->view->items.items[node->item];
    out->item_count = 1;
    return GZ_OK;
}

// Before one that begins later, or at the same token but ends earlier.
static bool comes_before(const struct gz_capture *a, const struct gz_capture *b)
{
    return a->begin_token != b->begin_token ? a->begin_token < b->begin_token
                                            : a->end_token > b->end_token;
}

static void insert(struct gz_capture *captures, uint32_t count,
                   const struct gz_capture *one)
{
    uint32_t i = count;
    for (; i > 0 && comes_before(one, &captures[i - 1]); i--) {
        captures[i] = captures[i - 1];
    }
    captures[i] = *one;
}

enum gz_status gz_matcher_captures(const struct gz_walk *w, uint32_t capture,
                                   struct gz_arena *arena,
                                   const struct gz_capture **out,
                                   uint32_t *count)
{
    const struct gz_capture_node *nodes = w->nodes.data;
    uint32_t room = 0;
    *out = NULL;
    *count = 0;
    for (uint32_t i = capture; i != 0; i = nodes[i - 1].before) {
        room += nodes[i - 1].kind != GZ_CAPTURE_OPEN;
    }
    if (room == 0) {
        return GZ_OK;
    }
    struct gz_capture *captures =
        GZ_ARENA_ARRAY(arena, struct gz_capture, room);
    if (captures == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = capture; i != 0; i = nodes[i - 1].before) {
        struct gz_capture one;
        if (nodes[i - 1].kind == GZ_CAPTURE_OPEN) {
            continue;
        }
        if (convert(w, &nodes[i - 1], arena, &one) != GZ_OK) {
            return GZ_LIMIT;
        }
        // A capture of nothing is none.
        if (one.end_token > one.begin_token) {
            insert(captures, (*count)++, &one);
        }
    }
    *out = captures;
    return GZ_OK;
}
