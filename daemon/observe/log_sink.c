// The text of an event belongs to whoever logs it; this file only dresses it.

// An entry says GAZETTED_COMPONENT; the line of this file would say nothing.
#define SD_JOURNAL_SUPPRESS_LOCATION 1

#include "daemon/observe/log_sink.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <time.h>
#include <unistd.h>

#include "daemon/base/json_writer.h"

static const struct {
    const char *name;
    int priority;  // of syslog(3), which the journal uses
} levels[] = {
    [GZ_LOG_DEBUG] = {"debug", 7},
    [GZ_LOG_INFO] = {"info", 6},
    [GZ_LOG_WARNING] = {"warning", 4},
    [GZ_LOG_ERROR] = {"error", 3},
};

_Static_assert(sizeof(levels) / sizeof(levels[0]) == GZ_LOG_LEVEL_COUNT,
               "every level has a name and a priority");

static const char *level_name(enum gz_log_level level)
{
    assert(level < GZ_LOG_LEVEL_COUNT);
    return levels[level].name;
}

bool gz_log_sink_is_journal(const char *journal_stream, int fd)
{
    char stream[64];
    struct stat st;

    if (journal_stream == NULL || fstat(fd, &st) != 0) {
        return false;
    }
    snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)st.st_dev,
             (unsigned long long)st.st_ino);
    return strcmp(stream, journal_stream) == 0;
}

// RFC 3339 in UTC: logs of several machines sort together.
static void format_time(int64_t realtime_ms, char *out, size_t size)
{
    const time_t seconds = (time_t)(realtime_ms / 1000);
    struct tm tm;
    char date[40];

    gmtime_r(&seconds, &tm);
    strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(out, size, "%s.%03dZ", date, (int)(realtime_ms % 1000));
}

static void append_text(const struct gz_log_event *event, struct gz_buffer *out)
{
    char when[48];
    format_time(event->realtime_ms, when, sizeof(when));
    gz_buffer_append_fmt(out, "%s %s %s: ", when, level_name(event->level),
                         event->component);

    struct gz_str rest = gz_str_z(event->message);
    gz_buffer_append_str(out, gz_str_cut(&rest, '\n'));
    while (rest.ptr != NULL) {
        gz_buffer_append_z(out, "\n    ");
        gz_buffer_append_str(out, gz_str_cut(&rest, '\n'));
    }
    gz_buffer_append_byte(out, '\n');
}

static void append_json(const struct gz_log_event *event, struct gz_buffer *out)
{
    struct gz_json_writer w;
    char when[48];

    format_time(event->realtime_ms, when, sizeof(when));
    gz_json_writer_init(&w, out);
    gz_json_object(&w);
    gz_json_key(&w, "time");
    gz_json_z(&w, when);
    gz_json_key(&w, "level");
    gz_json_z(&w, level_name(event->level));
    gz_json_key(&w, "component");
    gz_json_z(&w, event->component);
    gz_json_key(&w, "message");
    gz_json_z(&w, event->message);
    gz_json_object_end(&w);
    gz_buffer_append_byte(out, '\n');
}

static void write_all(int fd, struct gz_str s)
{
    while (s.len_bytes > 0) {
        const ssize_t n = write(fd, s.ptr, s.len_bytes);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return;  // nobody reads our log: that must not stop the work
        }
        s = gz_str_of(s.ptr + n, s.len_bytes - (size_t)n);
    }
}

typedef void form_fn(const struct gz_log_event *event, struct gz_buffer *out);

static form_fn *const forms[] = {
    [GZ_LOG_AUTO] = NULL,
    [GZ_LOG_TEXT] = append_text,
    [GZ_LOG_JSON] = append_json,
};

_Static_assert(sizeof(forms) / sizeof(forms[0]) == GZ_LOG_FORMAT_COUNT,
               "every format has a form of its lines");

void gz_log_sink_write(const struct gz_log_lines *lines,
                       const struct gz_log_event *event)
{
    struct gz_buffer line;

    assert(lines->format != GZ_LOG_AUTO);
    gz_buffer_init(&line, 0);
    if (lines->prefixed) {
        gz_buffer_append_fmt(&line, "<%d>", levels[event->level].priority);
    }
    forms[lines->format](event, &line);
    if (gz_buffer_status(&line) == GZ_OK) {
        write_all(lines->fd, gz_buffer_str(&line));
    } else {
        write_all(lines->fd, gz_str_z(event->message));
        write_all(lines->fd, GZ_STR_LIT("\n"));
    }
    gz_buffer_fini(&line);
}

void gz_log_sink_journal(const struct gz_log_lines *lines,
                         const struct gz_log_event *event)
{
    const int sent = sd_journal_send(
        "MESSAGE=%s", event->message, "PRIORITY=%d",
        levels[event->level].priority, "SYSLOG_IDENTIFIER=gazetted",
        "GAZETTED_COMPONENT=%s", event->component, NULL);
    if (sent < 0) {
        gz_log_sink_write(lines, event);
    }
}
