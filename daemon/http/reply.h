#ifndef GZ_REPLY_H
#define GZ_REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/buffer.h"
#include "daemon/base/str.h"

/*
 * What is answered to one request: a body made in memory, or a stream that is
 * asked for more as long as the client takes it.
 */
struct gz_stream {
    /** Copy at most max bytes to out.  0: nothing now, until
     * gz_exchange_wake(), or nothing ever again when *end is set.  Loop
     * thread. */
    size_t (*read)(void *ctx, char *out, size_t max, bool *end);
    /** The stream is over or was never begun; once, loop thread. */
    void (*close)(void *ctx);
    void *ctx;
};

enum { GZ_REPLY_ETAG_BYTES = 24 };

// Begins as 200, text/plain and an empty body; see gz_reply_init().
struct gz_reply {
    unsigned status;
    const char *type;    // of static lifetime
    const char *header;  // a further one, of static lifetime, or NULL
    const char *value;   // its value, likewise
    char etag[GZ_REPLY_ETAG_BYTES];  // with its quotes; "": none
    struct gz_buffer body;
    struct gz_stream stream;  // instead of a body, when read is not NULL
};

void gz_reply_init(struct gz_reply *reply);
void gz_reply_fini(struct gz_reply *reply);

/**
 * Make it an error: {"error": ..., "remedy": ...} with that status.  error is
 * a format, remedy says what to do about it, NULL allowed.  What the body held
 * is forgotten.
 */
void gz_reply_error(struct gz_reply *reply, unsigned status, const char *remedy,
                    const char *error, ...) GZ_PRINTF(4, 5);

/** Make it the error that memory ran out: 503. */
void gz_reply_no_memory(struct gz_reply *reply);

/** Say when to come again: seconds in digits, of static lifetime. */
void gz_reply_retry_after(struct gz_reply *reply, const char *seconds);

/** "error: TEXT\n" as it is printed, without what is for terminals; borrowed
 * from printed. */
struct gz_str gz_reply_plain(const char *printed);

/** "application/json". */
extern const char gz_reply_json[];

#endif
