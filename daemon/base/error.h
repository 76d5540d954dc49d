#ifndef GZ_ERROR_H
#define GZ_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"

struct gz_source;

/*
 * A report of what went wrong, for a human.  It collects: a checker goes on
 * after the first mistake and `gazetted check` prints them all.  Past
 * GZ_ERROR_MAX reports only the count grows.  What was said before, in the same
 * words and of the same place, is not said again, and does not count.
 *
 * A report with a place prints as
 *
 *     FILE:LINE:COLUMN: error: TEXT
 *     the line itself
 *         ^~~~
 *
 * (of a long line what is near the mark), and one without as "error: TEXT".
 * TEXT says what was found, what is allowed and how to mend it, in lower case,
 * without a full stop.
 *
 * Every function here accepts err == NULL and then only returns the status.
 */
#define GZ_ERROR_MAX 100

/** Takes one report as it is printed; the text is borrowed for the call. */
typedef void gz_error_sink(void *context, struct gz_str report);

// Where a report stands in the text, and what it is about; src may be gone.
struct gz_error_mark {
    const struct gz_source *src;  // NULL: it has no place
    size_t offset_bytes;
    size_t begin_byte;
};

struct gz_error {
    struct gz_buffer text;  // all reports as they are printed
    struct gz_error_mark marks[GZ_ERROR_MAX];  // of those kept, in order
    size_t kept;
    size_t count;          // reports, those not kept included
    size_t twins;          // that were not said again
    enum gz_status first;  // status of the first report, GZ_OK when none
    gz_error_sink *sink;   // NULL: reports are kept
    void *sink_context;    // borrowed
    const char *label;     // borrowed; NULL: "error"
};

void gz_error_init(struct gz_error *err);
void gz_error_fini(struct gz_error *err);

/**
 * From now on hand each report to sink when it comes, however many there are,
 * and keep none; they still count.
 */
void gz_error_stream(struct gz_error *err, gz_error_sink *sink, void *context);

/** From now on reports are called that, such as "warning"; z is borrowed. */
void gz_error_label(struct gz_error *err, const char *z);

/** Forget all reports. */
void gz_error_clear(struct gz_error *err);

/**
 * Whether a further report would only be counted, so that its text need not be
 * made.  err NULL allowed.
 */
static inline bool gz_error_full(const struct gz_error *err)
{
    return err == NULL || (err->sink == NULL && err->count >= GZ_ERROR_MAX);
}

/** Report without a place; returns status, for `return gz_error_set(...)`. */
enum gz_status gz_error_set(struct gz_error *err, enum gz_status status,
                            const char *fmt, ...) GZ_PRINTF(3, 4);

/** Report at one byte of src; returns GZ_INVALID. */
enum gz_status gz_error_at(struct gz_error *err, const struct gz_source *src,
                           size_t offset_bytes, const char *fmt, ...)
    GZ_PRINTF(4, 5);

/** Report a marked range of src, begin_byte..end_byte; returns GZ_INVALID. */
enum gz_status gz_error_span(struct gz_error *err, const struct gz_source *src,
                             size_t begin_byte, size_t end_byte,
                             const char *fmt, ...) GZ_PRINTF(5, 6);

/** The same for a function that has taken its arguments already. */
enum gz_status gz_error_vspan(struct gz_error *err, const struct gz_source *src,
                              size_t begin_byte, size_t end_byte,
                              const char *fmt, va_list args) GZ_PRINTF(5, 0);

/** Like gz_error_set(), with ": <strerror(saved_errno)>" appended. */
enum gz_status gz_error_errno(struct gz_error *err, int saved_errno,
                              const char *fmt, ...) GZ_PRINTF(3, 4);

/** Append all reports of from, for example of a thread that has ended. */
void gz_error_add(struct gz_error *err, const struct gz_error *from);

/**
 * Put what was reported from number `from` on (a count before) in the order
 * of its places: sources as in srcs, what is about none of them first, each
 * from its begin on.  Reports of one place keep their order; one that says
 * again what the one before it says is dropped.
 */
void gz_error_sort(struct gz_error *err, size_t from,
                   const struct gz_source *const *srcs, size_t count);

/** All reports, one per line group; "" when there are none.  Borrowed. */
const char *gz_error_text(const struct gz_error *err);

/** Print all reports to out, and a closing count when there are several. */
void gz_error_print(const struct gz_error *err, FILE *out);

#endif
