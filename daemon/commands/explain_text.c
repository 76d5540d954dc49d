// An explanation for a terminal.

#include "daemon/commands/terminal.h"
#include "daemon/explain/explain_writer.h"

static void nothing(struct gz_explain_writer *w)
{
    (void)w;
}

static void begin_article(struct gz_explain_writer *w)
{
    gz_buffer_append_z(w->out, "== ");
    gz_terminal_append_line(w->out, w->article->id);
    gz_buffer_append_z(w->out, w->article->title.len_bytes > 0 ? ": " : "");
    gz_terminal_append_line(w->out, w->article->title);
    gz_buffer_append_z(w->out, "\n");
}

static void end_article(struct gz_explain_writer *w)
{
    gz_buffer_append_byte(w->out, '\n');
}

static void begin_section(struct gz_explain_writer *w, const char *name,
                          const char *title)
{
    (void)name;
    w->rows = 0;
    gz_buffer_append_fmt(w->out, "\n%s\n", title);
}

static void end_section(struct gz_explain_writer *w)
{
    gz_buffer_append_z(w->out, w->rows == 0 ? "  none\n" : "");
}

static void begin_row(struct gz_explain_writer *w)
{
    w->cells = 0;
    w->rows++;
}

static void end_row(struct gz_explain_writer *w)
{
    gz_buffer_append_byte(w->out, '\n');
}

static void begin_cell(struct gz_explain_writer *w)
{
    gz_buffer_append_z(w->out, "  ");
    w->cells++;
}

static void put_text(struct gz_explain_writer *w, const char *key,
                     struct gz_str value)
{
    (void)key;
    if (value.len_bytes > 0) {
        begin_cell(w);
        gz_terminal_append_line(w->out, value);
    }
}

static void put_number(struct gz_explain_writer *w, const char *key,
                       double value)
{
    begin_cell(w);
    gz_buffer_append_fmt(w->out, "%s %.4g", key, value);
}

static void put_span(struct gz_explain_writer *w, const char *key,
                     const struct gz_span *span)
{
    (void)key;
    begin_cell(w);
    gz_buffer_append_fmt(w->out, "%s %u..%u \"", gz_explain_field(span->field),
                         span->begin_byte, span->end_byte);
    gz_terminal_append_line(w->out, gz_explain_words(w, span));
    gz_buffer_append_byte(w->out, '"');
}

const struct gz_explain_format gz_explain_text = {
    .name = "text",
    .page = nothing,
    .page_end = nothing,
    .article = begin_article,
    .article_end = end_article,
    .section = begin_section,
    .section_end = end_section,
    .row = begin_row,
    .row_end = end_row,
    .text = put_text,
    .number = put_number,
    .span = put_span,
};
