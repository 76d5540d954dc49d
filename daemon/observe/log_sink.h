#ifndef GZ_LOG_SINK_H
#define GZ_LOG_SINK_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/observe/log.h"

/*
 * The forms in which an event leaves the process: a line of text, a line of
 * JSON, an entry of the journal.  Lines go out in one write(2) each, so that
 * those of several threads do not mix.
 */
struct gz_log_event {
    enum gz_log_level level;
    const char *component;  // borrowed for the call
    const char *message;    // UTF-8; "\n" and "\t" are its only controls
    int64_t realtime_ms;    // since 1970-01-01 UTC
};

/**
 * Whether fd is the stream that systemd connected to the journal.
 * journal_stream: the value of $JOURNAL_STREAM, "DEVICE:INODE"; NULL allowed.
 */
bool gz_log_sink_is_journal(const char *journal_stream, int fd);

// Where lines go, and how.
struct gz_log_lines {
    enum gz_log_format format;  // never GZ_LOG_AUTO
    int fd;
    bool prefixed;  // "<PRIORITY>" first, which the journal takes off again
};

/**
 * Write the event as a line.  When memory is out the bare message goes; what
 * cannot be written is lost.  Any thread.
 */
void gz_log_sink_write(const struct gz_log_lines *lines,
                       const struct gz_log_event *event);

/** Send the event to the journal, or as a line when it cannot be had. */
void gz_log_sink_journal(const struct gz_log_lines *lines,
                         const struct gz_log_event *event);

#endif
