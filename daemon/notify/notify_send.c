#include <inttypes.h>
#include <stdlib.h>
#include <sys/random.h>

#include "daemon/base/clock.h"
#include "daemon/kafka/topic_writer.h"
#include "daemon/notify/alert_text.h"
#include "daemon/notify/notify_line_state.h"
#include "daemon/notify/undelivered.h"

static const char COMPONENT[] = "notify";

enum { UNDELIVERED_BYTES = 1 << 20 };

struct gz_receiver_time gz_notify_line_now(void)
{
    return (struct gz_receiver_time){
        .monotonic_ms = gz_clock_monotonic_us(&gz_clock_system) / 1000,
        .realtime_ms = gz_clock_realtime_ms(&gz_clock_system),
    };
}

static struct gz_notify_work *work_new(struct gz_notify_line *line,
                                       struct gz_receiver_job *job)
{
    struct gz_notify_work *work = calloc(1, sizeof(*work));

    if (work == NULL) {
        return NULL;
    }
    work->line = line;
    work->job = job;
    gz_buffer_init(&work->body, 0);
    work->next = line->works;
    if (work->next != NULL) {
        work->next->previous = work;
    }
    line->works = work;
    return work;
}

static void work_free(struct gz_notify_work *work)
{
    struct gz_notify_work **from =
        work->previous == NULL ? &work->line->works : &work->previous->next;

    *from = work->next;
    if (work->next != NULL) {
        work->next->previous = work->previous;
    }
    gz_buffer_fini(&work->body);
    free(work);
}

void gz_notify_line_drop_works(struct gz_notify_line *line)
{
    struct gz_notify_work *next = NULL;

    for (struct gz_notify_work *work = line->works; work != NULL; work = next) {
        next = work->next;
        work_free(work);
    }
}

// An attempt of which work is told, or that did not come so far.
static void end(struct gz_notify_line *line, struct gz_receiver_job *job,
                struct gz_notify_work *work, const struct gz_outcome *outcome)
{
    if (work != NULL) {
        work_free(work);
    }
    gz_receiver_ended(line->receiver, job, outcome, gz_notify_line_now());
}

static void on_sent(void *ctx, const struct gz_outcome *outcome)
{
    struct gz_notify_work *work = ctx;
    struct gz_notify_line *line = work->line;

    end(line, work->job, work, outcome);
    gz_notify_line_turn(line);
}

static void render(const struct gz_receiver_setup *s,
                   const struct gz_alert_event *alert, struct gz_str id,
                   struct gz_buffer *out)
{
    switch (s->format) {
    case GZ_RECEIVER_JSON:
        gz_alert_text_json(alert, out);
        break;
    case GZ_RECEIVER_SLACK:
        gz_alert_text_slack(alert, out);
        break;
    case GZ_RECEIVER_TEXT:
        gz_alert_text_plain(alert, out);
        break;
    case GZ_RECEIVER_MAIL:
        gz_alert_text_mail(alert, s->from, s->to.items, s->to.count, id, out);
        break;
    }
}

// GZ_OK: on_sent follows.
static enum gz_status start(struct gz_notify_line *line,
                            struct gz_notify_work *work, struct gz_outcome *why)
{
    const struct gz_str id = gz_str_z(work->job->id);
    const struct gz_alert_event *alert = NULL;
    enum gz_status st = gz_alert_inbox_open(
        &line->shared->inbox, work->job->record.value, &alert, why);

    if (st != GZ_OK) {
        return st;
    }
    render(line->setup, alert, id, &work->body);
    gz_outcome_set(why, GZ_OUTCOME_AGAIN, "memory", "out of memory");
    st = gz_buffer_status(&work->body);
    if (st != GZ_OK) {
        return st;
    }
    const struct gz_str body = gz_buffer_str(&work->body);
    return line->webhook != NULL
               ? gz_webhook_post(line->webhook, id, body, on_sent, work)
               : gz_exec_run(line->exec, id, body, on_sent, work, why);
}

static void on_send(void *ctx, struct gz_receiver_job *job)
{
    struct gz_notify_line *line = ctx;
    struct gz_notify_work *work = work_new(line, job);
    struct gz_outcome why;

    gz_outcome_set(&why, GZ_OUTCOME_AGAIN, "memory", "out of memory");
    if (work == NULL || start(line, work, &why) != GZ_OK) {
        end(line, job, work, &why);
    }
}

static void store(struct gz_notify_line *line, struct gz_receiver_job *job,
                  bool without_value)
{
    struct gz_arena *arena = gz_arena_new(UNDELIVERED_BYTES);
    struct gz_record record;
    enum gz_status st = GZ_NO_MEMORY;

    struct gz_notify_work *work = work_new(line, job);
    if (arena != NULL && work != NULL) {
        st = gz_undelivered_build(job, line->setup->name, without_value, arena,
                                  &record);
    }
    if (st == GZ_OK) {
        st = gz_topic_writer_put(line->shared->writer, &record, work);
    }
    gz_arena_free(arena);
    if (st == GZ_OK) {
        return;
    }
    if (work != NULL) {
        work_free(work);
    }
    if (st == GZ_LIMIT && !without_value) {
        store(line, job, true);
        return;
    }
    gz_receiver_stored(line->receiver, job, false, gz_notify_line_now());
}

static void on_store(void *ctx, struct gz_receiver_job *job)
{
    store(ctx, job, false);
}

void gz_notify_line_reported(void *tag, bool good, bool too_large)
{
    struct gz_notify_work *work = tag;
    struct gz_notify_line *line = work->line;
    struct gz_receiver_job *job = work->job;

    work_free(work);
    if (too_large) {
        store(line, job, true);
    } else {
        gz_receiver_stored(line->receiver, job, good, gz_notify_line_now());
    }
    gz_notify_line_turn(line);
}

static void tell_gone(const struct gz_notify_line *line)
{
    gz_log_error(line->shared->options.log, COMPONENT,
                 "receiver %s answers that it is gone (410) and gets NOTHING "
                 "more until its configuration is changed; alerts for it wait "
                 "in the topic",
                 line->setup->name);
}

static void on_note(void *ctx, enum gz_receiver_note note,
                    const struct gz_receiver_job *job)
{
    struct gz_notify_line *line = ctx;
    struct gz_log *log = line->shared->options.log;
    const char *name = line->setup->name;

    switch (note) {
    case GZ_NOTE_DELIVERED:
        line->counts.delivered++;
        gz_log_debug(log, COMPONENT, "%s: %s delivered", name, job->id);
        break;
    case GZ_NOTE_AGAIN:
        line->counts.failures++;
        gz_log_info(log, COMPONENT,
                    "%s: %s not delivered, attempt %" PRIu32 ", trying again: "
                    "%s",
                    name, job->id, job->attempts, job->outcome.words);
        break;
    case GZ_NOTE_ASIDE:
        line->counts.undelivered++;
        gz_log_warning(
            log, COMPONENT,
            "%s: %s is set aside in %s after %" PRIu32 " attempts: %s", name,
            job->id, line->shared->options.config->alerts.undelivered,
            job->attempts, job->outcome.words);
        break;
    case GZ_NOTE_OPENED:
        gz_log_warning(log, COMPONENT,
                       "%s fails and is let alone for a while: %s", name,
                       job->outcome.words);
        break;
    case GZ_NOTE_CLOSED:
        gz_log_info(log, COMPONENT, "%s takes alerts again", name);
        break;
    case GZ_NOTE_GONE:
        tell_gone(line);
        break;
    }
}

static uint64_t on_random(void *ctx)
{
    uint64_t number = 0;
    (void)ctx;

    // Without it all pauses are the shortest, which is allowed.
    (void)getrandom(&number, sizeof(number), GRND_NONBLOCK);
    return number;
}

struct gz_receiver_port gz_notify_line_port(struct gz_notify_line *line)
{
    return (struct gz_receiver_port){
        .ctx = line,
        .send = on_send,
        .store = on_store,
        .note = on_note,
        .random = on_random,
    };
}
