#include "daemon/commands/event_line.h"

#include "daemon/commands/terminal.h"

enum { ID_WIDTH = 32, TYPE_WIDTH = 15 };

static void append_column(struct gz_buffer *out, struct gz_str text, int width)
{
    const size_t begin = out->len;

    gz_terminal_append_line(out, text);
    const int used = (int)(out->len - begin);
    gz_buffer_append_fmt(out, "%*s", used < width ? width - used + 1 : 1, "");
}

void gz_event_line_append(const struct gz_event *event, bool colours,
                          struct gz_buffer *out)
{
    const struct gz_str title = event->article->title;
    gz_buffer_append_fmt(out, "%.2f %3u  ", event->salience,
                         event->mention_count);
    append_column(out, event->entity_id, ID_WIDTH);
    append_column(out, event->entity_type, TYPE_WIDTH);
    gz_terminal_append_typed(out, event->entity_name, event->entity_type,
                             colours);
    gz_buffer_append_z(out, "  |  ");
    gz_terminal_append_line(out,
                            title.len_bytes > 0 ? title : event->article->id);
    gz_buffer_append_byte(out, '\n');
}
