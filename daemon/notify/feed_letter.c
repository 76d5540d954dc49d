// One record on its way to its readers: printed once, for the first who wants
// it; and the notes of our own that stand between.

#include <inttypes.h>
#include <stdio.h>

#include "daemon/notify/feed_state.h"

bool gz_feed_letter_suits(const struct gz_feed_letter *letter,
                          const struct gz_feed_client *client)
{
    return letter->item != NULL && !client->gone &&
           letter->feed->options.kind->matches(client->request.filter,
                                               letter->item);
}

// The line "id: ...".
static void append_id(struct gz_buffer *out, const struct gz_feed *f,
                      const int64_t *next)
{
    gz_buffer_append_z(out, "id: ");
    gz_feed_position_append(out, gz_str_z(f->options.topic), next,
                            f->partitions);
    gz_buffer_append_byte(out, '\n');
}

static struct gz_feed_piece *to_piece(struct gz_feed *f, struct gz_buffer *text)
{
    struct gz_feed_piece *piece =
        gz_buffer_status(text) == GZ_OK
            ? gz_feed_piece_new(text->data, text->len, &f->total_bytes)
            : NULL;
    gz_buffer_clear(text);
    return piece;
}

static struct gz_feed_piece *make_id(struct gz_feed_letter *letter,
                                     const int64_t *next)
{
    append_id(letter->scratch, letter->feed, next);
    return to_piece(letter->feed, letter->scratch);
}

// "data:" takes one line: the item is printed as one.
static struct gz_feed_piece *make_body(struct gz_feed_letter *letter)
{
    const struct gz_feed_kind *kind = letter->feed->options.kind;
    struct gz_buffer *out = letter->scratch;

    gz_buffer_append_fmt(out, "event: %s\ndata: ", kind->event);
    kind->print(letter->item, out);
    if (out->len > 0 && out->data[out->len - 1] == '\n') {
        out->len--;
    }
    gz_buffer_append_z(out, "\n\n");
    return to_piece(letter->feed, out);
}

// One that has nothing waiting takes at least one event, however large.
static bool is_full(const struct gz_feed *f, const struct gz_feed_queue *q,
                    size_t len)
{
    return q->count > 0 && (q->bytes + len > f->options.client_bytes ||
                            f->total_bytes > f->options.total_bytes);
}

bool gz_feed_letter_put(struct gz_feed_letter *letter,
                        struct gz_feed_client *client, struct gz_feed_queue *q,
                        const int64_t *next, bool shared)
{
    if (letter->body == NULL) {
        letter->body = make_body(letter);
    }
    if (letter->id != NULL && !shared) {
        gz_feed_piece_unref(letter->id);
        letter->id = NULL;
    }
    if (letter->id == NULL) {
        letter->id = make_id(letter, next);
    }
    if (letter->body == NULL || letter->id == NULL ||
        is_full(letter->feed, q, letter->id->len + letter->body->len) ||
        !gz_feed_queue_reserve(q, 2)) {
        return false;
    }
    gz_feed_queue_push(q, letter->id);
    gz_feed_queue_push(q, letter->body);
    client->feed->counts.sent++;
    return true;
}

void gz_feed_letter_fini(struct gz_feed_letter *letter)
{
    gz_feed_piece_unref(letter->body);
    gz_feed_piece_unref(letter->id);
    letter->body = letter->id = NULL;
}

bool gz_feed_letter_note(struct gz_feed_client *client, const int64_t *next,
                         const char *text)
{
    struct gz_feed *f = client->feed;
    struct gz_buffer buffer;

    gz_buffer_init(&buffer, 0);
    append_id(&buffer, f, next);
    gz_buffer_append_z(&buffer, text);
    struct gz_feed_piece *piece = to_piece(f, &buffer);
    const bool done = piece != NULL && gz_feed_queue_reserve(&client->queue, 1);
    if (done) {
        gz_feed_queue_push(&client->queue, piece);
    }
    gz_feed_piece_unref(piece);
    gz_buffer_fini(&buffer);
    return done;
}

bool gz_feed_letter_gap(struct gz_feed_client *client, uint32_t partition,
                        int64_t from, int64_t to)
{
    char text[256];

    snprintf(text, sizeof(text),
             "event: gap\ndata: {\"partition\":%" PRIu32 ",\"from\":%" PRId64
             ",\"to\":%" PRId64
             ",\"reason\":\"the topic no longer holds these offsets\"}\n\n",
             partition, from, to);
    client->feed->counts.gaps++;
    return gz_feed_letter_note(client, client->next, text);
}
