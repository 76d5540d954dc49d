#ifndef GZ_EXPLAIN_WRITER_H
#define GZ_EXPLAIN_WRITER_H

#include <stdbool.h>

#include "codecs/article.h"
#include "daemon/base/buffer.h"
#include "daemon/base/json_writer.h"
#include "rules/findings.h"
#include "rules/text/document.h"

/*
 * An explanation is a page of articles; an article has sections, a section
 * rows, a row cells.  explain_stages.c says what stands there, a format how it
 * looks.  Every format makes foreign text safe for where it goes.
 */
struct gz_explain_writer {
    const struct gz_explain_format *format;
    struct gz_buffer *out;  // borrowed; failure sticks there
    bool colours;           // of a terminal
    // The article that is being written; borrowed.
    const struct gz_article *article;
    const struct gz_document *document;
    const struct gz_findings *findings;
    // The format's own.
    struct gz_json_writer json;
    uint32_t cells;  // of the row so far
    uint32_t rows;   // of the section so far
};

struct gz_explain_format {
    const char *name;
    void (*page)(struct gz_explain_writer *w);
    void (*page_end)(struct gz_explain_writer *w);
    void (*article)(struct gz_explain_writer *w);
    void (*article_end)(struct gz_explain_writer *w);
    // name is one word, title for people.
    void (*section)(struct gz_explain_writer *w, const char *name,
                    const char *title);
    void (*section_end)(struct gz_explain_writer *w);
    void (*row)(struct gz_explain_writer *w);
    void (*row_end)(struct gz_explain_writer *w);
    void (*text)(struct gz_explain_writer *w, const char *key,
                 struct gz_str value);
    void (*number)(struct gz_explain_writer *w, const char *key, double value);
    void (*span)(struct gz_explain_writer *w, const char *key,
                 const struct gz_span *span);
};

/** For terminals: a line a row, empty texts left out. */
extern const struct gz_explain_format gz_explain_text;

/** One JSON object a line and article, its sections arrays of objects. */
extern const struct gz_explain_format gz_explain_json;

/** One page of HTML that needs nothing else. */
extern const struct gz_explain_format gz_explain_html;

/** The words of a span of the article. */
static inline struct gz_str gz_explain_words(const struct gz_explain_writer *w,
                                             const struct gz_span *span)
{
    const struct gz_str text = w->document->fields[span->field].text;
    return gz_str_of(text.ptr + span->begin_byte,
                     span->end_byte - span->begin_byte);
}

/** "title" or "body". */
static inline const char *gz_explain_field(enum gz_field field)
{
    return field == GZ_FIELD_TITLE ? "title" : "body";
}

#endif
