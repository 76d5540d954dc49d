// An alert as a mail.  The body is base64: no line is too long, none begins
// with a dot, and no relay rewrites it.

#include "daemon/base/base64.h"
#include "daemon/notify/alert_text.h"
#include "daemon/notify/text_time.h"

enum {
    WORD_BYTES = 45,  // of an encoded word, 72 characters with its frame
    LINE_BYTES = 57,  // of the body, 76 characters
    SUBJECT_BYTES = 240,
};

static bool is_continuation(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

// The first part of s, at most so many bytes, without half a character.
static struct gz_str head_of(struct gz_str s, size_t most)
{
    size_t len = s.len_bytes < most ? s.len_bytes : most;

    while (len > 0 && len < s.len_bytes &&
           is_continuation((uint8_t)s.ptr[len])) {
        len--;
    }
    return gz_str_of(s.ptr, len);
}

static bool is_ascii(struct gz_str s)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        if (s.ptr[i] < ' ' || s.ptr[i] > '~') {
            return false;
        }
    }
    // What looks like an encoded word would be decoded.
    return memmem(s.ptr, s.len_bytes, "=?", 2) == NULL;
}

// RFC 2047.
static void put_encoded(struct gz_buffer *out, struct gz_str s)
{
    const char *joint = "";

    while (s.len_bytes > 0) {
        const struct gz_str word = head_of(s, WORD_BYTES);
        const size_t len = word.len_bytes > 0 ? word.len_bytes : 1;
        gz_buffer_append_fmt(out, "%s=?UTF-8?B?", joint);
        gz_base64_encode(gz_str_of(s.ptr, len), out);
        gz_buffer_append_z(out, "?=");
        joint = "\n ";
        s = gz_str_of(s.ptr + len, s.len_bytes - len);
    }
}

static void put_subject(struct gz_buffer *out, struct gz_str whole)
{
    const struct gz_str subject = head_of(whole, SUBJECT_BYTES);

    gz_buffer_append_z(out, "Subject: ");
    if (is_ascii(subject)) {
        gz_buffer_append_str(out, subject);
    } else {
        put_encoded(out, subject);
    }
    gz_buffer_append_byte(out, '\n');
}

static void put_addresses(struct gz_buffer *out, const char *from,
                          const char *const *to, size_t count)
{
    gz_buffer_append_fmt(out, "From: %s\nTo: ", from);
    for (size_t i = 0; i < count; i++) {
        gz_buffer_append_fmt(out, "%s%s", i == 0 ? "" : ",\n ", to[i]);
    }
    gz_buffer_append_byte(out, '\n');
}

static void put_ids(struct gz_buffer *out, const struct gz_alert_event *a,
                    const char *from, struct gz_str id)
{
    const char *at = strrchr(from, '@');
    struct gz_str domain = gz_str_z(at == NULL ? "localhost" : at + 1);
    domain = gz_str_cut(&domain, '>');

    gz_buffer_append_fmt(out, "Message-ID: <" GZ_STR_FMT "@" GZ_STR_FMT ">\n",
                         GZ_STR_ARG(id), GZ_STR_ARG(domain));
    if (a->sequence > 0) {
        gz_buffer_append_fmt(out,
                             "References: <" GZ_STR_FMT "-0@" GZ_STR_FMT ">\n",
                             GZ_STR_ARG(a->alert_id), GZ_STR_ARG(domain));
    }
}

static void put_body(struct gz_buffer *out, struct gz_str text)
{
    for (size_t i = 0; i < text.len_bytes; i += LINE_BYTES) {
        const size_t rest = text.len_bytes - i;
        gz_base64_encode(
            gz_str_of(text.ptr + i, rest < LINE_BYTES ? rest : LINE_BYTES),
            out);
        gz_buffer_append_byte(out, '\n');
    }
}

void gz_alert_text_mail(const struct gz_alert_event *alert, const char *from,
                        const char *const *to, size_t count, struct gz_str id,
                        struct gz_buffer *out)
{
    char date[GZ_TEXT_TIME_BYTES];
    struct gz_buffer text;

    gz_buffer_init(&text, 0);
    gz_text_time_mail(alert->raised_ms, date);
    put_addresses(out, from, to, count);
    gz_alert_text_subject(alert, &text);
    put_subject(out, gz_buffer_str(&text));
    gz_buffer_append_fmt(out, "Date: %s\n", date);
    put_ids(out, alert, from, id);
    gz_buffer_append_z(out, "Auto-Submitted: auto-generated\n"
                            "MIME-Version: 1.0\n"
                            "Content-Type: text/plain; charset=utf-8\n"
                            "Content-Transfer-Encoding: base64\n\n");
    text.len = 0;
    gz_alert_text_plain(alert, &text);
    put_body(out, gz_buffer_str(&text));
    if (gz_buffer_status(&text) != GZ_OK) {
        out->status = gz_buffer_status(&text);
    }
    gz_buffer_fini(&text);
}
