#include "daemon/commands/marked_text.h"

#include "daemon/commands/terminal.h"
#include "daemon/explain/fact_text.h"

static void append_field(const struct gz_pipeline_view *view,
                         enum gz_field field, bool colours,
                         struct gz_buffer *out)
{
    const struct gz_str text = view->document->fields[field].text;
    uint32_t at = 0;
    if (text.len_bytes == 0) {
        return;
    }
    for (uint32_t i = 0; i < view->findings->mention_count; i++) {
        const struct gz_mention *m = &view->findings->mentions[i];
        if (m->field != field || m->begin_byte < at) {
            continue;  // one inside another is not marked
        }
        const struct gz_str type =
            view->findings->entities[m->entity].entry.type;
        gz_terminal_append(out, gz_str_of(text.ptr + at, m->begin_byte - at));
        gz_buffer_append_z(out, colours ? "" : "[");
        gz_terminal_append_typed(
            out,
            gz_str_of(text.ptr + m->begin_byte, m->end_byte - m->begin_byte),
            type, colours);
        gz_buffer_append_z(out, colours ? "" : "]");
        at = m->end_byte;
    }
    gz_terminal_append(out, gz_str_of(text.ptr + at, text.len_bytes - at));
    gz_buffer_append_z(out, "\n\n");
}

static void append_entity(const struct gz_event *e, bool colours,
                          struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, "  %.2f  %3u  %-32.*s %-15.*s ", e->salience,
                         e->mention_count, GZ_STR_ARG(e->entity_id),
                         GZ_STR_ARG(e->entity_type));
    gz_terminal_append_typed(out, e->entity_name, e->entity_type, colours);
    gz_buffer_append_byte(out, '\n');
}

// Scores are few distinct values, so a pass per rank is cheap enough here.
static void append_entities(const struct gz_pipeline_view *view, bool colours,
                            struct gz_buffer *out)
{
    double below = 2;
    for (;;) {
        double next = -1;
        for (uint32_t i = 0; i < view->event_count; i++) {
            const double score = view->events[i].salience;
            next = score < below && score > next ? score : next;
        }
        if (next < 0) {
            return;
        }
        for (uint32_t i = 0; i < view->event_count; i++) {
            const double score = view->events[i].salience;
            if (score < below && score >= next) {
                append_entity(&view->events[i], colours, out);
            }
        }
        below = next;
    }
}

static void append_facts(const struct gz_pipeline_view *view, bool colours,
                         struct gz_buffer *out)
{
    const struct gz_findings *findings = view->findings;
    if (findings->fact_count > 0) {
        gz_buffer_append_z(out, "\n  confidence, fact, roles, rule\n");
    }
    for (uint32_t i = 0; i < findings->fact_count; i++) {
        gz_fact_text_append(findings, view->document, &findings->facts[i],
                            colours, out);
    }
}

void gz_marked_text_append(const struct gz_pipeline_view *view, bool colours,
                           struct gz_buffer *out)
{
    append_field(view, GZ_FIELD_TITLE, colours, out);
    append_field(view, GZ_FIELD_BODY, colours, out);
    if (view->findings->truncated) {
        gz_buffer_append_z(out, "  truncated: the article is too costly to be "
                                "read to its end\n\n");
    }
    gz_buffer_append_z(out, "  salience, mentions, id, type, name\n");
    append_entities(view, colours, out);
    append_facts(view, colours, out);
    gz_buffer_append_byte(out, '\n');
}
