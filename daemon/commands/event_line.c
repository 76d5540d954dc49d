#include "daemon/commands/event_line.h"

#include "daemon/commands/terminal.h"

void gz_event_line_append(const struct gz_event *event, bool colours,
                          struct gz_buffer *out)
{
    const struct gz_str title = event->article->title;
    gz_buffer_append_fmt(out, "%.2f %3u  %-32.*s %-15.*s ", event->salience,
                         event->mention_count, GZ_STR_ARG(event->entity_id),
                         GZ_STR_ARG(event->entity_type));
    gz_terminal_append_typed(out, event->entity_name, event->entity_type,
                             colours);
    gz_buffer_append_z(out, "  |  ");
    gz_terminal_append_line(out,
                            title.len_bytes > 0 ? title : event->article->id);
    gz_buffer_append_byte(out, '\n');
}
