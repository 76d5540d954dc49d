#ifndef GZ_OUTCOME_H
#define GZ_OUTCOME_H

#include <stdint.h>

#include "daemon/base/status.h"

/*
 * How one attempt to deliver an alert ended, whatever carried it, and what
 * follows from it.
 */
enum gz_outcome_kind {
    GZ_OUTCOME_DELIVERED,
    GZ_OUTCOME_AGAIN,    // may go well later
    GZ_OUTCOME_REFUSED,  // this alert never will: set it aside
    GZ_OUTCOME_GONE,     // the receiver wants no more of them
};

#define GZ_OUTCOME_WORDS 256

struct gz_outcome {
    enum gz_outcome_kind kind;
    const char *code;              // static: "http_5xx", "timeout", ...
    uint32_t status;               // of HTTP, or of a program; 0: there is none
    int64_t retry_after_ms;        // as asked for, -1: nothing was
    char words[GZ_OUTCOME_WORDS];  // for the log, one line
};

/** Fill out; fmt says what happened, lower case, no full stop. */
void gz_outcome_set(struct gz_outcome *out, enum gz_outcome_kind kind,
                    const char *code, const char *fmt, ...) GZ_PRINTF(4, 5);

/**
 * What a status of HTTP means: 2xx delivered, 410 gone, 408, 425, 429 and all
 * but the other 4xx again, those refused.  A redirect is not followed, and
 * may be a page of maintenance: again.
 */
void gz_outcome_of_http(struct gz_outcome *out, uint32_t status);

#endif
