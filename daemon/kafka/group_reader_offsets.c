#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/clock.h"
#include "daemon/kafka/group_reader_state.h"
#include "daemon/kafka/trouble.h"

enum { ANSWER_MS = 10000, AGAIN_US = 1000000 };

static const char COMPONENT[] = "notify";

static void drop(rd_kafka_topic_partition_list_t **list)
{
    if (*list != NULL) {
        rd_kafka_topic_partition_list_destroy(*list);
        *list = NULL;
    }
}

// The synchronous call for committed offsets waits for a coordinator, which
// may be away; the answer to this one comes by a queue.
static void ask(struct gz_group_reader *r)
{
    rd_kafka_ListConsumerGroupOffsets_t *question =
        rd_kafka_ListConsumerGroupOffsets_new(r->options.group, r->coming);
    rd_kafka_AdminOptions_t *options = rd_kafka_AdminOptions_new(
        r->rk, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS);

    (void)rd_kafka_AdminOptions_set_request_timeout(options, ANSWER_MS, NULL,
                                                    0);
    rd_kafka_ListConsumerGroupOffsets(r->rk, &question, 1, options, r->answers);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_ListConsumerGroupOffsets_destroy(question);
    r->ask_us = 0;
}

static void ask_later(struct gz_group_reader *r, const char *why)
{
    gz_log_info(r->client.log, COMPONENT,
                "%s: no committed offsets: %s; asking again", r->client.name,
                why);
    r->ask_us = gz_clock_monotonic_us(&gz_clock_system) + AGAIN_US;
}

void gz_group_reader_locate(struct gz_group_reader *r,
                            rd_kafka_topic_partition_list_t *list)
{
    drop(&r->coming);
    r->coming = rd_kafka_topic_partition_list_copy(list);
    if (list->cnt == 0) {
        drop(&r->assigned);
        (void)rd_kafka_assign(r->rk, list);
        drop(&r->coming);
        return;
    }
    ask(r);
}

void gz_group_reader_again(struct gz_group_reader *r)
{
    if (r->assigned == NULL) {
        return;  // it is asked already
    }
    gz_group_reader_resume(r);
    r->coming = r->assigned;
    r->assigned = NULL;
    (void)rd_kafka_assign(r->rk, NULL);
    ask_later(r, "out of memory");
}

void gz_group_reader_forget(struct gz_group_reader *r)
{
    r->options.events.on_revoke(r->options.events.ctx);
    gz_group_reader_resume(r);
    drop(&r->coming);
    drop(&r->assigned);
    r->ask_us = 0;
    (void)rd_kafka_assign(r->rk, NULL);
}

static void take_position(const rd_kafka_topic_partition_t *from,
                          struct gz_group_position *to)
{
    const size_t len = from->metadata_size < sizeof(to->words) - 1
                           ? from->metadata_size
                           : sizeof(to->words) - 1;

    to->partition = from->partition;
    to->offset = from->offset >= 0 ? from->offset : -1;
    if (from->metadata != NULL) {
        memcpy(to->words, from->metadata, len);
    }
}

static void start_reading(struct gz_group_reader *r,
                          const struct gz_group_position *positions)
{
    for (int i = 0; i < r->coming->cnt; i++) {
        r->coming->elems[i].offset = positions[i].offset >= 0
                                         ? positions[i].offset
                                         : RD_KAFKA_OFFSET_BEGINNING;
    }
    gz_group_reader_resume(r);
    drop(&r->assigned);
    r->assigned = r->coming;
    r->coming = NULL;
    (void)rd_kafka_assign(r->rk, r->assigned);
}

// The answer names the partitions in an order of its own.
static bool fill(const struct gz_group_reader *r,
                 const rd_kafka_topic_partition_list_t *answer,
                 struct gz_group_position *positions)
{
    for (int i = 0; i < r->coming->cnt; i++) {
        const rd_kafka_topic_partition_t *p = &r->coming->elems[i];
        bool found = false;
        for (int k = 0; k < answer->cnt && !found; k++) {
            found = answer->elems[k].partition == p->partition &&
                    answer->elems[k].err == RD_KAFKA_RESP_ERR_NO_ERROR;
            if (found) {
                take_position(&answer->elems[k], &positions[i]);
            }
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static void take_offsets(struct gz_group_reader *r,
                         const rd_kafka_topic_partition_list_t *answer)
{
    const struct gz_group_reader_events *events = &r->options.events;
    const size_t count = (size_t)r->coming->cnt;
    struct gz_group_position *positions = calloc(count, sizeof(*positions));

    if (positions == NULL || !fill(r, answer, positions)) {
        ask_later(r, positions == NULL ? "out of memory" : "not for all");
    } else if (!events->on_assign(events->ctx, positions, count)) {
        ask_later(r, "out of memory");
    } else {
        start_reading(r, positions);
    }
    free(positions);
}

static void take_answer(struct gz_group_reader *r, rd_kafka_event_t *event)
{
    const rd_kafka_ListConsumerGroupOffsets_result_t *result =
        rd_kafka_event_ListConsumerGroupOffsets_result(event);
    const rd_kafka_resp_err_t code = rd_kafka_event_error(event);
    size_t count = 0;

    if (result == NULL || r->coming == NULL) {
        return;  // to a question about partitions that went meanwhile
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        ask_later(r, rd_kafka_err2str(code));
        return;
    }
    const rd_kafka_group_result_t **groups =
        rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count);
    const rd_kafka_error_t *error =
        count == 0 ? NULL : rd_kafka_group_result_error(groups[0]);
    if (count == 0 || error != NULL) {
        ask_later(r,
                  error == NULL ? "no answer" : rd_kafka_error_string(error));
        return;
    }
    take_offsets(r, rd_kafka_group_result_partitions(groups[0]));
}

void gz_group_reader_serve(struct gz_group_reader *r)
{
    rd_kafka_event_t *event;

    while ((event = rd_kafka_queue_poll(r->answers, 0)) != NULL) {
        take_answer(r, event);
        rd_kafka_event_destroy(event);
    }
    if (r->coming != NULL && r->ask_us > 0 &&
        gz_clock_monotonic_us(&gz_clock_system) >= r->ask_us) {
        ask(r);
    }
}

// A new assignment with explicit offsets is a barrier: nothing fetched before
// comes any more.
void gz_group_reader_skip_gap(struct gz_group_reader *r,
                              const rd_kafka_message_t *m)
{
    rd_kafka_topic_partition_t *p =
        r->assigned == NULL ? NULL
                            : rd_kafka_topic_partition_list_find(
                                  r->assigned, r->options.topic, m->partition);
    if (p == NULL) {
        return;
    }
    gz_log_error(r->client.log, COMPONENT,
                 "%s: offset %" PRId64 " of %s, partition %" PRId32
                 ", is gone: its records were deleted before this receiver "
                 "got them; going on with the oldest that is left (raise the "
                 "topic's retention)",
                 r->client.name, p->offset, r->options.topic, m->partition);
    p->offset = RD_KAFKA_OFFSET_BEGINNING;
    r->options.events.on_gap(r->options.events.ctx, m->partition);
    (void)rd_kafka_assign(r->rk, r->assigned);
    gz_group_reader_resume(r);
}

static rd_kafka_topic_partition_list_t *
list_of(const struct gz_group_reader *r,
        const struct gz_group_position *positions, size_t count)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new((int)count);

    for (size_t i = 0; i < count; i++) {
        if (positions[i].offset < 0) {
            continue;  // nothing was read yet
        }
        rd_kafka_topic_partition_t *p = rd_kafka_topic_partition_list_add(
            list, r->options.topic, positions[i].partition);
        p->offset = positions[i].offset;
        if (positions[i].words[0] != '\0') {
            p->metadata = strdup(positions[i].words);  // the list frees it
            p->metadata_size =
                p->metadata == NULL ? 0 : strlen(positions[i].words);
        }
    }
    return list;
}

void gz_group_reader_commit(struct gz_group_reader *r,
                            const struct gz_group_position *positions,
                            size_t count)
{
    rd_kafka_topic_partition_list_t *list = list_of(r, positions, count);

    if (list->cnt > 0) {
        (void)rd_kafka_commit(r->rk, list, 1);
    }
    rd_kafka_topic_partition_list_destroy(list);
}
