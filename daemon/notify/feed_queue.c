#include "daemon/notify/feed_queue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct gz_feed_piece *gz_feed_piece_new(const void *text, size_t len,
                                        size_t *total_bytes)
{
    struct gz_feed_piece *piece = malloc(sizeof(*piece) + len);

    if (piece != NULL) {
        piece->refs = 1;
        piece->len = len;
        piece->total_bytes = total_bytes;
        if (len > 0) {
            memcpy(piece->text, text, len);
        }
        *total_bytes += len;
    }
    return piece;
}

void gz_feed_piece_unref(struct gz_feed_piece *piece)
{
    if (piece != NULL && --piece->refs == 0) {
        *piece->total_bytes -= piece->len;
        free(piece);
    }
}

static struct gz_feed_piece **slot(const struct gz_feed_queue *q, size_t i)
{
    return &q->items[(q->head + i) & (q->cap - 1)];
}

bool gz_feed_queue_reserve(struct gz_feed_queue *q, size_t extra)
{
    size_t cap = q->cap == 0 ? 8 : q->cap;

    while (cap < q->count + extra) {
        cap *= 2;
    }
    if (cap == q->cap) {
        return true;
    }
    struct gz_feed_piece **items = calloc(cap, sizeof(struct gz_feed_piece *));
    if (items == NULL) {
        return false;
    }
    for (size_t i = 0; i < q->count; i++) {
        items[i] = *slot(q, i);
    }
    free(q->items);
    q->items = items;
    q->cap = cap;
    q->head = 0;
    return true;
}

void gz_feed_queue_push(struct gz_feed_queue *q, struct gz_feed_piece *piece)
{
    assert(q->count < q->cap);
    piece->refs++;
    *slot(q, q->count++) = piece;
    q->bytes += piece->len;
}

bool gz_feed_queue_move(struct gz_feed_queue *q, struct gz_feed_queue *from)
{
    if (!gz_feed_queue_reserve(q, from->count)) {
        return false;
    }
    for (size_t i = 0; i < from->count; i++) {
        gz_feed_queue_push(q, *slot(from, i));
    }
    gz_feed_queue_clear(from);
    return true;
}

static void pop(struct gz_feed_queue *q)
{
    struct gz_feed_piece *piece = *slot(q, 0);

    q->bytes -= piece->len;
    q->head = (q->head + 1) & (q->cap - 1);
    q->count--;
    q->sent = 0;
    gz_feed_piece_unref(piece);
}

size_t gz_feed_queue_take(struct gz_feed_queue *q, char *out, size_t max)
{
    size_t taken = 0;

    while (q->count > 0 && taken < max) {
        const struct gz_feed_piece *piece = *slot(q, 0);
        const size_t left = piece->len - q->sent;
        const size_t part = left < max - taken ? left : max - taken;
        memcpy(out + taken, piece->text + q->sent, part);
        taken += part;
        q->sent += part;
        if (q->sent == piece->len) {
            pop(q);
        }
    }
    return taken;
}

void gz_feed_queue_clear(struct gz_feed_queue *q)
{
    while (q->count > 0) {
        pop(q);
    }
}

void gz_feed_queue_fini(struct gz_feed_queue *q)
{
    gz_feed_queue_clear(q);
    free(q->items);
    *q = (struct gz_feed_queue){0};
}
