#include "daemon/notify/alert_text.h"

#include <ctype.h>
#include <inttypes.h>

#include "codecs/alert_encode.h"
#include "codecs/alert_symbol.h"
#include "codecs/article.h"
#include "daemon/base/json_writer.h"
#include "daemon/notify/text_time.h"

enum {
    STORIES = 5,         // that a message for people shows
    SLACK_BYTES = 2700,  // before its end; Slack takes 3,000 characters
};

static const char *state_word(const struct gz_alert_event *a)
{
    switch (a->state) {
    case GZ_ALERT_FIRING:
        return a->repeats > 0 ? "still so" : "new";
    case GZ_ALERT_UPDATED:
        return "more";
    case GZ_ALERT_CONFIRMED:
        return "confirmed now";
    case GZ_ALERT_RESOLVED:
        return "over";
    case GZ_ALERT_SILENCED:
        return "silenced";
    case GZ_ALERT_LAPSED:
        return "silence ended";
    default:
        return "of an unknown state";
    }
}

static const char *severity_word(const struct gz_alert_event *a)
{
    switch (a->severity) {
    case GZ_ALERT_INFO:
        return "info";
    case GZ_ALERT_CRITICAL:
        return "critical";
    default:
        return "warning";
    }
}

// Text from articles on one line: control characters become blanks.
static void put_line(struct gz_buffer *out, struct gz_str s)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        const uint8_t byte = (uint8_t)s.ptr[i];
        gz_buffer_append_byte(out, byte < ' ' || byte == 0x7f ? ' ' : byte);
    }
}

static struct gz_str subject_of(const struct gz_alert_event *a)
{
    return a->entity_name.len_bytes > 0 ? a->entity_name : a->subscription;
}

void gz_alert_text_subject(const struct gz_alert_event *alert,
                           struct gz_buffer *out)
{
    put_line(out, subject_of(alert));
    gz_buffer_append_z(out, ": ");
    put_line(out, alert->why.len_bytes > 0 ? alert->why : alert->subscription);
    gz_buffer_append_fmt(out, " (%s, %s", severity_word(alert),
                         state_word(alert));
    if (!alert->confirmed && alert->doubt.len_bytes > 0) {
        gz_buffer_append_z(out, ", unconfirmed: ");
        put_line(out, alert->doubt);
    }
    gz_buffer_append_byte(out, ')');
}

static void put_count(struct gz_buffer *out, uint32_t count, const char *one,
                      const char *many)
{
    gz_buffer_append_fmt(out, "%" PRIu32 " %s", count, count == 1 ? one : many);
}

static void put_counts(struct gz_buffer *out, const struct gz_alert_event *a)
{
    put_count(out, a->stories, "story", "stories");
    if (a->copies > 0) {
        gz_buffer_append_z(out, " (and ");
        put_count(out, a->copies, "copy", "copies");
        gz_buffer_append_byte(out, ')');
    }
    gz_buffer_append_z(out, " from ");
    put_count(out, a->sources, "source", "sources");
    gz_buffer_append_fmt(out, ", %" PRIu32 " independent", a->independent);
}

static void put_span(struct gz_buffer *out, const struct gz_alert_event *a)
{
    char first[GZ_TEXT_TIME_BYTES];
    char last[GZ_TEXT_TIME_BYTES];

    gz_text_time_short(a->first_ms, first);
    gz_text_time_short(a->last_ms, last);
    gz_buffer_append_fmt(out, "%s to %s", first, last);
    if (a->history == GZ_ALERT_PARTIAL) {
        gz_buffer_append_z(out, " (history is shorter than the window)");
    }
}

// The notice that a silence has ended is about no story.
static void put_silence(struct gz_buffer *out, const struct gz_alert_event *a)
{
    char until[GZ_TEXT_TIME_BYTES];

    gz_text_time_short(a->silenced_until_ms, until);
    gz_buffer_append_fmt(out, "It lasted until %s", until);
    if (a->silence.len_bytes > 0) {
        gz_buffer_append_z(out, ": ");
        put_line(out, a->silence);
    }
}

static void put_origin(struct gz_buffer *out, const struct gz_alert_event *a)
{
    gz_buffer_append_z(out, "Subscription ");
    put_line(out, a->subscription);
    gz_buffer_append_z(out, ", alert ");
    put_line(out, a->alert_id);
}

static uint32_t shown(const struct gz_alert_event *a)
{
    return a->evidence_count < STORIES ? a->evidence_count : STORIES;
}

static void put_omitted(struct gz_buffer *out, const struct gz_alert_event *a)
{
    const uint64_t rest =
        (uint64_t)a->evidence_count - shown(a) + a->evidence_omitted;

    if (rest > 0) {
        gz_buffer_append_fmt(out, "... and %" PRIu64 " more\n", rest);
    }
}

static struct gz_str title_of(const struct gz_alert_evidence *e)
{
    return e->title.len_bytes > 0 ? e->title : e->article_id;
}

static void put_story(struct gz_buffer *out, const struct gz_alert_evidence *e)
{
    char when[GZ_TEXT_TIME_BYTES];

    gz_text_time_short(e->published_ms != GZ_TIME_UNKNOWN ? e->published_ms
                                                          : e->ingested_ms,
                       when);
    gz_buffer_append_z(out, "- ");
    put_line(out, title_of(e));
    gz_buffer_append_z(out, "\n  ");
    put_line(out, e->source.len_bytes > 0 ? e->source
                                          : GZ_STR_LIT("unknown source"));
    gz_buffer_append_fmt(out, ", %s%s\n", when, e->copy ? ", a copy" : "");
    if (e->url.len_bytes > 0) {
        gz_buffer_append_z(out, "  ");
        put_line(out, e->url);
        gz_buffer_append_byte(out, '\n');
    }
}

void gz_alert_text_plain(const struct gz_alert_event *alert,
                         struct gz_buffer *out)
{
    gz_alert_text_subject(alert, out);
    gz_buffer_append_z(out, "\n\n");
    if (alert->state == GZ_ALERT_LAPSED) {
        put_silence(out, alert);
    } else {
        put_counts(out, alert);
        gz_buffer_append_byte(out, '\n');
        put_span(out, alert);
    }
    gz_buffer_append_z(out, "\n\n");
    for (uint32_t i = 0; i < shown(alert); i++) {
        put_story(out, &alert->evidence[i]);
    }
    put_omitted(out, alert);
    if (shown(alert) > 0) {
        gz_buffer_append_byte(out, '\n');
    }
    put_origin(out, alert);
    gz_buffer_append_byte(out, '\n');
}

static void put_type(struct gz_buffer *out, const struct gz_alert_event *a)
{
    const char *name = gz_alert_symbol_name(GZ_ALERT_ENUM_STATE, a->state);

    gz_buffer_append_z(out, "{\"type\":\"alert.");
    for (; *name != '\0'; name++) {
        gz_buffer_append_byte(out, (uint8_t)tolower((unsigned char)*name));
    }
}

void gz_alert_text_json(const struct gz_alert_event *alert,
                        struct gz_buffer *out)
{
    char when[GZ_TEXT_TIME_BYTES];

    gz_text_time_iso(alert->raised_ms, when);
    put_type(out, alert);
    gz_buffer_append_fmt(out, "\",\"timestamp\":\"%s\",\"data\":", when);
    gz_alert_encode_json(alert, out);
    if (gz_buffer_status(out) == GZ_OK && out->data[out->len - 1] == '\n') {
        out->len--;
    }
    gz_buffer_append_byte(out, '}');
}

// What would be markup is escaped; a link's address must not end it.
static void put_markup(struct gz_buffer *out, struct gz_str s, bool address)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        const uint8_t byte = (uint8_t)s.ptr[i];
        if (byte == '&') {
            gz_buffer_append_z(out, "&amp;");
        } else if (byte == '<') {
            gz_buffer_append_z(out, address ? "%3C" : "&lt;");
        } else if (byte == '>') {
            gz_buffer_append_z(out, address ? "%3E" : "&gt;");
        } else if (byte == '|' && address) {
            gz_buffer_append_z(out, "%7C");
        } else {
            gz_buffer_append_byte(out, byte < ' ' || byte == 0x7f ? ' ' : byte);
        }
    }
}

static bool is_link(struct gz_str url)
{
    return gz_str_starts(url, GZ_STR_LIT("https://")) ||
           gz_str_starts(url, GZ_STR_LIT("http://"));
}

static void put_slack_story(struct gz_buffer *out,
                            const struct gz_alert_evidence *e)
{
    gz_buffer_append_z(out, "• ");
    if (is_link(e->url)) {
        gz_buffer_append_byte(out, '<');
        put_markup(out, e->url, true);
        gz_buffer_append_byte(out, '|');
        put_markup(out, title_of(e), false);
        gz_buffer_append_byte(out, '>');
    } else {
        put_markup(out, title_of(e), false);
    }
    gz_buffer_append_z(out, " ");
    put_markup(out, e->source, false);
    gz_buffer_append_byte(out, '\n');
}

static void put_slack_counts(struct gz_buffer *out,
                             const struct gz_alert_event *a)
{
    const size_t before = out->len;
    struct gz_buffer silence;

    if (a->state != GZ_ALERT_LAPSED) {
        put_counts(out, a);
        return;
    }
    gz_buffer_init(&silence, 0);
    put_silence(&silence, a);
    put_markup(out, gz_buffer_str(&silence), false);
    out->len = out->len > SLACK_BYTES ? before : out->len;
    out->status =
        gz_buffer_status(&silence) != GZ_OK ? GZ_NO_MEMORY : out->status;
    gz_buffer_fini(&silence);
}

// Stories are left out, never cut: a link must stay whole.
static void put_slack_body(struct gz_buffer *out,
                           const struct gz_alert_event *a, struct gz_str head)
{
    gz_buffer_append_byte(out, '*');
    put_markup(out, head, false);
    gz_buffer_append_z(out, "*\n");
    put_slack_counts(out, a);
    gz_buffer_append_byte(out, '\n');
    for (uint32_t i = 0; i < shown(a); i++) {
        const size_t before = out->len;
        put_slack_story(out, &a->evidence[i]);
        out->len = out->len > SLACK_BYTES ? before : out->len;
    }
    put_omitted(out, a);
    put_origin(out, a);  // ids, in which nothing is markup
}

static void put_slack(struct gz_buffer *out, struct gz_str head,
                      struct gz_str body)
{
    struct gz_json_writer w;

    gz_json_writer_init(&w, out);
    gz_json_object(&w);
    gz_json_key(&w, "text");
    gz_json_str(&w, head);
    gz_json_key(&w, "blocks");
    gz_json_array(&w);
    gz_json_object(&w);
    gz_json_key(&w, "type");
    gz_json_z(&w, "section");
    gz_json_key(&w, "text");
    gz_json_object(&w);
    gz_json_key(&w, "type");
    gz_json_z(&w, "mrkdwn");
    gz_json_key(&w, "text");
    gz_json_str(&w, body);
    gz_json_object_end(&w);
    gz_json_object_end(&w);
    gz_json_array_end(&w);
    gz_json_object_end(&w);
}

void gz_alert_text_slack(const struct gz_alert_event *alert,
                         struct gz_buffer *out)
{
    struct gz_buffer head;
    struct gz_buffer shown_head;
    struct gz_buffer body;

    gz_buffer_init(&head, 0);
    gz_buffer_init(&shown_head, 0);
    gz_buffer_init(&body, 0);
    gz_alert_text_subject(alert, &head);
    put_markup(&shown_head, gz_buffer_str(&head), false);
    put_slack_body(&body, alert, gz_buffer_str(&head));
    put_slack(out, gz_buffer_str(&shown_head), gz_buffer_str(&body));
    if (gz_buffer_status(&head) != GZ_OK || gz_buffer_status(&body) != GZ_OK ||
        gz_buffer_status(&shown_head) != GZ_OK) {
        out->status = GZ_NO_MEMORY;
    }
    gz_buffer_fini(&head);
    gz_buffer_fini(&shown_head);
    gz_buffer_fini(&body);
}
