#include "daemon/notify/feed_state.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/base/thread.h"

static bool start(struct gz_feed *f)
{
    f->threads[0] =
        gz_thread_start(&f->live, "feed", gz_feed_live_run, f, NULL) == GZ_OK;
    f->threads[1] = gz_thread_start(&f->replay, "feed-again",
                                    gz_feed_replay_run, f, NULL) == GZ_OK;
    return f->threads[0] && f->threads[1];
}

static void init_sync(struct gz_feed *f)
{
    pthread_condattr_t attr;

    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&f->changed, &attr);
    (void)pthread_condattr_destroy(&attr);
    (void)pthread_mutex_init(&f->lock, NULL);
}

enum gz_status gz_feed_new(const struct gz_feed_options *options,
                           struct gz_feed **out, struct gz_error *err)
{
    struct gz_feed *f = calloc(1, sizeof(*f));

    *out = NULL;
    if (f != NULL) {
        f->index = gz_feed_index_new();
    }
    if (f == NULL || f->index == NULL) {
        free(f);
        return gz_error_set(err, GZ_NO_MEMORY, "no memory to feed %s",
                            options->topic);
    }
    f->options = *options;
    f->now_us = gz_clock_monotonic_us(options->clock);
    init_sync(f);
    if (!start(f)) {
        gz_feed_free(f);
        return gz_error_set(err, GZ_IO, "no thread to feed %s", options->topic);
    }
    *out = f;
    return GZ_OK;
}

void gz_feed_stop(struct gz_feed *f)
{
    (void)pthread_mutex_lock(&f->lock);
    f->stopping = true;
    (void)pthread_cond_broadcast(&f->changed);
    (void)pthread_mutex_unlock(&f->lock);
    if (f->threads[0]) {
        (void)pthread_join(f->live, NULL);
    }
    if (f->threads[1]) {
        (void)pthread_join(f->replay, NULL);
    }
    f->threads[0] = f->threads[1] = false;
}

void gz_feed_free(struct gz_feed *f)
{
    if (f == NULL) {
        return;
    }
    gz_feed_stop(f);
    assert(f->clients == NULL);
    gz_feed_index_free(f->index);
    (void)pthread_cond_destroy(&f->changed);
    (void)pthread_mutex_destroy(&f->lock);
    free(f->at);
    free(f);
}

void gz_feed_wait(struct gz_feed *f, int64_t wait_ms)
{
    struct timespec until;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += wait_ms / 1000;
    until.tv_nsec += wait_ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    (void)pthread_cond_timedwait(&f->changed, &f->lock, &until);
}

enum gz_status gz_feed_join(struct gz_feed *f,
                            const struct gz_feed_request *request,
                            struct gz_feed_client **out)
{
    struct gz_feed_client *c = calloc(1, sizeof(*c));
    struct gz_feed_position position = request->position;

    *out = NULL;
    if (c == NULL) {
        gz_feed_position_fini(&position);
        return GZ_NO_MEMORY;
    }
    c->feed = f;
    c->request = *request;
    c->hungry = true;
    (void)pthread_mutex_lock(&f->lock);
    c->after = f->clients;
    c->link = &f->clients;
    if (c->after != NULL) {
        c->after->link = &c->after;
    }
    f->clients = c;
    f->counts.clients++;
    (void)pthread_cond_broadcast(&f->changed);
    (void)pthread_mutex_unlock(&f->lock);
    *out = c;
    return GZ_OK;
}

bool gz_feed_client_listen(struct gz_feed_client *client)
{
    const struct gz_feed_request *r = &client->request;

    client->listening =
        client->listening ||
        gz_feed_index_add(client->feed->index, client, r->keys, r->key_count);
    return client->listening;
}

void gz_feed_client_unlisten(struct gz_feed_client *client)
{
    const struct gz_feed_request *r = &client->request;

    if (client->listening) {
        gz_feed_index_remove(client->feed->index, client, r->keys,
                             r->key_count);
        client->listening = false;
    }
}

void gz_feed_client_free(struct gz_feed_client *client)
{
    gz_feed_queue_fini(&client->queue);
    gz_feed_queue_fini(&client->held);
    gz_feed_position_fini(&client->request.position);
    free(client->next);
    free(client->stop);
    free(client);
}

void gz_feed_leave(struct gz_feed_client *client)
{
    struct gz_feed *f = client->feed;

    (void)pthread_mutex_lock(&f->lock);
    gz_feed_client_unlisten(client);
    *client->link = client->after;
    if (client->after != NULL) {
        client->after->link = client->link;
    }
    f->counts.clients--;
    client->gone = true;
    if (client->busy) {
        // What it borrowed may end with this call.
        client->request.filter = NULL;
    } else {
        gz_feed_client_free(client);
    }
    (void)pthread_mutex_unlock(&f->lock);
}

size_t gz_feed_read(struct gz_feed_client *client, char *out, size_t max,
                    bool *end)
{
    struct gz_feed *f = client->feed;

    (void)pthread_mutex_lock(&f->lock);
    const size_t taken = gz_feed_queue_take(&client->queue, out, max);
    *end = taken == 0 && client->ended;
    client->hungry = taken == 0;
    if (client->phase == GZ_FEED_BEHIND && !client->busy &&
        client->queue.bytes <= f->options.client_bytes / 2) {
        (void)pthread_cond_broadcast(&f->changed);
    }
    (void)pthread_mutex_unlock(&f->lock);
    return taken;
}

void gz_feed_client_feed(struct gz_feed_client *client)
{
    client->sent_us = client->feed->now_us;
    if (client->hungry && client->phase != GZ_FEED_NEW) {
        client->hungry = false;
        client->request.on_ready(client->request.ctx);
    }
}

void gz_feed_client_end(struct gz_feed_client *client)
{
    client->ended = true;
    gz_feed_client_feed(client);
}

void gz_feed_client_answer(struct gz_feed_client *client, enum gz_status status,
                           const char *text)
{
    const struct gz_feed_answer answer = {status, text};
    client->request.on_open(client->request.ctx, &answer);
}

static void beat(struct gz_feed *f, struct gz_feed_client *c)
{
    const int64_t *next = c->phase == GZ_FEED_LIVE ? f->at : c->next;

    if (c->phase != GZ_FEED_NEW && c->queue.count == 0 && !c->ended &&
        f->now_us - c->sent_us >= f->options.heartbeat_us &&
        gz_feed_letter_note(c, next, "\n")) {
        gz_feed_client_feed(c);
    }
}

void gz_feed_beat(struct gz_feed *f)
{
    (void)pthread_mutex_lock(&f->lock);
    f->now_us = gz_clock_monotonic_us(f->options.clock);
    for (struct gz_feed_client *c = f->clients; c != NULL; c = c->after) {
        beat(f, c);
    }
    (void)pthread_mutex_unlock(&f->lock);
}

struct gz_feed_counts gz_feed_counts(struct gz_feed *f)
{
    (void)pthread_mutex_lock(&f->lock);
    const struct gz_feed_counts counts = f->counts;
    (void)pthread_mutex_unlock(&f->lock);
    return counts;
}
