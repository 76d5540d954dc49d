#include "daemon/kafka/start.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/base/clock.h"
#include "daemon/kafka/trouble.h"

enum {
    // For all answers together.  Offsets that a dead worker's transaction is
    // about to change become known when it times out, plus up to ten seconds
    // in which the broker looks for such.
    PATIENCE_MS = 40000,
    ASK_TIMEOUT_MS = 5000,
    ASK_PAUSE_NS = 200 * 1000 * 1000,
    REASON_BYTES = 512,
};

// Asking again is worth it while time is left.  An answer that comes at once,
// as while a coordinator moves, must not use up the tries.
static bool ask_again(rd_kafka_resp_err_t code,
                      const struct gz_start_patience *patience)
{
    static const struct timespec pause = {0, ASK_PAUSE_NS};

    patience->on_wait(patience->ctx);

    if (code == RD_KAFKA_RESP_ERR_NO_ERROR ||
        gz_trouble_of(code) == GZ_TROUBLE_NO_RIGHT ||
        gz_clock_monotonic_us(&gz_clock_system) >= patience->end_us) {
        return false;
    }
    (void)nanosleep(&pause, NULL);
    return true;
}

static enum gz_status report(const struct gz_client *client, int code,
                             struct gz_error *err)
{
    char text[REASON_BYTES];

    gz_trouble_describe(text, sizeof(text), code, NULL, client->config);
    return gz_error_set(err, gz_trouble_status(gz_trouble_of(code)),
                        "cannot read the committed offsets of group %s: %s",
                        client->route->group, text);
}

// An answer as a whole may be good and that of a partition not: its offset is
// then no offset, and must not be taken for "none was committed".
static rd_kafka_resp_err_t
first_error(const rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;

    for (int i = 0; code == RD_KAFKA_RESP_ERR_NO_ERROR && i < list->cnt; i++) {
        code = list->elems[i].err;
    }
    return code;
}

rd_kafka_resp_err_t gz_start_committed(rd_kafka_t *rk,
                                       rd_kafka_topic_partition_list_t *list,
                                       int timeout_ms)
{
    const rd_kafka_resp_err_t code = rd_kafka_committed(rk, list, timeout_ms);

    return code == RD_KAFKA_RESP_ERR_NO_ERROR ? first_error(list) : code;
}

struct gz_attempts gz_start_attempts(const rd_kafka_topic_partition_t *p)
{
    return gz_attempts_parse(gz_str_of(p->metadata, p->metadata_size));
}

static enum gz_status ask_committed(rd_kafka_t *rk,
                                    const struct gz_client *client,
                                    rd_kafka_topic_partition_list_t *list,
                                    const struct gz_start_patience *patience,
                                    struct gz_error *err)
{
    rd_kafka_resp_err_t code;

    do {
        code = gz_start_committed(rk, list, ASK_TIMEOUT_MS);
    } while (ask_again(code, patience));
    return code == RD_KAFKA_RESP_ERR_NO_ERROR ? GZ_OK
                                              : report(client, code, err);
}

// The start is asked for and kept as a number.  Were it only "the end",
// records that come before the first commit would be skipped by a restart;
// and only a number can be committed before the first record is read.
static enum gz_status ask_start(rd_kafka_t *rk, const struct gz_client *client,
                                rd_kafka_topic_partition_t *p,
                                const struct gz_start_patience *patience,
                                struct gz_error *err)
{
    rd_kafka_resp_err_t code;
    int64_t low = 0;
    int64_t high = 0;

    do {
        code = rd_kafka_query_watermark_offsets(rk, p->topic, p->partition,
                                                &low, &high, ASK_TIMEOUT_MS);
    } while (ask_again(code, patience));
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return report(client, code, err);
    }
    p->offset = client->route->start == GZ_CONFIG_LATEST ? high : low;
    return GZ_OK;
}

static enum gz_status find_one(rd_kafka_t *rk, const struct gz_client *client,
                               rd_kafka_topic_partition_t *p,
                               struct gz_delivery_start *start,
                               const struct gz_start_patience *patience,
                               struct gz_error *err)
{
    enum gz_status st = GZ_OK;
    const bool known = p->offset >= 0;

    if (!known) {
        st = ask_start(rk, client, p, patience, err);
    }
    *start = (struct gz_delivery_start){
        .partition = p->partition,
        .offset = p->offset,
        .committed = known ? p->offset : -1,
        .attempts = gz_start_attempts(p),
    };
    return st;
}

enum gz_status gz_start_find(rd_kafka_t *rk, const struct gz_client *client,
                             rd_kafka_topic_partition_list_t *list,
                             struct gz_delivery_start **starts,
                             struct gz_start_patience *patience,
                             struct gz_error *err)
{
    *starts = calloc((size_t)list->cnt + 1, sizeof(**starts));
    if (*starts == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    if (list->cnt == 0) {
        return GZ_OK;
    }
    patience->end_us =
        gz_clock_monotonic_us(&gz_clock_system) + (int64_t)PATIENCE_MS * 1000;
    enum gz_status st = ask_committed(rk, client, list, patience, err);
    for (int i = 0; st == GZ_OK && i < list->cnt; i++) {
        st =
            find_one(rk, client, &list->elems[i], &(*starts)[i], patience, err);
    }
    return st;
}

void gz_start_gap_words(const struct gz_offset_gap *gap, char *text,
                        size_t size)
{
    char found[160];
    const bool known = gap->low >= 0 && gap->high >= 0;
    if (known && gap->offset < gap->low) {
        snprintf(found, sizeof(found),
                 "%" PRId64 " records were deleted before they were read; "
                 "raise the topic's retention, then go on behind the gap",
                 gap->low - gap->offset);
    } else {
        snprintf(found, sizeof(found), "%s",
                 known ? "was the topic made anew? go on"
                       : "it may still be recovering: start again; if that "
                         "does not help, go on");
    }
    char held[64] = "does not say what it holds";
    if (known) {
        snprintf(held, sizeof(held), "holds %" PRId64 " to %" PRId64, gap->low,
                 gap->high);
    }
    snprintf(text, size,
             "offset %" PRId64 " of %s, partition %" PRId32
             ", is gone: the broker %s; %s with kafka-consumer-groups "
             "--group %s --topic %s --reset-offsets --to-earliest --execute",
             gap->offset, gap->topic, gap->partition, held, found, gap->group,
             gap->topic);
}

void gz_start_describe_gap(rd_kafka_t *rk, const struct gz_route *route,
                           const rd_kafka_message_t *m, char *text, size_t size)
{
    struct gz_offset_gap gap = {
        .topic = route->input,
        .group = route->group,
        .partition = m->partition,
        .offset = m->offset,
        .low = -1,
        .high = -1,
    };
    (void)rd_kafka_query_watermark_offsets(rk, gap.topic, gap.partition,
                                           &gap.low, &gap.high, ASK_TIMEOUT_MS);
    gz_start_gap_words(&gap, text, size);
}
