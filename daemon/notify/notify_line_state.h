#ifndef GZ_NOTIFY_LINE_STATE_H
#define GZ_NOTIFY_LINE_STATE_H

#include "daemon/notify/notify_line.h"

/*
 * The inside of a line, for notify_line.c and notify_send.c only.
 */

// An alert in the form in which it is sent, or a record that is stored.
struct gz_notify_work {
    struct gz_notify_line *line;
    struct gz_receiver_job *job;
    struct gz_notify_work *next;
    struct gz_notify_work *previous;
    struct gz_buffer body;
};

struct gz_notify_line {
    struct gz_notify_shared *shared;
    struct gz_receivers *receivers;  // that setup is one of; a reference
    const struct gz_receiver_setup *setup;
    char group[256];
    char name[256];
    struct gz_group_reader *reader;
    struct gz_receiver *receiver;
    struct gz_webhook *webhook;  // this or the next is NULL
    struct gz_exec *exec;
    struct gz_notify_work *works;
    ev_io on_reader;
    ev_timer on_due;
    struct gz_group_position *committed;  // what was told last
    size_t committed_count;
    bool stalled;  // full, or gone: nothing is fetched
    bool told_gone;
    bool leaving;  // nothing new is begun
    bool closing;  // nothing is on its way, the reader leaves
    bool left;
    struct gz_metrics_receiver counts;  // its counters, without the gauges
};

/** What the receiver asks for; ctx: the line. */
struct gz_receiver_port gz_notify_line_port(struct gz_notify_line *line);

/** Do what is due, and come back when more is. */
void gz_notify_line_turn(struct gz_notify_line *line);

struct gz_receiver_time gz_notify_line_now(void);

/** Release what is on its way; its carriers are gone already. */
void gz_notify_line_drop_works(struct gz_notify_line *line);

#endif
