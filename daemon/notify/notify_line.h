#ifndef GZ_NOTIFY_LINE_H
#define GZ_NOTIFY_LINE_H

#include <ev.h>

#include "daemon/kafka/group_reader.h"
#include "daemon/notify/alert_inbox.h"
#include "daemon/notify/exec.h"
#include "daemon/notify/notify_service.h"
#include "daemon/notify/receiver.h"
#include "daemon/notify/webhook.h"

/*
 * The line to one receiver: its reader, its deliveries and what carries them,
 * tied together by a loop.  For notify_service.c, which owns the lines, and
 * the files of the line: notify_line.c (life, reading, committing) and
 * notify_send.c (sending, setting aside, what is said of it).
 */
struct gz_notify_line;

// What all lines share; the service's.
struct gz_notify_shared {
    struct gz_notify_options options;
    struct gz_receivers *receivers;  // in force, a reference; NULL: none
    // The line that looks for names of receivers that nobody has.
    const struct gz_notify_line *lookout;
    struct gz_alert_inbox inbox;
    struct gz_topic_writer *writer;
    bool stopping;
    bool over;  // the time of a stop
};

/** An owned line to one of the receivers in force, whose reader has joined its
 * group.  before: what an earlier line to it has counted, or NULL. */
enum gz_status gz_notify_line_new(struct gz_notify_shared *shared,
                                  const struct gz_receiver_setup *setup,
                                  const struct gz_metrics_receiver *before,
                                  struct gz_notify_line **out,
                                  struct gz_error *err) GZ_MUST_CHECK;

/** What it was made for. */
const struct gz_receiver_setup *
gz_notify_line_setup(const struct gz_notify_line *line);

/** Begin nothing new; when nothing is on its way commit and leave the group,
 * as pulses come. */
void gz_notify_line_leave(struct gz_notify_line *line);

/** It was told to. */
bool gz_notify_line_leaving(const struct gz_notify_line *line);

/** It has left and waits for gz_notify_line_free(). */
bool gz_notify_line_left(const struct gz_notify_line *line);

/** Give up what is on its way, commit, leave within timeout_us, release. */
void gz_notify_line_free(struct gz_notify_line *line, int64_t timeout_us);

/** Once in a while: keep the membership, commit. */
void gz_notify_line_pulse(struct gz_notify_line *line);

/** What a line gave the writer, known by its tag, is stored, or not. */
void gz_notify_line_reported(void *tag, bool good, bool too_large);

/** Whether nothing is on its way. */
bool gz_notify_line_idle(const struct gz_notify_line *line);

/** What metrics say of the receiver. */
struct gz_metrics_receiver
gz_notify_line_metrics(const struct gz_notify_line *line);

#endif
