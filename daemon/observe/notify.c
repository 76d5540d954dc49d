#include "daemon/observe/notify.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-daemon.h>

enum { STATUS_BYTES = 512, LOOP_LAG_US = 5000000 };

// A message is lines of NAME=value: a status must not smuggle in another.
static void one_line(char *text)
{
    text[strcspn(text, "\r\n")] = '\0';
}

static void tell_state(const char *state, const char *status)
{
    char line[STATUS_BYTES];

    snprintf(line, sizeof(line), "%s", status);
    one_line(line);
    sd_notifyf(0, "%s\nSTATUS=%s", state, line);
}

void gz_notify_ready(const char *status)
{
    tell_state("READY=1", status);
}

// Type=notify ignores the time; Type=notify-reload, from systemd 253 on,
// takes a reload for begun only with it.
void gz_notify_reloading(int64_t monotonic_us)
{
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%lld", (long long)monotonic_us);
}

void gz_notify_stopping(const char *status)
{
    tell_state("STOPPING=1", status);
}

void gz_notify_status(const char *fmt, ...)
{
    char line[STATUS_BYTES];
    va_list args;

    va_start(args, fmt);
    vsnprintf(line, sizeof(line), fmt, args);
    va_end(args);
    one_line(line);
    sd_notifyf(0, "STATUS=%s", line);
}

int64_t gz_notify_watchdog_us(void)
{
    uint64_t interval_us = 0;

    if (sd_watchdog_enabled(0, &interval_us) <= 0) {
        return 0;
    }
    return (int64_t)(interval_us / 4);
}

void gz_notify_watchdog(void)
{
    sd_notify(0, "WATCHDOG=1");
}

bool gz_notify_healthy(const struct gz_progress *p, int64_t now_us,
                       int64_t stall_us)
{
    if (now_us - p->loop_us > LOOP_LAG_US) {
        return false;
    }
    return !p->has_work || p->waiting || now_us - p->progress_us <= stall_us;
}
