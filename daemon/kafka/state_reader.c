#include "daemon/kafka/state_reader.h"

#include <inttypes.h>
#include <librdkafka/rdkafka.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/base/clock.h"
#include "daemon/kafka/client.h"
#include "daemon/kafka/trouble.h"

enum {
    ASK_TIMEOUT_MS = 10000,
    POLL_MS = 200,
    PAUSE_NS = 200 * 1000 * 1000,
    // Longer than a transaction usually may stay open, and less than the group
    // waits for a member.
    PATIENCE_MS = 45000,
};

// One partition on its way to its end.
struct place {
    int32_t partition;
    int64_t end;
    bool reached;
};

struct reading {
    struct gz_client client;  // librdkafka's opaque: must come first
    const char *topic;
    rd_kafka_t *rk;
    struct place *places;
    size_t count;
    size_t missing;  // places that are not reached
    const struct gz_alert_state_reader *reader;
};

static enum gz_status open_client(struct reading *r, const char *isolation,
                                  struct gz_error *err)
{
    rd_kafka_conf_t *conf = gz_client_conf(&r->client, GZ_KAFKA_CONSUMER, err);
    if (conf == NULL) {
        return GZ_INVALID;
    }
    gz_client_own(conf, "group.id", "gazetted-state");  // joined by nobody
    gz_client_own(conf, "enable.auto.commit", "false");
    gz_client_own(conf, "auto.offset.reset", "earliest");
    gz_client_own(conf, "enable.partition.eof", "true");
    gz_client_own(conf, "isolation.level", isolation);
    r->rk = gz_client_new(RD_KAFKA_CONSUMER, conf, err);
    return r->rk == NULL ? GZ_INVALID : GZ_OK;
}

static void close_client(struct reading *r)
{
    if (r->rk != NULL) {
        rd_kafka_destroy_flags(r->rk, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
        r->rk = NULL;
    }
}

static enum gz_status no_answer(const struct reading *r,
                                rd_kafka_resp_err_t code, struct gz_error *err)
{
    return gz_client_no_answer(&r->client, code, r->topic, "alert state", err);
}

// A leader may be moving, or a topic only just be made: that passes.
static bool ask_again(rd_kafka_resp_err_t code, int64_t end_us)
{
    static const struct timespec pause = {0, PAUSE_NS};

    if (code == RD_KAFKA_RESP_ERR_NO_ERROR || gz_trouble_lasts(code) ||
        gz_clock_monotonic_us(&gz_clock_system) >= end_us) {
        return false;
    }
    (void)nanosleep(&pause, NULL);
    return true;
}

static rd_kafka_resp_err_t ask_ends(const struct reading *r, struct place *p,
                                    int64_t *low)
{
    const int64_t end_us = gz_clock_monotonic_us(&gz_clock_system) +
                           (int64_t)ASK_TIMEOUT_MS * 1000;
    rd_kafka_resp_err_t code;

    do {
        code = rd_kafka_query_watermark_offsets(r->rk, r->topic, p->partition,
                                                low, &p->end, ASK_TIMEOUT_MS);
    } while (ask_again(code, end_us));
    return code;
}

static enum gz_status find_ends(struct reading *r,
                                rd_kafka_topic_partition_list_t *list,
                                struct gz_error *err)
{
    enum gz_status st = GZ_OK;

    for (size_t i = 0; st == GZ_OK && i < r->count; i++) {
        struct place *p = &r->places[i];
        int64_t low = 0;
        const rd_kafka_resp_err_t code = ask_ends(r, p, &low);
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
            st = no_answer(r, code, err);
        }
        p->reached = p->end <= low;
        if (!p->reached) {
            r->missing++;
            rd_kafka_topic_partition_list_add(list, r->topic, p->partition)
                ->offset = low;
        }
    }
    return st;
}

static struct place *find_place(struct reading *r, int32_t partition)
{
    for (size_t i = 0; i < r->count; i++) {
        if (r->places[i].partition == partition) {
            return &r->places[i];
        }
    }
    return NULL;
}

// offset: of the next record, which is known to be there or to come.
static void reach(struct reading *r, struct place *p, int64_t offset)
{
    if (!p->reached && offset >= p->end) {
        p->reached = true;
        r->missing--;
    }
}

static enum gz_status take(struct reading *r, const rd_kafka_message_t *m,
                           struct gz_error *err)
{
    struct place *p = find_place(r, m->partition);
    if (p == NULL) {
        return GZ_OK;
    }
    if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        reach(r, p, m->offset);
        return GZ_OK;
    }
    if (m->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return GZ_OK;  // it goes on, or our patience ends
    }
    reach(r, p, m->offset + 1);
    return r->reader->on_record(
        r->reader->ctx, m->partition,
        gz_str_of(m->key, m->key == NULL ? 0 : m->key_len),
        gz_str_of(m->payload, m->payload == NULL ? 0 : m->len), err);
}

static enum gz_status read_all(struct reading *r, struct gz_error *err)
{
    const int64_t end_us =
        gz_clock_monotonic_us(&gz_clock_system) + (int64_t)PATIENCE_MS * 1000;
    enum gz_status st = GZ_OK;

    while (st == GZ_OK && r->missing > 0) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(r->rk, POLL_MS);
        if (m != NULL) {
            st = take(r, m, err);
            rd_kafka_message_destroy(m);
        }
        if (st == GZ_OK && r->missing > 0 &&
            gz_clock_monotonic_us(&gz_clock_system) >= end_us) {
            st = gz_error_set(err, GZ_UNAVAILABLE,
                              "%s: %zu partitions could not be read to their "
                              "ends within %d s",
                              r->topic, r->missing, PATIENCE_MS / 1000);
        }
    }
    return st;
}

static enum gz_status read_from(struct reading *r,
                                rd_kafka_topic_partition_list_t *list,
                                struct gz_error *err)
{
    if (r->missing == 0) {
        return GZ_OK;
    }
    enum gz_status st = open_client(r, "read_committed", err);
    if (st == GZ_OK) {
        (void)rd_kafka_poll_set_consumer(r->rk);
        const rd_kafka_resp_err_t code = rd_kafka_assign(r->rk, list);
        st = code == RD_KAFKA_RESP_ERR_NO_ERROR ? read_all(r, err)
                                                : no_answer(r, code, err);
    }
    close_client(r);
    return st;
}

static rd_kafka_resp_err_t
count_partitions(const struct rd_kafka_metadata *answer, uint32_t *count)
{
    if (answer->topic_cnt != 1) {
        return RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    }
    *count = (uint32_t)answer->topics[0].partition_cnt;
    return answer->topics[0].err;
}

static enum gz_status ask_count(const struct reading *r, uint32_t *count,
                                struct gz_error *err)
{
    const struct rd_kafka_metadata *answer = NULL;
    rd_kafka_topic_t *topic = rd_kafka_topic_new(r->rk, r->topic, NULL);
    rd_kafka_resp_err_t code =
        rd_kafka_metadata(r->rk, 0, topic, &answer, ASK_TIMEOUT_MS);

    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        code = count_partitions(answer, count);
        rd_kafka_metadata_destroy(answer);
    }
    rd_kafka_topic_destroy(topic);
    return code == RD_KAFKA_RESP_ERR_NO_ERROR ? GZ_OK : no_answer(r, code, err);
}

// Where the partitions end for one who reads what is not committed as well.
static enum gz_status look(struct reading *r,
                           rd_kafka_topic_partition_list_t *list,
                           struct gz_error *err)
{
    uint32_t partitions = 0;
    enum gz_status st = open_client(r, "read_uncommitted", err);

    if (st == GZ_OK) {
        st = ask_count(r, &partitions, err);
    }
    if (st == GZ_OK) {
        st = r->reader->on_open(r->reader->ctx, partitions, err);
    }
    if (st == GZ_OK) {
        st = find_ends(r, list, err);
    }
    close_client(r);
    return st;
}

static enum gz_status read_places(struct reading *r, struct gz_error *err)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new((int)r->count);
    enum gz_status st = look(r, list, err);

    if (st == GZ_OK) {
        st = read_from(r, list, err);
    }
    rd_kafka_topic_partition_list_destroy(list);
    return st;
}

static enum gz_status read_state(void *ctx, const struct gz_position *positions,
                                 size_t count,
                                 const struct gz_alert_state_reader *reader,
                                 struct gz_error *err)
{
    const struct gz_state_reader *owner = ctx;
    struct reading r = {
        .topic = owner->config->alerts.state,
        .count = count,
        .reader = reader,
    };

    gz_client_init(&r.client, owner->config, "gazetted-state", owner->log);
    r.places = calloc(count + 1, sizeof(*r.places));
    if (r.places == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        r.places[i].partition = positions[i].partition;
    }
    const enum gz_status st = read_places(&r, err);
    free(r.places);
    return st;
}

struct gz_alert_state_source gz_state_reader_source(struct gz_state_reader *r)
{
    return (struct gz_alert_state_source){r, read_state};
}
