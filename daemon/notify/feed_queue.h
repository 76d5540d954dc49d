#ifndef GZ_FEED_QUEUE_H
#define GZ_FEED_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What waits to be sent to one client: pieces of text that clients share, each
 * made once and freed when the last of them has sent it.
 *
 * Nothing here locks: pieces and queues of a feed are touched under its lock.
 */
struct gz_feed_piece {
    uint32_t refs;
    size_t len;
    size_t *total_bytes;  // of all pieces that live, borrowed
    char text[];
};

// Pieces in order; invariants: count <= cap, a power of two or 0; sent is less
// than the length of the first piece; bytes is the sum of their lengths.
struct gz_feed_queue {
    struct gz_feed_piece **items;
    size_t cap;
    size_t head;
    size_t count;
    size_t sent;
    size_t bytes;
};

/**
 * A piece with one reference, its bytes added to *total_bytes until it is
 * freed; NULL when out of memory.
 */
struct gz_feed_piece *gz_feed_piece_new(const void *text, size_t len,
                                        size_t *total_bytes);

/** Release a reference; NULL allowed. */
void gz_feed_piece_unref(struct gz_feed_piece *piece);

/** Make room for extra more pieces; false when out of memory. */
bool gz_feed_queue_reserve(struct gz_feed_queue *q, size_t extra);

/** Put a piece behind the others; there must be room.  Takes a reference of
 * its own. */
void gz_feed_queue_push(struct gz_feed_queue *q, struct gz_feed_piece *piece);

/** Move all of from behind the pieces of q; false when out of memory, and
 * then nothing has changed. */
bool gz_feed_queue_move(struct gz_feed_queue *q, struct gz_feed_queue *from);

/** Take at most max bytes from the front; returns how many there were. */
size_t gz_feed_queue_take(struct gz_feed_queue *q, char *out, size_t max);

/** Forget all pieces. */
void gz_feed_queue_clear(struct gz_feed_queue *q);

/** Forget all pieces and release the memory. */
void gz_feed_queue_fini(struct gz_feed_queue *q);

#endif
