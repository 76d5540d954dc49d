#ifndef GZ_FEED_STATE_H
#define GZ_FEED_STATE_H

#include <pthread.h>

#include "daemon/notify/feed.h"
#include "daemon/notify/feed_index.h"
#include "daemon/notify/feed_queue.h"

/*
 * The inside of a feed, for feed*.c only: feed.c (life and clients),
 * feed_letter.c (one record on its way), feed_live.c and feed_replay.c (the
 * two threads).  All of it is guarded by the feed's lock, readers and
 * scratch memory of a thread aside.
 */
enum gz_feed_phase {
    GZ_FEED_NEW,     // its position is not known yet
    GZ_FEED_BEHIND,  // next says where it stands
    GZ_FEED_LIVE,    // it has had what the feed has read
};

struct gz_feed_client {
    struct gz_feed *feed;
    struct gz_feed_client *after;
    struct gz_feed_client **link;  // what points at this one
    struct gz_feed_request request;
    enum gz_feed_phase phase;
    bool busy;       // the replay thread works on it, and releases it if gone
    bool gone;       // it has left
    bool joining;    // records of the live end are held for it
    bool listening;  // in the index: live or joining
    struct gz_feed_client *next_lagging;  // see gz_feed.lagging
    bool ended;       // it gets what waits, and then the end
    bool hungry;      // a read found nothing
    bool riding;      // in the scan that is under way
    uint64_t turn;    // number of its latest scan
    int64_t sent_us;  // when something was last put into its queue
    struct gz_feed_queue queue;
    struct gz_feed_queue held;  // behind what is still to be read again
    int64_t *next;  // per partition, while it is behind; NULL while new
    int64_t *stop;  // where reading again meets the live end
};

struct gz_feed {
    struct gz_feed_options options;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping;
    bool threads[2];  // that run: live, replay
    pthread_t live;
    pthread_t replay;
    uint32_t partitions;  // 0 until the topic was opened once
    bool known;           // at is valid: the live thread has its place
    int64_t *at;          // next offsets of the live end
    struct gz_feed_client *clients;
    struct gz_feed_index *index;     // of those who are live or join
    struct gz_feed_client *lagging;  // listen no more, once the record has
                                     // been handed to all
    size_t total_bytes;
    int64_t now_us;  // of the latest beat
    struct gz_feed_counts counts;
};

// One record on its way to all who want it, in one thread.
struct gz_feed_letter {
    struct gz_feed *feed;
    const struct gz_record *record;
    const void *item;            // NULL: it cannot be decoded
    struct gz_buffer *scratch;   // of the thread
    struct gz_feed_piece *body;  // made for the first who wants it
    struct gz_feed_piece *id;    // the same for all at the live end
};

/** The two threads; arg is the feed. */
void *gz_feed_live_run(void *arg);
void *gz_feed_replay_run(void *arg);

/** Whether the client wants it. */
bool gz_feed_letter_suits(const struct gz_feed_letter *letter,
                          const struct gz_feed_client *client);

/**
 * Put it into q of client with the id of these offsets; shared: the letter's
 * id may be used again for the next client.  False: q is full, or there is no
 * memory; nothing is put.
 */
bool gz_feed_letter_put(struct gz_feed_letter *letter,
                        struct gz_feed_client *client, struct gz_feed_queue *q,
                        const int64_t *next, bool shared);

/** Release the pieces. */
void gz_feed_letter_fini(struct gz_feed_letter *letter);

/**
 * Put a text of our own, behind an id line of these offsets; "\n" alone sends
 * just the position.  However full q is; false when out of memory.
 */
bool gz_feed_letter_note(struct gz_feed_client *client, const int64_t *next,
                         const char *text);

/** Tell the client that offsets from..to of a partition are lost to it. */
bool gz_feed_letter_gap(struct gz_feed_client *client, uint32_t partition,
                        int64_t from, int64_t to);

/** Hand it what comes at the live end; false when out of memory. */
bool gz_feed_client_listen(struct gz_feed_client *client);

/** No more of that. */
void gz_feed_client_unlisten(struct gz_feed_client *client);

/** Let it know that there is something to read. */
void gz_feed_client_feed(struct gz_feed_client *client);

/** Let it take what waits and then end. */
void gz_feed_client_end(struct gz_feed_client *client);

/** Answer its joining. */
void gz_feed_client_answer(struct gz_feed_client *client, enum gz_status status,
                           const char *text);

/** Release one that has left; under the lock. */
void gz_feed_client_free(struct gz_feed_client *client);

/** Wait for a change, at most so long; under the lock. */
void gz_feed_wait(struct gz_feed *f, int64_t wait_ms);

#endif
