// Any bytes as an AlertEvent: what is accepted can be told in every form, and
// nothing in it begins a header of a mail.

#include <assert.h>
#include <string.h>

#include "daemon/notify/alert_inbox.h"
#include "daemon/notify/alert_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t head_lines(const struct gz_buffer *mail)
{
    const char *text = (const char *)mail->data;
    const char *end = memmem(text, mail->len, "\n\n", 2);
    size_t count = 0;

    assert(end != NULL);
    for (const char *c = text; c < end; c++) {
        // Lines that begin with a blank belong to the one before.
        count += *c == '\n' && c[1] != ' ';
    }
    return count;
}

static void tell(const struct gz_alert_event *alert)
{
    static const char *const to[] = {"a@b"};
    char id[GZ_RECEIVER_ID_BYTES];
    struct gz_buffer out;

    gz_buffer_init(&out, 0);
    gz_alert_text_json(alert, &out);
    gz_buffer_clear(&out);
    gz_alert_text_slack(alert, &out);
    assert(memchr(out.data, '\n', out.len) == NULL);
    gz_buffer_clear(&out);
    gz_alert_inbox_id(alert, id);
    gz_alert_text_mail(alert, "g@h", to, 1, gz_str_z(id), &out);
    assert(head_lines(&out) == 8 + (alert->sequence > 0));
    gz_buffer_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct gz_str bytes = {(const char *)data, size};
    const struct gz_alert_event *alert = NULL;
    struct gz_alert_inbox inbox = {.arena = gz_arena_new(1 << 20)};
    struct gz_outcome why;

    if (inbox.arena == NULL) {
        return 0;
    }
    // The frame of fingerprint 0, so that any bytes behind it are looked at.
    static const char frame[10] = {(char)0xc3, 0x01};
    struct gz_buffer framed;
    gz_buffer_init(&framed, 0);
    gz_buffer_append(&framed, frame, sizeof(frame));
    gz_buffer_append_str(&framed, bytes);
    if (gz_buffer_status(&framed) == GZ_OK &&
        gz_alert_inbox_open(&inbox, gz_buffer_str(&framed), &alert, &why) ==
            GZ_OK) {
        tell(alert);
    }
    gz_buffer_fini(&framed);
    gz_alert_inbox_fini(&inbox);
    return 0;
}
