// The schema of the alerts, held against the encoder.

#include "codecs/alert_schema.h"

#include "codecs/alert_encode.h"
#include "codecs/alert_probe.h"
#include "codecs/event_schema_check.h"

// Made by gz_embed() from schemas/alert_event.avsc.
extern const char gz_alert_event_avsc[];
extern const size_t gz_alert_event_avsc_size;

struct gz_str gz_alert_schema_text(void)
{
    return gz_str_of(gz_alert_event_avsc, gz_alert_event_avsc_size);
}

enum gz_status gz_alert_schema_check(uint64_t *fingerprint,
                                     struct gz_error *err)
{
    struct gz_buffer encoded;
    gz_buffer_init(&encoded, 0);
    gz_alert_encode(gz_alert_probe(), &encoded);
    enum gz_status st = gz_buffer_status(&encoded);
    if (st == GZ_OK) {
        struct gz_event_schema_probe probe = {
            .thing = "alert",
            .avsc = gz_alert_schema_text(),
            .encoded = gz_buffer_str(&encoded),
        };
        probe.lines = gz_alert_probe_lines(&probe.line_count);
        st = gz_event_schema_check(&probe, fingerprint, err);
    } else {
        gz_error_set(err, st, "out of memory");
    }
    gz_buffer_fini(&encoded);
    return st;
}
