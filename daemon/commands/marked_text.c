#include "daemon/commands/marked_text.h"

static const char reset[] = "\x1b[0m";
static const char bold[] = "\x1b[1m";

const char *gz_marked_text_colour(struct gz_str type)
{
    static const struct {
        const char *root;
        const char *colour;
    } colours[] = {
        {"Person", "\x1b[1;33m"}, {"Org", "\x1b[1;36m"},
        {"Place", "\x1b[1;32m"},  {"Norp", "\x1b[1;35m"},
        {"Asset", "\x1b[1;34m"},
    };
    const struct gz_str root = gz_str_cut(&type, '/');
    for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++) {
        if (gz_str_is(root, colours[i].root)) {
            return colours[i].colour;
        }
    }
    return bold;
}

// A name of an article may hold escape sequences meant for the terminal.
static void append_safe(struct gz_buffer *out, struct gz_str s)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        const unsigned char c = (unsigned char)s.ptr[i];
        const bool control = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
        gz_buffer_append_byte(out, control ? ' ' : c);
    }
}

static void append_field(const struct gz_pipeline_view *view,
                         enum gz_field field, bool colours,
                         struct gz_buffer *out)
{
    const struct gz_str text = view->document->fields[field].text;
    uint32_t at = 0;
    for (uint32_t i = 0; i < view->findings->mention_count; i++) {
        const struct gz_mention *m = &view->findings->mentions[i];
        if (m->field != field) {
            continue;
        }
        const struct gz_str type =
            view->findings->entities[m->entity].entry.type;
        append_safe(out, gz_str_of(text.ptr + at, m->begin_byte - at));
        gz_buffer_append_z(out, colours ? gz_marked_text_colour(type) : "[");
        append_safe(out, gz_str_of(text.ptr + m->begin_byte,
                                   m->end_byte - m->begin_byte));
        gz_buffer_append_z(out, colours ? reset : "]");
        at = m->end_byte;
    }
    append_safe(out, gz_str_of(text.ptr + at, text.len_bytes - at));
    if (text.len_bytes > 0) {
        gz_buffer_append_z(out, "\n\n");
    }
}

static void append_entity(const struct gz_event *e, bool colours,
                          struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, "  %.2f  %3u  %-22.*s %-14.*s ", e->salience,
                         e->mention_count, GZ_STR_ARG(e->entity_id),
                         GZ_STR_ARG(e->entity_type));
    gz_buffer_append_z(out,
                       colours ? gz_marked_text_colour(e->entity_type) : "");
    append_safe(out, e->entity_name);
    gz_buffer_append_z(out, colours ? reset : "");
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

void gz_marked_text_append(const struct gz_pipeline_view *view, bool colours,
                           struct gz_buffer *out)
{
    append_field(view, GZ_FIELD_TITLE, colours, out);
    append_field(view, GZ_FIELD_BODY, colours, out);
    gz_buffer_append_z(out, "  salience, mentions, id, type, name\n");
    append_entities(view, colours, out);
    gz_buffer_append_byte(out, '\n');
}
