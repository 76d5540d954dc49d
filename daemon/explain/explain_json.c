// An explanation for programs: one JSON object a line and article.

#include "daemon/explain/explain_writer.h"

static void nothing(struct gz_explain_writer *w)
{
    (void)w;
}

static void put_text(struct gz_explain_writer *w, const char *key,
                     struct gz_str value)
{
    gz_json_key(&w->json, key);
    gz_json_str(&w->json, value);
}

static void put_number(struct gz_explain_writer *w, const char *key,
                       double value)
{
    gz_json_key(&w->json, key);
    if (value == (double)(int64_t)value) {
        gz_json_int(&w->json, (int64_t)value);  // not 1e+02
    } else {
        gz_json_double(&w->json, value);
    }
}

static void put_place(struct gz_explain_writer *w, const char *key,
                      uint32_t byte)
{
    gz_json_key(&w->json, key);
    gz_json_uint(&w->json, byte);
}

static void put_span(struct gz_explain_writer *w, const char *key,
                     const struct gz_span *span)
{
    gz_json_key(&w->json, key);
    gz_json_object(&w->json);
    put_text(w, "field", gz_str_z(gz_explain_field(span->field)));
    put_place(w, "begin_byte", span->begin_byte);
    put_place(w, "end_byte", span->end_byte);
    put_text(w, "text", gz_explain_words(w, span));
    gz_json_object_end(&w->json);
}

static void begin_article(struct gz_explain_writer *w)
{
    gz_json_writer_init(&w->json, w->out);
    gz_json_object(&w->json);
    put_text(w, "id", w->article->id);
    put_text(w, "title", w->article->title);
    put_text(w, "body", w->article->body);
}

static void end_article(struct gz_explain_writer *w)
{
    gz_json_object_end(&w->json);
    gz_buffer_append_byte(w->out, '\n');
}

static void begin_section(struct gz_explain_writer *w, const char *name,
                          const char *title)
{
    (void)title;
    gz_json_key(&w->json, name);
    gz_json_array(&w->json);
}

static void end_section(struct gz_explain_writer *w)
{
    gz_json_array_end(&w->json);
}

static void begin_row(struct gz_explain_writer *w)
{
    gz_json_object(&w->json);
}

static void end_row(struct gz_explain_writer *w)
{
    gz_json_object_end(&w->json);
}

const struct gz_explain_format gz_explain_json = {
    .name = "json",
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
