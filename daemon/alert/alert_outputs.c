#include "daemon/alert/alert_outputs.h"

#include <stdlib.h>

#include "codecs/alert_encode.h"

enum { LIMIT_BYTES = 64 * 1024 * 1024, FIRST_ROOM = 16, HEADERS = 4 };

// Lengths in the order in which the bytes stand in the buffer.
struct gz_alert_outputs_row {
    enum gz_output_to to;
    int32_t partition;
    size_t id_bytes;  // ce_id of an alert
    size_t key_bytes;
    size_t value_bytes;
    bool tombstone;
};

void gz_alert_outputs_init(struct gz_alert_outputs *o, struct gz_str source)
{
    *o = (struct gz_alert_outputs){.source = source};
    gz_buffer_init(&o->bytes, LIMIT_BYTES);
}

void gz_alert_outputs_fini(struct gz_alert_outputs *o)
{
    gz_buffer_fini(&o->bytes);
    free(o->rows);
    free(o->outputs);
    free(o->headers);
}

void gz_alert_outputs_clear(struct gz_alert_outputs *o)
{
    gz_buffer_clear(&o->bytes);
    o->count = 0;
}

static struct gz_alert_outputs_row *add(struct gz_alert_outputs *o)
{
    if (o->count == o->room) {
        const size_t room = o->room == 0 ? FIRST_ROOM : 2 * o->room;
        struct gz_alert_outputs_row *rows =
            realloc(o->rows, room * sizeof(*rows));
        if (rows == NULL) {
            return NULL;
        }
        o->rows = rows;
        o->room = room;
    }
    return &o->rows[o->count++];
}

enum gz_status gz_alert_outputs_alert(struct gz_alert_outputs *o,
                                      const struct gz_alert_event *alert,
                                      uint64_t fingerprint)
{
    struct gz_alert_outputs_row *row = add(o);
    if (row == NULL) {
        return GZ_NO_MEMORY;
    }
    *row = (struct gz_alert_outputs_row){
        .to = GZ_TO_EVENTS,
        .id_bytes = alert->event_id.len_bytes,
        .key_bytes = alert->subscription.len_bytes,
    };
    gz_buffer_append_str(&o->bytes, alert->event_id);
    gz_buffer_append_str(&o->bytes, alert->subscription);
    const size_t begin = o->bytes.len;
    gz_alert_encode_single_object(alert, fingerprint, &o->bytes);
    row->value_bytes = o->bytes.len - begin;
    return gz_buffer_status(&o->bytes);
}

enum gz_status gz_alert_outputs_state(struct gz_alert_outputs *o,
                                      int32_t partition, struct gz_str key,
                                      struct gz_str value)
{
    struct gz_alert_outputs_row *row = add(o);
    if (row == NULL) {
        return GZ_NO_MEMORY;
    }
    *row = (struct gz_alert_outputs_row){
        .to = GZ_TO_STATE,
        .partition = partition,
        .key_bytes = key.len_bytes,
        .value_bytes = value.len_bytes,
        .tombstone = value.ptr == NULL,
    };
    gz_buffer_append_str(&o->bytes, key);
    gz_buffer_append_str(&o->bytes, value);
    return gz_buffer_status(&o->bytes);
}

static bool make_room(struct gz_alert_outputs *o)
{
    if (o->count <= o->output_room) {
        return true;
    }
    free(o->outputs);
    free(o->headers);
    o->outputs = calloc(o->room, sizeof(*o->outputs));
    o->headers = calloc(o->room, HEADERS * sizeof(*o->headers));
    o->output_room = o->outputs == NULL || o->headers == NULL ? 0 : o->room;
    return o->output_room > 0;
}

static struct gz_str take(const char **at, size_t len)
{
    const struct gz_str s = gz_str_of(*at, len);
    *at += len;
    return s;
}

// CloudEvents' Kafka binding, binary mode.
static void fill_headers(const struct gz_alert_outputs *o,
                         struct gz_header *headers, struct gz_str id)
{
    headers[0] = (struct gz_header){GZ_STR_LIT("ce_id"), id};
    headers[1] = (struct gz_header){GZ_STR_LIT("ce_type"),
                                    GZ_STR_LIT("gazetted.AlertEvent")};
    headers[2] = (struct gz_header){GZ_STR_LIT("ce_source"), o->source};
    headers[3] =
        (struct gz_header){GZ_STR_LIT("ce_specversion"), GZ_STR_LIT("1.0")};
}

const struct gz_output *gz_alert_outputs_all(struct gz_alert_outputs *o)
{
    static const struct gz_output none;
    const char *at = (const char *)o->bytes.data;

    if (o->count == 0) {
        return &none;
    }
    if (!make_room(o)) {
        return NULL;
    }
    for (size_t i = 0; i < o->count; i++) {
        const struct gz_alert_outputs_row *row = &o->rows[i];
        struct gz_header *headers = &o->headers[i * HEADERS];
        const struct gz_str id = take(&at, row->id_bytes);
        o->outputs[i] = (struct gz_output){
            .to = row->to,
            .partition = row->partition,
            .key = take(&at, row->key_bytes),
            .value = take(&at, row->value_bytes),
        };
        if (row->tombstone) {
            o->outputs[i].value = gz_str_of(NULL, 0);
        }
        if (row->to == GZ_TO_EVENTS) {
            fill_headers(o, headers, id);
            o->outputs[i].headers = headers;
            o->outputs[i].header_count = HEADERS;
        }
    }
    return o->outputs;
}
