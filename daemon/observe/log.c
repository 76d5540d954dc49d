// Threshold, rate limit and the cleaning of messages; log_sink.c gives them
// their form, log_limit.c decides what is too much.

#include "daemon/observe/log.h"

#include <assert.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/observe/log_limit.h"
#include "daemon/observe/log_sink.h"
#include "rules/text/utf8.h"

struct gz_log {
    _Atomic int level;  // enum gz_log_level
    bool to_journal;
    struct gz_log_lines lines;
    const struct gz_clock *clock;  // borrowed
    pthread_mutex_t lock;          // guards limit, never held while writing
    struct gz_log_limit limit;
};

struct gz_log *gz_log_new(enum gz_log_level level, enum gz_log_format format)
{
    const struct gz_log_options options = {
        .level = level,
        .format = format,
        .fd = STDERR_FILENO,
        .journal_stream = getenv("JOURNAL_STREAM"),
        .clock = &gz_clock_system,
    };
    return gz_log_open(&options);
}

struct gz_log *gz_log_open(const struct gz_log_options *options)
{
    assert(options->level < GZ_LOG_LEVEL_COUNT);
    assert(options->format < GZ_LOG_FORMAT_COUNT);

    struct gz_log *log = calloc(1, sizeof(*log));
    if (log == NULL) {
        return NULL;
    }
    atomic_init(&log->level, (int)options->level);
    log->clock = options->clock;
    const bool is_auto = options->format == GZ_LOG_AUTO;
    const bool is_journal =
        gz_log_sink_is_journal(options->journal_stream, options->fd);
    log->to_journal = is_auto && is_journal;
    log->lines = (struct gz_log_lines){
        .format = is_auto ? GZ_LOG_TEXT : options->format,
        .fd = options->fd,
        .prefixed = is_journal,
    };
    pthread_mutex_init(&log->lock, NULL);
    gz_log_limit_init(&log->limit);
    return log;
}

static void emit(struct gz_log *log, enum gz_log_level level,
                 const char *component, const char *message)
{
    const struct gz_log_event event = {
        .level = level,
        .component = component,
        .message = message,
        .realtime_ms = gz_clock_realtime_ms(log->clock),
    };
    if (log->to_journal) {
        gz_log_sink_journal(&log->lines, &event);
    } else {
        gz_log_sink_write(&log->lines, &event);
    }
}

static void tell(struct gz_log *log, const struct gz_log_suppressed *s)
{
    char message[64];
    snprintf(message, sizeof(message), "%u more messages suppressed",
             (unsigned)s->count);
    emit(log, s->level, s->component, message);
}

static void tell_all(struct gz_log *log, int64_t now_us)
{
    struct gz_log_suppressed s;
    bool more = true;
    while (more) {
        pthread_mutex_lock(&log->lock);
        more = gz_log_limit_take(&log->limit, now_us, &s);
        pthread_mutex_unlock(&log->lock);
        if (more) {
            tell(log, &s);
        }
    }
}

void gz_log_flush(struct gz_log *log)
{
    if (log != NULL) {
        tell_all(log, gz_clock_monotonic_us(log->clock));
    }
}

void gz_log_free(struct gz_log *log)
{
    if (log == NULL) {
        return;
    }
    tell_all(log, INT64_MAX);
    pthread_mutex_destroy(&log->lock);
    free(log);
}

void gz_log_set_level(struct gz_log *log, enum gz_log_level level)
{
    assert(level < GZ_LOG_LEVEL_COUNT);
    atomic_store_explicit(&log->level, (int)level, memory_order_relaxed);
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

// Cut where a character begins, and show that something is missing.
static void mark_cut(char *message, size_t size)
{
    size_t end = size - sizeof("...");
    while (end > 0 && is_continuation(message[end])) {
        end--;
    }
    memcpy(message + end, "...", sizeof("..."));
}

// Neither a terminal nor a reader of lines may be steered by a message.
static void clean(char *message)
{
    const bool valid = gz_utf8_valid(gz_str_z(message));
    for (char *c = message; *c != '\0'; c++) {
        const unsigned char byte = (unsigned char)*c;
        const bool control = byte < 0x20 && byte != '\n' && byte != '\t';
        if (control || byte == 0x7F || (byte >= 0x80 && !valid)) {
            *c = '?';
        }
    }
    size_t len = strlen(message);
    while (len > 0 && message[len - 1] == '\n') {
        message[--len] = '\0';  // reports of errors end their lines
    }
}

static bool admit(struct gz_log *log, enum gz_log_level level,
                  const char *component, struct gz_log_suppressed *before)
{
    const int64_t now_us = gz_clock_monotonic_us(log->clock);

    pthread_mutex_lock(&log->lock);
    const bool admitted =
        gz_log_limit_admit(&log->limit, level, component, now_us, before);
    pthread_mutex_unlock(&log->lock);
    return admitted;
}

void gz_log_write(struct gz_log *log, enum gz_log_level level,
                  const char *component, const char *fmt, ...)
{
    if (log == NULL ||
        (int)level < atomic_load_explicit(&log->level, memory_order_relaxed)) {
        return;
    }
    struct gz_log_suppressed before;
    const bool admitted = admit(log, level, component, &before);
    if (before.count > 0) {
        tell(log, &before);
    }
    if (!admitted) {
        return;
    }

    char message[GZ_LOG_MESSAGE_BYTES];
    va_list args;
    va_start(args, fmt);
    const int len = vsnprintf(message, sizeof(message), fmt, args);
    va_end(args);
    if (len >= (int)sizeof(message)) {
        mark_cut(message, sizeof(message));
    }
    clean(message);
    emit(log, level, component, message);
}
