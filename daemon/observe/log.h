#ifndef GZ_LOG_H
#define GZ_LOG_H

#include "daemon/base/clock.h"
#include "daemon/base/status.h"

/*
 * The program's log: one line or one journal entry per event, with fields
 * that can be searched.  There is no global log; it is passed down.  Any
 * thread may write.  Never put article text into a log.
 *
 * A message of several lines stays one event: text lines after the first are
 * indented, so that no message can pass for another event.  Bytes that are
 * not UTF-8 and control characters become "?".  A message is cut after
 * GZ_LOG_MESSAGE_BYTES - 1 bytes and then ends with "...".
 */
#define GZ_LOG_MESSAGE_BYTES 2048
#define GZ_LOG_BURST 20  // events of a component and level in a second

enum gz_log_level {
    GZ_LOG_DEBUG,
    GZ_LOG_INFO,
    GZ_LOG_WARNING,
    GZ_LOG_ERROR,
    GZ_LOG_LEVEL_COUNT,
};

enum gz_log_format {
    GZ_LOG_AUTO,  // the journal when stderr is connected to it, else text
    GZ_LOG_TEXT,
    GZ_LOG_JSON,
    GZ_LOG_FORMAT_COUNT,
};

struct gz_log;

// Where a log goes and what it takes from around it.
struct gz_log_options {
    enum gz_log_level level;
    enum gz_log_format format;
    int fd;                        // of text and JSON lines; never closed
    const char *journal_stream;    // $JOURNAL_STREAM, NULL allowed; borrowed
                                   // for the call
    const struct gz_clock *clock;  // borrowed, outlives the log
};

/** An owned log to stderr or the journal, or NULL when out of memory. */
struct gz_log *gz_log_new(enum gz_log_level level, enum gz_log_format format);

/** The same with everything chosen by the caller. */
struct gz_log *gz_log_open(const struct gz_log_options *options);

/** Write what is still counted as suppressed, then release; NULL allowed. */
void gz_log_free(struct gz_log *log);

/** Change the threshold, for example at a reload; any thread. */
void gz_log_set_level(struct gz_log *log, enum gz_log_level level);

/**
 * Tell what was suppressed in seconds that are over.  Call it about once a
 * second: otherwise the count waits for the component's next event.  Any
 * thread; NULL allowed.
 */
void gz_log_flush(struct gz_log *log);

/**
 * Write one event.  component: "worker", "kafka", "rules", ...: also the key
 * of the rate limit.  More than GZ_LOG_BURST events of one component and
 * level in a second are counted and told as one line.  log NULL: nothing
 * happens.
 */
void gz_log_write(struct gz_log *log, enum gz_log_level level,
                  const char *component, const char *fmt, ...) GZ_PRINTF(4, 5);

#define gz_log_debug(log, ...) gz_log_write((log), GZ_LOG_DEBUG, __VA_ARGS__)
#define gz_log_info(log, ...) gz_log_write((log), GZ_LOG_INFO, __VA_ARGS__)
#define gz_log_warning(log, ...)                                               \
    gz_log_write((log), GZ_LOG_WARNING, __VA_ARGS__)
#define gz_log_error(log, ...) gz_log_write((log), GZ_LOG_ERROR, __VA_ARGS__)

#endif
