#ifndef GZ_REGEX_CHILD_H
#define GZ_REGEX_CHILD_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/match/regex_set.h"

/*
 * Work in a child process that may take only so much time and memory, with
 * what it has to say handed back through a pipe.
 */
#define GZ_REGEX_CHILD_SECONDS 10  // of processor time, and twice on the clock
#define GZ_REGEX_CHILD_BYTES ((size_t)1 << 30)  // more than it began with

// Where the child writes.
struct gz_regex_answer {
    int fd;
};

/** In the child: say what is wrong with a regex. */
void gz_regex_answer_fault(struct gz_regex_answer *a, uint32_t regex,
                           const char *text);

/** In the child: hand over the result. */
void gz_regex_answer_data(struct gz_regex_answer *a, const void *bytes,
                          size_t len);

typedef void gz_regex_child_fn(void *context, struct gz_regex_answer *answer);

/**
 * Run work in a child; *out is what it wrote.  GZ_LIMIT: it took too much and
 * was ended.  GZ_UNAVAILABLE: there can be no further process.
 */
enum gz_status gz_regex_child_run(gz_regex_child_fn *work, void *context,
                                  struct gz_buffer *out) GZ_MUST_CHECK;

/**
 * Read what a child wrote: faults go to fault, which gives GZ_INVALID; else
 * the result in *data, borrowed from answer.  GZ_NO_MEMORY: there is none.
 */
enum gz_status gz_regex_answer_read(struct gz_str answer,
                                    gz_regex_fault_fn *fault, void *context,
                                    struct gz_str *data) GZ_MUST_CHECK;

#endif
