#include "daemon/notify/receiver_job.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/hash.h"

static size_t bytes_of(const struct gz_record *r)
{
    size_t bytes = r->topic.len_bytes + r->key.len_bytes + r->value.len_bytes;

    for (uint32_t i = 0; i < r->header_count; i++) {
        bytes +=
            r->headers[i].name.len_bytes + r->headers[i].value.len_bytes + 1;
    }
    return bytes;
}

static struct gz_str put(char **to, struct gz_str s)
{
    char *at = *to;

    if (s.ptr == NULL) {
        return s;  // Kafka's null stays one
    }
    memcpy(at, s.ptr, s.len_bytes);
    *to = at + s.len_bytes;
    return gz_str_of(at, s.len_bytes);
}

static void copy(const struct gz_record *from, struct gz_record *to,
                 struct gz_header *headers, char *bytes)
{
    *to = *from;
    to->headers = headers;
    to->topic = put(&bytes, from->topic);
    to->key = put(&bytes, from->key);
    to->value = put(&bytes, from->value);
    for (uint32_t i = 0; i < from->header_count; i++) {
        headers[i].name = put(&bytes, from->headers[i].name);
        *bytes++ = '\0';
        headers[i].value = put(&bytes, from->headers[i].value);
    }
}

struct gz_receiver_job *gz_receiver_job_new(const struct gz_record *record,
                                            struct gz_str id)
{
    const size_t headers_bytes =
        record->header_count * sizeof(struct gz_header);
    const size_t bytes =
        sizeof(struct gz_receiver_job) + headers_bytes + bytes_of(record);
    struct gz_receiver_job *job = malloc(bytes);

    if (job == NULL) {
        return NULL;
    }
    *job = (struct gz_receiver_job){.bytes = bytes};
    struct gz_header *headers = (struct gz_header *)(job + 1);
    copy(record, &job->record, headers,
         (char *)(headers + record->header_count));
    job->key_hash = gz_hash64(record->key.ptr, record->key.len_bytes, 0);
    snprintf(job->id, sizeof(job->id), GZ_STR_FMT, GZ_STR_ARG(id));
    return job;
}
