#include "daemon/commands/evidence_text.h"

#include "codecs/event_symbol.h"
#include "daemon/base/civil_time.h"
#include "daemon/commands/terminal.h"

static void put(struct gz_buffer *out, const char *z)
{
    gz_buffer_append_z(out, z);
}

static void put_text(struct gz_buffer *out, struct gz_str text)
{
    gz_terminal_append_line(out, text);
}

static void put_time(struct gz_buffer *out, int64_t ms)
{
    char when[GZ_CIVIL_TIME_BYTES];
    gz_civil_time_print(ms, when);
    put(out, when);
}

static void put_quoted(struct gz_buffer *out, struct gz_str text)
{
    put(out, "\"");
    put_text(out, text);
    put(out, "\"");
}

static void put_role(struct gz_buffer *out, const struct gz_event_role *r)
{
    put_text(out, r->role);
    put(out, "=");
    if (r->name.len_bytes > 0) {
        put_text(out, r->name);
    }
    if (r->text.len_bytes > 0 && !gz_str_eq(r->text, r->name)) {
        put(out, r->name.len_bytes > 0 ? " " : "");
        put_quoted(out, r->text);
    }
}

static void put_attributions(struct gz_buffer *out,
                             const struct gz_event_fact *f)
{
    for (uint32_t i = 0; i < f->attribution_count; i++) {
        const struct gz_event_attribution *a = &f->attributions[i];
        gz_buffer_append_fmt(
            out, ", source %s",
            gz_event_symbol_name(GZ_EVENT_ENUM_ATTRIBUTION_KIND, a->kind));
        if (a->entity_id.len_bytes > 0) {
            put(out, " ");
            put_text(out, a->entity_id);
        }
        if (a->verb.len_bytes > 0) {
            put(out, " ");
            put_quoted(out, a->verb);
        }
    }
}

static void put_fact(struct gz_buffer *out, const struct gz_event_fact *f)
{
    put(out, "    fact ");
    put_text(out, f->type);
    for (uint32_t i = 0; i < f->role_count; i++) {
        put(out, i > 0 ? ", " : ": ");
        put_role(out, &f->roles[i]);
    }
    put(out, "\n         ");
    gz_buffer_append_fmt(
        out, "%s, %s",
        gz_event_symbol_name(GZ_EVENT_ENUM_POLARITY, f->polarity),
        gz_event_symbol_name(GZ_EVENT_ENUM_MODALITY, f->modality));
    put_attributions(out, f);
    gz_buffer_append_fmt(
        out, "; confidence %.2f, %s characters %u to %u, rule ", f->confidence,
        gz_event_symbol_name(GZ_EVENT_ENUM_FIELD, f->evidence.field),
        f->evidence.begin_cp, f->evidence.end_cp);
    put_text(out, f->rule);
    put(out, "\n");
}

static void put_article(struct gz_buffer *out,
                        const struct gz_alert_evidence *e)
{
    put(out, "  ");
    put_time(out, e->ingested_ms);
    put(out, "  ");
    put_text(out, e->source);
    put(out, "  ");
    put_quoted(out, e->title);
    gz_buffer_append_fmt(out, "  salience %.2f%s\n", e->salience,
                         e->copy ? "  (a near copy)" : "");
    if (e->url.len_bytes > 0) {
        put(out, "    ");
        put_text(out, e->url);
        put(out, "\n");
    }
    put(out, "    article ");
    put_text(out, e->article_id);
    put(out, ", event ");
    put_text(out, e->event_id);
    put(out, "\n");
}

void gz_evidence_text_append(const struct gz_alert_evidence *evidence,
                             struct gz_buffer *out)
{
    put_article(out, evidence);
    for (uint32_t i = 0; i < evidence->fact_count; i++) {
        put_fact(out, &evidence->facts[i]);
    }
}
