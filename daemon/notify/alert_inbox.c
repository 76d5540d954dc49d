#include "daemon/notify/alert_inbox.h"

#include <inttypes.h>
#include <stdio.h>

#include "codecs/alert_decode.h"
#include "codecs/alert_schema.h"

enum { ARENA_BYTES = 64 << 20, ID_BYTES = 64 };

enum gz_status gz_alert_inbox_init(struct gz_alert_inbox *inbox,
                                   struct gz_error *err)
{
    *inbox = (struct gz_alert_inbox){.arena = gz_arena_new(ARENA_BYTES)};
    if (inbox->arena == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    return gz_alert_schema_check(&inbox->fingerprint, err);
}

void gz_alert_inbox_fini(struct gz_alert_inbox *inbox)
{
    gz_arena_free(inbox->arena);
    inbox->arena = NULL;
}

// The id goes into headers of HTTP and of mails.
static bool is_id(struct gz_str id)
{
    for (size_t i = 0; i < id.len_bytes; i++) {
        const char c = id.ptr[i];
        const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!good) {
            return false;
        }
    }
    return id.len_bytes > 0 && id.len_bytes <= ID_BYTES;
}

static void refuse(struct gz_outcome *why, enum gz_status st,
                   const struct gz_error *err)
{
    const char *text = gz_error_text(err);
    const char *lead = "error: ";
    const size_t skip =
        strncmp(text, lead, strlen(lead)) == 0 ? strlen(lead) : 0;

    gz_outcome_set(why, GZ_OUTCOME_REFUSED,
                   st == GZ_MISMATCH ? "other_schema" : "not_an_alert", "%.*s",
                   (int)strcspn(text + skip, "\n"), text + skip);
}

enum gz_status gz_alert_inbox_open(struct gz_alert_inbox *inbox,
                                   struct gz_str value,
                                   const struct gz_alert_event **out,
                                   struct gz_outcome *why)
{
    struct gz_error err;

    gz_error_init(&err);
    gz_arena_reset(inbox->arena);
    enum gz_status st = gz_alert_decode_single_object(value, inbox->fingerprint,
                                                      inbox->arena, out, &err);
    if (st == GZ_OK && !is_id((*out)->alert_id)) {
        st = gz_error_set(&err, GZ_INVALID,
                          "its alert_id is not 1 to %d letters and digits",
                          ID_BYTES);
    }
    if (st != GZ_OK) {
        refuse(why, st, &err);
    }
    gz_error_fini(&err);
    return st;
}

void gz_alert_inbox_id(const struct gz_alert_event *alert,
                       char out[GZ_RECEIVER_ID_BYTES])
{
    snprintf(out, GZ_RECEIVER_ID_BYTES, GZ_STR_FMT "-%" PRIu32,
             GZ_STR_ARG(alert->alert_id), alert->sequence);
}
