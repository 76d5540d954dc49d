#include <string.h>

#include "daemon/base/clock.h"
#include "daemon/base/str.h"
#include "daemon/kafka/consumer_state.h"
#include "daemon/kafka/topic_probe.h"
#include "daemon/kafka/trouble.h"

enum { CLOSE_STEP_MS = 100 };

static const char COMPONENT[] = "consumer";

static const int64_t LONG_STALL_DEFAULT_US = INT64_C(15) * 1000000;

// librdkafka frees the copy.  Without memory there is none, which reads as a
// record that was not begun yet: no worse than an older version's commit.
static void add_attempts(rd_kafka_topic_partition_t *to, struct gz_attempts a)
{
    char text[GZ_ATTEMPTS_TEXT_BYTES];

    gz_attempts_print(a, text);
    to->metadata = strdup(text);
    to->metadata_size = to->metadata == NULL ? 0 : strlen(text);
}

rd_kafka_topic_partition_list_t *
gz_consumer_offsets(const struct gz_consumer *c, const struct gz_position *p,
                    size_t count)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new((int)count);

    for (size_t i = 0; i < count; i++) {
        rd_kafka_topic_partition_t *to = rd_kafka_topic_partition_list_add(
            list, c->client.route->input, p[i].partition);
        to->offset = p[i].offset;
        add_attempts(to, p[i].attempts);
    }
    return list;
}

// Answers come to a queue of their own, for they are waited for while no
// record may be taken.
void gz_consumer_commit(struct gz_consumer *c, const struct gz_position *p,
                        size_t count)
{
    rd_kafka_topic_partition_list_t *list = gz_consumer_offsets(c, p, count);
    const rd_kafka_resp_err_t code =
        rd_kafka_commit_queue(c->rk, list, c->commits, NULL, NULL);

    rd_kafka_topic_partition_list_destroy(list);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        c->events.on_commit(c->events.ctx, false);
    }
}

static void take_commit(struct gz_consumer *c, rd_kafka_event_t *event)
{
    const rd_kafka_topic_partition_list_t *list =
        rd_kafka_event_topic_partition_list(event);
    rd_kafka_resp_err_t code = rd_kafka_event_error(event);
    char text[GZ_CONSUMER_REASON_BYTES];

    for (int i = 0; list != NULL && code == 0 && i < list->cnt; i++) {
        code = list->elems[i].err;
    }
    const enum gz_trouble trouble = gz_trouble_of(code);
    if (gz_trouble_lasts(code) || trouble == GZ_TROUBLE_FENCED) {
        gz_trouble_describe(text, sizeof(text), code, NULL, c->client.config);
        gz_consumer_stop(c, gz_trouble_status(trouble), text);
    } else if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        gz_log_info(c->client.log, COMPONENT,
                    "%s: commit failed, will be repeated: %s", c->client.name,
                    rd_kafka_err2str(code));
    }
    c->events.on_commit(c->events.ctx, code == RD_KAFKA_RESP_ERR_NO_ERROR);
}

void gz_consumer_serve_commits(struct gz_consumer *c)
{
    rd_kafka_event_t *event;

    while ((event = rd_kafka_queue_poll(c->commits, 0)) != NULL) {
        if (rd_kafka_event_type(event) == RD_KAFKA_EVENT_OFFSET_COMMIT) {
            take_commit(c, event);
        }
        rd_kafka_event_destroy(event);
    }
}

static enum gz_status result_of(rd_kafka_event_t *event)
{
    if (event == NULL) {
        return GZ_UNAVAILABLE;
    }
    const rd_kafka_resp_err_t code = rd_kafka_event_error(event);
    rd_kafka_event_destroy(event);
    return code == RD_KAFKA_RESP_ERR_NO_ERROR ? GZ_OK : GZ_UNAVAILABLE;
}

// A queue of its own gives this commit a time limit, which the synchronous
// call lacks, and keeps its answer apart from those of other commits.
enum gz_status gz_consumer_commit_wait(struct gz_consumer *c,
                                       const struct gz_position *p,
                                       size_t count, int64_t timeout_us)
{
    if (c->client.unreachable) {
        return GZ_UNAVAILABLE;
    }
    rd_kafka_topic_partition_list_t *list = gz_consumer_offsets(c, p, count);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(c->rk);
    enum gz_status st = GZ_UNAVAILABLE;

    if (rd_kafka_commit_queue(c->rk, list, queue, NULL, NULL) ==
        RD_KAFKA_RESP_ERR_NO_ERROR) {
        const int64_t wait_us = timeout_us < 0 ? 0 : timeout_us;
        st = result_of(rd_kafka_queue_poll(queue, (int)(wait_us / 1000)));
    }
    rd_kafka_queue_destroy(queue);
    rd_kafka_topic_partition_list_destroy(list);
    return st;
}

// A new assignment with explicit offsets is a barrier: nothing fetched before
// comes any more.  Seeking is not used: before librdkafka 2.1.0 its timeout
// is a thousand times too short.
enum gz_status gz_consumer_rewind(struct gz_consumer *c,
                                  const struct gz_position *p, size_t count)
{
    rd_kafka_topic_partition_list_t *list = gz_consumer_offsets(c, p, count);
    const rd_kafka_resp_err_t code = rd_kafka_assign(c->rk, list);

    rd_kafka_topic_partition_list_destroy(list);
    gz_consumer_resume(c);
    return code == RD_KAFKA_RESP_ERR_NO_ERROR ? GZ_OK : GZ_UNAVAILABLE;
}

void gz_consumer_pause(struct gz_consumer *c)
{
    if (!c->paused && c->assigned != NULL) {
        (void)rd_kafka_pause_partitions(c->rk, c->assigned);
        c->paused = true;
    }
}

void gz_consumer_resume(struct gz_consumer *c)
{
    if (c->paused) {
        (void)rd_kafka_resume_partitions(c->rk, c->assigned);
        c->paused = false;
    }
}

int64_t gz_consumer_long_stall_us(const struct gz_consumer *c)
{
    const char *value =
        gz_config_kafka(c->client.config, "max.poll.interval.ms");
    int64_t interval_ms;

    if (value == NULL || !gz_str_to_int64(gz_str_z(value), &interval_ms)) {
        return LONG_STALL_DEFAULT_US;
    }
    return interval_ms * 1000 / 4;
}

bool gz_consumer_unreachable(const struct gz_consumer *c)
{
    return c->client.unreachable;
}

bool gz_consumer_refused(const struct gz_consumer *c)
{
    return c->client.refused;
}

uint64_t gz_consumer_errors(const struct gz_consumer *c)
{
    return c->client.errors;
}

const char *gz_consumer_trouble(const struct gz_consumer *c)
{
    return c->client.problem;
}

int64_t gz_consumer_lag(const struct gz_consumer *c,
                        const struct gz_delivery *d)
{
    const char *topic = c->client.route->input;
    int64_t lag = 0;

    for (int i = 0; c->assigned != NULL && i < c->assigned->cnt; i++) {
        const int32_t partition = c->assigned->elems[i].partition;
        const int64_t next = gz_delivery_next(d, partition);
        int64_t low = -1;
        int64_t high = -1;
        if (next >= 0 &&
            rd_kafka_get_watermark_offsets(c->rk, topic, partition, &low,
                                           &high) ==
                RD_KAFKA_RESP_ERR_NO_ERROR &&
            high > next) {
            lag += high - next;
        }
    }
    return lag;
}

enum gz_status gz_consumer_probe(struct gz_consumer *c, int timeout_ms,
                                 struct gz_error *err)
{
    (void)rd_kafka_poll(c->rk, 0);  // logs and errors of the connection
    const enum gz_status st =
        gz_topic_probe(c->rk, c->client.route, timeout_ms, err);
    if (st != GZ_OK) {
        return st;
    }
    gz_client_reached(&c->client);
    if (c->client.config->delivery == GZ_CONFIG_EXACTLY_ONCE &&
        gz_topic_probe_stand_in(c->rk, timeout_ms)) {
        return gz_error_set(err, GZ_MISMATCH,
                            "the broker is a stand-in for Kafka, on which "
                            "nothing is exactly once: write `delivery: "
                            "at-least-once`, or use a real Kafka");
    }
    return GZ_OK;
}

// Polled for events, not callbacks: records that were fetched ahead stand in
// the queue too, and librdkafka aborts when a poll for callbacks meets one.
static void serve_close(struct gz_consumer *c, rd_kafka_queue_t *queue)
{
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, CLOSE_STEP_MS);

    if (rd_kafka_event_type(event) == RD_KAFKA_EVENT_REBALANCE) {
        (void)rd_kafka_assign(c->rk, NULL);
    }
    rd_kafka_event_destroy(event);
}

// Leaving takes a coordinator that answers; without one it is not tried.
void gz_consumer_close(struct gz_consumer *c, int64_t timeout_us)
{
    const int64_t end_us = gz_clock_monotonic_us(&gz_clock_system) + timeout_us;

    c->stuck = true;
    if (c->client.unreachable) {
        return;
    }
    // With a queue of its own the close has a time limit.
    rd_kafka_queue_t *queue = rd_kafka_queue_new(c->rk);
    rd_kafka_error_t *error = rd_kafka_consumer_close_queue(c->rk, queue);
    if (error != NULL) {
        rd_kafka_error_destroy(error);
    } else {
        while (!rd_kafka_consumer_closed(c->rk) &&
               gz_clock_monotonic_us(&gz_clock_system) < end_us) {
            serve_close(c, queue);
        }
        c->stuck = !rd_kafka_consumer_closed(c->rk);
    }
    rd_kafka_queue_destroy(queue);
}
