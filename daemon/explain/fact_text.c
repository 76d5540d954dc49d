#include "daemon/explain/fact_text.h"

#include "codecs/event_symbol.h"
#include "daemon/commands/terminal.h"
#include "rules/values/value_text.h"

static void append_quoted(const struct gz_document *doc,
                          const struct gz_span *span, struct gz_buffer *out)
{
    const struct gz_str text = doc->fields[span->field].text;
    gz_buffer_append_byte(out, '"');
    gz_terminal_append_line(out, gz_str_of(text.ptr + span->begin_byte,
                                           span->end_byte - span->begin_byte));
    gz_buffer_append_byte(out, '"');
}

static void append_entity(const struct gz_findings *findings, uint32_t entity,
                          bool colours, struct gz_buffer *out)
{
    const struct gz_entry *entry = &findings->entities[entity].entry;
    gz_terminal_append_typed(out, entry->name, entry->type, colours);
}

void gz_fact_text_roles(const struct gz_findings *findings,
                        const struct gz_document *doc,
                        const struct gz_fact *fact, bool colours,
                        struct gz_buffer *out)
{
    for (uint32_t i = 0; i < fact->role_count; i++) {
        const struct gz_role *role = &fact->roles[i];
        gz_buffer_append_z(out, i > 0 ? ", " : "");
        gz_terminal_append_line(out, role->role);
        gz_buffer_append_byte(out, '=');
        if (role->entity != GZ_FINDINGS_NONE) {
            append_entity(findings, role->entity, colours, out);
        } else if (role->value != NULL) {
            gz_value_print(out, role->value);
        } else {
            append_quoted(doc, &role->span, out);
        }
    }
}

static void append_attribution(const struct gz_findings *findings,
                               const struct gz_document *doc,
                               const struct gz_attribution *a, bool colours,
                               struct gz_buffer *out)
{
    gz_buffer_append_fmt(
        out, "  %s",
        gz_event_symbol_name(GZ_EVENT_ENUM_ATTRIBUTION_KIND, a->kind));
    if (a->entity != GZ_FINDINGS_NONE) {
        gz_buffer_append_byte(out, ' ');
        append_entity(findings, a->entity, colours, out);
    } else if (a->span.end_byte > a->span.begin_byte) {
        gz_buffer_append_byte(out, ' ');
        append_quoted(doc, &a->span, out);
    }
    if (a->verb.len_bytes > 0) {
        gz_buffer_append_z(out, " (");
        gz_terminal_append_line(out, a->verb);
        gz_buffer_append_byte(out, ')');
    }
}

void gz_fact_text_status(const struct gz_findings *findings,
                         const struct gz_document *doc,
                         const struct gz_fact *fact, bool colours,
                         struct gz_buffer *out)
{
    if (fact->polarity != GZ_POLARITY_POSITIVE) {
        gz_buffer_append_fmt(
            out, "  %s",
            gz_event_symbol_name(GZ_EVENT_ENUM_POLARITY, fact->polarity));
    }
    if (fact->modality != GZ_MODALITY_ACTUAL) {
        gz_buffer_append_fmt(
            out, "  %s",
            gz_event_symbol_name(GZ_EVENT_ENUM_MODALITY, fact->modality));
    }
    for (uint32_t i = 0; i < fact->attribution_count; i++) {
        append_attribution(findings, doc, &fact->attributions[i], colours, out);
    }
}

void gz_fact_text_append(const struct gz_findings *findings,
                         const struct gz_document *doc,
                         const struct gz_fact *fact, bool colours,
                         struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, "  %.2f  ", fact->confidence);
    gz_terminal_append_line(out, fact->type);
    gz_buffer_append_z(out, "  ");
    gz_fact_text_roles(findings, doc, fact, colours, out);
    gz_fact_text_status(findings, doc, fact, colours, out);
    gz_buffer_append_z(out, "  ");
    gz_terminal_append_line(out, fact->rule);
    gz_buffer_append_byte(out, '\n');
}
