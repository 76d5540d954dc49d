#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/clock.h"
#include "daemon/notify/notify_line_state.h"

enum { RECORDS_A_TURN = 100, RESUME_PART = 2 };

static const char COMPONENT[] = "notify";

// What is committed beside the offsets of a receiver that is gone.
static void mark(const struct gz_notify_line *line,
                 char out[GZ_GROUP_READER_WORDS])
{
    snprintf(out, GZ_GROUP_READER_WORDS, "gone %016" PRIx64, line->setup->hash);
}

static bool on_assign(void *ctx, const struct gz_group_position *positions,
                      size_t count)
{
    struct gz_notify_line *line = ctx;
    char gone[GZ_GROUP_READER_WORDS];

    mark(line, gone);
    gz_receiver_revoke(line->receiver);
    for (size_t i = 0; i < count; i++) {
        if (gz_receiver_assign(line->receiver, positions[i].partition,
                               positions[i].offset) != GZ_OK) {
            gz_receiver_revoke(line->receiver);
            return false;
        }
        if (strcmp(positions[i].words, gone) == 0 &&
            !gz_receiver_gone(line->receiver)) {
            gz_receiver_set_gone(line->receiver);
            gz_log_error(line->shared->options.log, COMPONENT,
                         "receiver %s said earlier that it is gone (410) and "
                         "gets NOTHING until its configuration is changed",
                         line->setup->name);
        }
    }
    return true;
}

// Tell the offsets up to which all is done, when there are new ones.
static void commit(struct gz_notify_line *line)
{
    const bool gone = gz_receiver_gone(line->receiver);
    struct gz_group_position p = {0};
    size_t count = 0;
    bool changed = gone != line->told_gone;

    while (
        gz_receiver_position(line->receiver, count, &p.partition, &p.offset)) {
        count++;
    }
    struct gz_group_position *all = calloc(count + 1, sizeof(*all));
    if (all == NULL) {
        return;  // the next pulse tries again
    }
    for (size_t i = 0; i < count; i++) {
        (void)gz_receiver_position(line->receiver, i, &all[i].partition,
                                   &all[i].offset);
        if (gone) {
            mark(line, all[i].words);
        }
        changed = changed || i >= line->committed_count ||
                  line->committed[i].partition != all[i].partition ||
                  line->committed[i].offset != all[i].offset;
    }
    if (changed && count > 0) {
        gz_group_reader_commit(line->reader, all, count);
        line->told_gone = gone;
    }
    free(line->committed);
    line->committed = all;
    line->committed_count = count;
}

static void on_gap(void *ctx, int32_t partition)
{
    struct gz_notify_line *line = ctx;

    gz_receiver_rewind(line->receiver, partition);
}

static void on_revoke(void *ctx)
{
    struct gz_notify_line *line = ctx;

    commit(line);
    gz_receiver_revoke(line->receiver);
    line->committed_count = 0;
    line->stalled = false;
}

// Names that no receiver has are most likely misspelt, and nobody is told.
static void look_for_strangers(const struct gz_notify_line *line,
                               const struct gz_alert_event *alert)
{
    const struct gz_receivers *all = line->shared->receivers;

    if (line->shared->lookout != line) {
        return;
    }
    for (uint32_t i = 0; i < alert->receiver_count; i++) {
        if (gz_receivers_find(all, alert->receivers[i]) == NULL) {
            gz_log_warning(line->shared->options.log, COMPONENT,
                           "subscription " GZ_STR_FMT
                           " names the receiver " GZ_STR_FMT
                           ", which is not in %s",
                           GZ_STR_ARG(alert->subscription),
                           GZ_STR_ARG(alert->receivers[i]), all->source.name);
        }
    }
}

// A silence keeps an alert from receivers, and with its begin its end: only
// the end of one that nobody was told of carries the silence.
static bool is_silenced(const struct gz_alert_event *alert)
{
    return alert->state == GZ_ALERT_SILENCED ||
           (alert->state == GZ_ALERT_RESOLVED &&
            alert->silenced_until_ms != GZ_TIME_UNKNOWN);
}

static bool is_mine(const struct gz_notify_line *line,
                    const struct gz_alert_event *alert)
{
    for (uint32_t i = 0; i < alert->receiver_count; i++) {
        if (gz_str_is(alert->receivers[i], line->setup->name)) {
            return !is_silenced(alert);
        }
    }
    return false;
}

static enum gz_status take(struct gz_notify_line *line,
                           const struct gz_record *record)
{
    const struct gz_alert_event *alert = NULL;
    char id[GZ_RECEIVER_ID_BYTES] = "";
    struct gz_outcome why;

    if (record->value.ptr == NULL) {
        return gz_receiver_take(line->receiver, record, GZ_STR_LIT(""),
                                gz_notify_line_now());
    }
    const enum gz_status st =
        gz_alert_inbox_open(&line->shared->inbox, record->value, &alert, &why);
    if (st == GZ_NO_MEMORY) {
        return st;
    }
    if (st != GZ_OK) {
        return gz_receiver_take_bad(line->receiver, record, &why);
    }
    look_for_strangers(line, alert);
    if (is_mine(line, alert)) {
        gz_alert_inbox_id(alert, id);
    }
    return gz_receiver_take(line->receiver, record, gz_str_z(id),
                            gz_notify_line_now());
}

// False when there is nothing more to read now.
static bool read_one(struct gz_notify_line *line)
{
    struct gz_record record;
    struct rd_kafka_message_s *message =
        gz_group_reader_poll(line->reader, &record);

    if (message == NULL) {
        return false;
    }
    // Without memory it is read again after the next assignment only, so
    // it must not be passed: what follows is dropped until then.
    if (take(line, &record) != GZ_OK) {
        gz_log_error(line->shared->options.log, COMPONENT,
                     "%s: no memory for an alert; starting over",
                     line->setup->name);
        gz_group_reader_again(line->reader);
    }
    gz_group_reader_release(message);
    return true;
}

static void read_some(struct gz_notify_line *line)
{
    for (int i = 0; i < RECORDS_A_TURN; i++) {
        if (!read_one(line)) {
            return;
        }
    }
    // The descriptor tells of a change from empty only: come back for the rest.
    ev_feed_event(line->shared->options.loop, &line->on_reader, EV_READ);
}

static void on_reader(struct ev_loop *loop, ev_io *io, int events)
{
    struct gz_notify_line *line = io->data;
    (void)loop;
    (void)events;

    gz_group_reader_clear_fd(line->reader);
    read_some(line);
    gz_notify_line_turn(line);
}

static void on_due(struct ev_loop *loop, ev_timer *timer, int events)
{
    (void)loop;
    (void)events;
    gz_notify_line_turn(timer->data);
}

// Pausing costs a new fetch: not before it is full, and until half is done.
static void throttle(struct gz_notify_line *line)
{
    const struct gz_receiver_counts c = gz_receiver_counts(line->receiver);

    if (gz_receiver_full(line->receiver) || gz_receiver_gone(line->receiver) ||
        line->leaving) {
        line->stalled = true;
        gz_group_reader_pause(line->reader);
    } else if (line->stalled && c.held < GZ_RECEIVER_JOBS / RESUME_PART) {
        line->stalled = false;
        gz_group_reader_resume(line->reader);
    }
}

static void set_timer(struct gz_notify_line *line)
{
    struct ev_loop *loop = line->shared->options.loop;
    const int64_t next_ms = gz_receiver_next_ms(line->receiver);
    const int64_t wait_ms = next_ms - gz_notify_line_now().monotonic_ms;

    ev_timer_stop(loop, &line->on_due);
    if (next_ms == INT64_MAX || line->shared->stopping || line->leaving) {
        return;
    }
    ev_now_update(loop);
    // A millisecond more: timers must not come before their time.
    ev_timer_set(&line->on_due, wait_ms < 0 ? 0. : ((double)wait_ms + 1.) / 1e3,
                 0.);
    ev_timer_start(loop, &line->on_due);
}

void gz_notify_line_turn(struct gz_notify_line *line)
{
    if (line->shared->stopping && gz_notify_line_idle(line)) {
        line->shared->options.on_idle(line->shared->options.ctx);
    } else if (!line->shared->stopping && !line->leaving) {
        gz_receiver_step(line->receiver, gz_notify_line_now());
    }
    throttle(line);
    set_timer(line);
}

// No callback of the reader comes any more, so nothing else changes.
static void go(struct gz_notify_line *line)
{
    if (!line->closing) {
        commit(line);
        ev_io_stop(line->shared->options.loop, &line->on_reader);
        gz_group_reader_leave(line->reader);
        line->closing = true;
    }
    line->left = line->left || gz_group_reader_left(line->reader);
}

void gz_notify_line_pulse(struct gz_notify_line *line)
{
    if (line->leaving && gz_notify_line_idle(line)) {
        go(line);
        return;
    }
    read_some(line);
    gz_notify_line_turn(line);
    commit(line);
}

void gz_notify_line_leave(struct gz_notify_line *line)
{
    line->leaving = true;
    gz_notify_line_turn(line);
}

bool gz_notify_line_leaving(const struct gz_notify_line *line)
{
    return line->leaving;
}

bool gz_notify_line_left(const struct gz_notify_line *line)
{
    return line->left;
}

const struct gz_receiver_setup *
gz_notify_line_setup(const struct gz_notify_line *line)
{
    return line->setup;
}

bool gz_notify_line_idle(const struct gz_notify_line *line)
{
    return line->works == NULL;
}

struct gz_metrics_receiver
gz_notify_line_metrics(const struct gz_notify_line *line)
{
    const struct gz_receiver_counts c = gz_receiver_counts(line->receiver);
    struct gz_metrics_receiver m = line->counts;

    m.name = line->setup->name;
    m.held = c.held;
    m.open = c.breaker != GZ_BREAKER_CLOSED;
    m.gone = gz_receiver_gone(line->receiver);
    return m;
}

static enum gz_status open_carrier(struct gz_notify_line *line,
                                   struct gz_error *err)
{
    const struct gz_receiver_setup *s = line->setup;
    struct ev_loop *loop = line->shared->options.loop;

    if (s->type == GZ_RECEIVER_EXEC) {
        const struct gz_exec_options options = {
            .loop = loop,
            .command = s->command.items,
            .receiver = s->name,
            .timeout_ms = s->timeout_ms,
        };
        return gz_exec_new(&options, &line->exec, err);
    }
    const struct gz_webhook_options options = {
        .loop = loop,
        .clock = &gz_clock_system,
        .url = s->url,
        .secrets = s->secrets,
        .secret_count = s->secret_count,
        .allow = s->allow,
        .allow_count = s->allow_count,
        .http = s->http,
        .insecure = s->insecure,
        .ca_file = s->ca_file,
        .timeout_ms = s->timeout_ms,
    };
    return gz_webhook_new(&options, &line->webhook, err);
}

static enum gz_status open_receiver(struct gz_notify_line *line,
                                    struct gz_error *err)
{
    const struct gz_receiver_setup *s = line->setup;
    const struct gz_receiver_options options = {
        .plan = s->plan,
        .concurrency = s->concurrency,
        .breaker_failures = s->breaker_failures,
        .breaker_pause_ms = s->breaker_pause_ms,
        .port = gz_notify_line_port(line),
    };

    line->receiver = gz_receiver_new(&options);
    return line->receiver != NULL
               ? GZ_OK
               : gz_error_set(err, GZ_NO_MEMORY, "out of memory");
}

static enum gz_status open_reader(struct gz_notify_line *line,
                                  struct gz_error *err)
{
    const struct gz_notify_options *o = &line->shared->options;
    const struct gz_group_reader_options options = {
        .config = o->config,
        .topic = o->config->alerts.topic,
        .group = line->group,
        .name = line->name,
        .log = o->log,
        .events = {line, on_assign, on_gap, on_revoke},
    };

    snprintf(line->group, sizeof(line->group), "%s.notify.%s",
             o->config->input.group, line->setup->name);
    snprintf(line->name, sizeof(line->name), "%s-notify-%s",
             o->config->instance, line->setup->name);
    return gz_group_reader_new(&options, &line->reader, err);
}

enum gz_status gz_notify_line_new(struct gz_notify_shared *shared,
                                  const struct gz_receiver_setup *setup,
                                  const struct gz_metrics_receiver *before,
                                  struct gz_notify_line **out,
                                  struct gz_error *err)
{
    struct gz_notify_line *line = calloc(1, sizeof(*line));

    *out = NULL;
    if (line == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    line->shared = shared;
    line->receivers = gz_receivers_ref(shared->receivers);
    line->setup = setup;
    line->counts = before != NULL ? *before : line->counts;
    ev_init(&line->on_due, on_due);
    line->on_due.data = line;
    enum gz_status st = open_receiver(line, err);
    st = st == GZ_OK ? open_carrier(line, err) : st;
    st = st == GZ_OK ? open_reader(line, err) : st;
    if (st != GZ_OK) {
        gz_notify_line_free(line, 0);
        return st;
    }
    ev_io_init(&line->on_reader, on_reader, gz_group_reader_fd(line->reader),
               EV_READ);
    line->on_reader.data = line;
    ev_io_start(shared->options.loop, &line->on_reader);
    *out = line;
    return GZ_OK;
}

void gz_notify_line_free(struct gz_notify_line *line, int64_t timeout_us)
{
    if (line == NULL) {
        return;
    }
    ev_timer_stop(line->shared->options.loop, &line->on_due);
    gz_webhook_free(line->webhook);
    gz_exec_free(line->exec);
    if (line->reader != NULL) {
        ev_io_stop(line->shared->options.loop, &line->on_reader);
        if (!line->closing) {
            commit(line);
        }
        if (!line->left) {
            gz_group_reader_close(line->reader, timeout_us);
        }
        gz_group_reader_free(line->reader);
    }
    gz_notify_line_drop_works(line);
    gz_receiver_free(line->receiver);
    gz_receivers_unref(line->receivers);
    free(line->committed);
    free(line);
}
