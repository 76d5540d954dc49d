// The schema of the events, held against the encoder.

#include "codecs/event_schema.h"

#include <stdlib.h>

#include "codecs/event_encode.h"
#include "codecs/event_probe.h"
#include "codecs/event_schema_check.h"

// Made by gz_embed() from schemas/entity_event.avsc.
extern const char gz_entity_event_avsc[];
extern const size_t gz_entity_event_avsc_size;

struct gz_event_schema {
    uint64_t fingerprint;
};

struct gz_str gz_event_schema_text(void)
{
    return gz_str_of(gz_entity_event_avsc, gz_entity_event_avsc_size);
}

uint64_t gz_event_schema_fingerprint(const struct gz_event_schema *schema)
{
    return schema->fingerprint;
}

static enum gz_status check(struct gz_event_schema *s, struct gz_error *err)
{
    struct gz_buffer encoded;
    gz_buffer_init(&encoded, 0);
    gz_event_encode(gz_event_probe(), &encoded);
    enum gz_status st = gz_buffer_status(&encoded);
    if (st == GZ_OK) {
        struct gz_event_schema_probe probe = {
            .thing = "event",
            .avsc = gz_event_schema_text(),
            .encoded = gz_buffer_str(&encoded),
        };
        probe.lines = gz_event_probe_lines(&probe.line_count);
        st = gz_event_schema_check(&probe, &s->fingerprint, err);
    } else {
        gz_error_set(err, st, "out of memory");
    }
    gz_buffer_fini(&encoded);
    return st;
}

enum gz_status gz_event_schema_new(struct gz_event_schema **out,
                                   struct gz_error *err)
{
    *out = NULL;
    struct gz_event_schema *s = calloc(1, sizeof(*s));
    if (s == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    const enum gz_status st = check(s, err);
    if (st != GZ_OK) {
        gz_event_schema_free(s);
        return st;
    }
    *out = s;
    return GZ_OK;
}

void gz_event_schema_free(struct gz_event_schema *schema)
{
    free(schema);
}
