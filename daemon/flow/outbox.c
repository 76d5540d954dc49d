#include "daemon/flow/outbox.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

// A record is one block: its outputs, then their headers, then all text.
struct copy {
    struct gz_header *headers;
    char *text;
};

static size_t text_bytes(const struct gz_output *out)
{
    size_t bytes = out->key.len_bytes + out->value.len_bytes;

    for (uint32_t i = 0; i < out->header_count; i++) {
        bytes += out->headers[i].name.len_bytes;
        bytes += out->headers[i].value.len_bytes;
    }
    return bytes;
}

static size_t block_bytes(const struct gz_output *outputs, size_t count)
{
    size_t bytes = sizeof(struct gz_outbox_record);

    for (size_t i = 0; i < count; i++) {
        bytes += sizeof(struct gz_output) + text_bytes(&outputs[i]) +
                 outputs[i].header_count * sizeof(struct gz_header);
    }
    return bytes;
}

// Kafka's null stays null.
static struct gz_str copy_text(struct copy *to, struct gz_str from)
{
    if (from.ptr == NULL) {
        return from;
    }
    char *text = to->text;
    memcpy(text, from.ptr, from.len_bytes);
    to->text += from.len_bytes;
    return gz_str_of(text, from.len_bytes);
}

static void copy_output(struct copy *to, const struct gz_output *from,
                        struct gz_output *out)
{
    *out = *from;
    out->key = copy_text(to, from->key);
    out->value = copy_text(to, from->value);
    out->headers = to->headers;
    for (uint32_t i = 0; i < from->header_count; i++) {
        *to->headers++ = (struct gz_header){
            copy_text(to, from->headers[i].name),
            copy_text(to, from->headers[i].value),
        };
    }
}

static size_t count_headers(const struct gz_output *outputs, size_t count)
{
    size_t headers = 0;

    for (size_t i = 0; i < count; i++) {
        headers += outputs[i].header_count;
    }
    return headers;
}

enum gz_status gz_outbox_put(struct gz_outbox *o, uint32_t slot,
                             const struct gz_output *outputs, size_t count)
{
    struct gz_outbox_record *r = malloc(block_bytes(outputs, count));
    if (r == NULL) {
        return GZ_NO_MEMORY;
    }
    struct gz_header *headers = (struct gz_header *)(r->outputs + count);
    struct copy to = {headers,
                      (char *)(headers + count_headers(outputs, count))};

    *r = (struct gz_outbox_record){.slot = slot, .count = (uint32_t)count};
    for (size_t i = 0; i < count; i++) {
        copy_output(&to, &outputs[i], &r->outputs[i]);
        r->bytes += outputs[i].key.len_bytes + outputs[i].value.len_bytes;
    }
    if (o->last == NULL) {
        o->first = r;
    } else {
        o->last->next = r;
    }
    o->last = r;
    o->records++;
    o->bytes += r->bytes;
    return GZ_OK;
}

void gz_outbox_drop(struct gz_outbox *o)
{
    struct gz_outbox_record *r = o->first;
    assert(r != NULL);

    o->first = r->next;
    if (o->first == NULL) {
        o->last = NULL;
    }
    o->records--;
    o->bytes -= r->bytes;
    free(r);
}

void gz_outbox_clear(struct gz_outbox *o)
{
    while (o->first != NULL) {
        gz_outbox_drop(o);
    }
}
