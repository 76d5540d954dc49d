#ifndef GZ_LOG_H
#define GZ_LOG_H

#include "daemon/base/status.h"

/*
 * The program's log: one line or one journal entry per event, with fields
 * that can be searched.  There is no global log; it is passed down.  Any
 * thread may write.  Never put article text into a log.
 */
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

/** An owned log to stderr or the journal, or NULL when out of memory. */
struct gz_log *gz_log_new(enum gz_log_level level, enum gz_log_format format);

/** Write what is still counted as suppressed, then release; NULL allowed. */
void gz_log_free(struct gz_log *log);

/** Change the threshold, for example at a reload; any thread. */
void gz_log_set_level(struct gz_log *log, enum gz_log_level level);

/**
 * Write one event.  component: "worker", "kafka", "rules", ...: also the key
 * of the rate limit.  More than 20 events of one component and level in a
 * second are counted and told as one line.  log NULL: nothing happens.
 */
void gz_log_write(struct gz_log *log, enum gz_log_level level,
                  const char *component, const char *fmt, ...) GZ_PRINTF(4, 5);

#define gz_log_debug(log, ...) gz_log_write((log), GZ_LOG_DEBUG, __VA_ARGS__)
#define gz_log_info(log, ...) gz_log_write((log), GZ_LOG_INFO, __VA_ARGS__)
#define gz_log_warning(log, ...)                                               \
    gz_log_write((log), GZ_LOG_WARNING, __VA_ARGS__)
#define gz_log_error(log, ...) gz_log_write((log), GZ_LOG_ERROR, __VA_ARGS__)

#endif
