// An explanation as one page of HTML: no script, no resource from elsewhere,
// every foreign text escaped.

#include "daemon/commands/markup.h"
#include "daemon/explain/explain_writer.h"

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" "
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<title>gazetted explain</title>\n"
    "<style>\n"
    "body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:72em;"
    "padding:0 1em;color:#222;background:#fff}\n"
    "h1{font-size:1.3em}\n"
    ".text{white-space:pre-wrap}\n"
    "mark{border-radius:3px;padding:0 2px;background:#eee}\n"
    "mark.Person{background:#ffe2b8}mark.Org{background:#cfe4ff}"
    "mark.Place{background:#d3f2d3}mark.Norp{background:#eddcff}\n"
    "table{border-collapse:collapse;width:100%;font-size:13px}\n"
    "td,th{border-bottom:1px solid #ddd;padding:2px 8px;text-align:left;"
    "vertical-align:top}\n"
    "td.number{font-variant-numeric:tabular-nums}\n"
    "td small{color:#777}\n"
    "summary{font-weight:600;margin-top:1em;cursor:pointer}\n"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}"
    "mark{color:#111}td,th{border-color:#444}}\n"
    "</style>\n"
    "</head>\n"
    "<body>\n";

static void begin_page(struct gz_explain_writer *w)
{
    gz_buffer_append_z(w->out, head);
}

static void end_page(struct gz_explain_writer *w)
{
    gz_buffer_append_z(w->out, "</body>\n</html>\n");
}

// --- the article, its mentions marked ---

static void append_mark(struct gz_explain_writer *w, const struct gz_mention *m)
{
    const struct gz_entry *entry = &w->findings->entities[m->entity].entry;
    const struct gz_span span = {m->field, m->begin_byte, m->end_byte};
    struct gz_str type = entry->type;
    gz_buffer_append_z(w->out, "<mark class=\"");
    gz_markup_append(w->out, gz_str_cut(&type, '/'));
    gz_buffer_append_z(w->out, "\" title=\"");
    gz_markup_append(w->out, entry->name);
    gz_buffer_append_z(w->out, " (");
    gz_markup_append(w->out, entry->id);
    gz_buffer_append_z(w->out, "), ");
    gz_markup_append(w->out, m->rule);
    gz_buffer_append_z(w->out, "\">");
    gz_markup_append(w->out, gz_explain_words(w, &span));
    gz_buffer_append_z(w->out, "</mark>");
}

static void append_field(struct gz_explain_writer *w, enum gz_field field)
{
    const struct gz_str text = w->document->fields[field].text;
    uint32_t at = 0;
    for (uint32_t i = 0; i < w->findings->mention_count; i++) {
        const struct gz_mention *m = &w->findings->mentions[i];
        if (m->field != field || m->begin_byte < at) {
            continue;
        }
        gz_markup_append(w->out, gz_str_of(text.ptr + at, m->begin_byte - at));
        append_mark(w, m);
        at = m->end_byte;
    }
    gz_markup_append(w->out, gz_str_of(text.ptr + at, text.len_bytes - at));
}

static void begin_article(struct gz_explain_writer *w)
{
    gz_buffer_append_z(w->out, "<article>\n<h1>");
    append_field(w, GZ_FIELD_TITLE);
    gz_buffer_append_z(w->out, " <small>");
    gz_markup_append(w->out, w->article->id);
    gz_buffer_append_z(w->out, "</small></h1>\n<div class=\"text\">");
    append_field(w, GZ_FIELD_BODY);
    gz_buffer_append_z(w->out, "</div>\n");
}

static void end_article(struct gz_explain_writer *w)
{
    gz_buffer_append_z(w->out, "</article>\n");
}

// --- sections; a cell's key stands as its tooltip ---

static void begin_section(struct gz_explain_writer *w, const char *name,
                          const char *title)
{
    w->rows = 0;
    gz_buffer_append_fmt(w->out,
                         "<details open class=\"%s\"><summary>%s</summary>\n"
                         "<table>\n",
                         name, title);
}

static void end_section(struct gz_explain_writer *w)
{
    gz_buffer_append_fmt(w->out, "%s</table></details>\n",
                         w->rows == 0 ? "<tr><td>none</td></tr>\n" : "");
}

static void begin_row(struct gz_explain_writer *w)
{
    w->rows++;
    gz_buffer_append_z(w->out, "<tr>");
}

static void end_row(struct gz_explain_writer *w)
{
    gz_buffer_append_z(w->out, "</tr>\n");
}

static void put_text(struct gz_explain_writer *w, const char *key,
                     struct gz_str value)
{
    gz_buffer_append_fmt(w->out, "<td title=\"%s\">", key);
    gz_markup_append(w->out, value);
    gz_buffer_append_z(w->out, "</td>");
}

static void put_number(struct gz_explain_writer *w, const char *key,
                       double value)
{
    gz_buffer_append_fmt(
        w->out, "<td class=\"number\"><small>%s</small> %.4g</td>", key, value);
}

static void put_span(struct gz_explain_writer *w, const char *key,
                     const struct gz_span *span)
{
    gz_buffer_append_fmt(w->out, "<td title=\"%s\">", key);
    gz_markup_append(w->out, gz_explain_words(w, span));
    gz_buffer_append_fmt(w->out, " <small>%s %u..%u</small></td>",
                         gz_explain_field(span->field), span->begin_byte,
                         span->end_byte);
}

const struct gz_explain_format gz_explain_html = {
    .name = "html",
    .page = begin_page,
    .page_end = end_page,
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
