// Patterns of spaCy's EntityRuler (https://spacy.io/api/entityruler): phrases,
// and those patterns of tokens that are plain sequences of words.

#include <stdarg.h>

#include "daemon/base/json_escape.h"
#include "daemon/base/json_scanner.h"
#include "rules/gazetteer/import/import_words.h"
#include "rules/gazetteer/import/importer.h"

enum { WORDS_MAX = 64 };  // more than a name may have

// A pattern on its way out of its line; views in scratch.
struct pattern {
    struct gz_importer *im;
    const struct gz_import_lines *lines;
    struct gz_json_scanner scanner;
    struct gz_str label;
    struct gz_str id;
    struct gz_str phrase;  // ptr NULL: words
    struct gz_str words[WORDS_MAX];
    size_t word_count;
    bool has_pattern;
    bool lower;          // a word was given in LOWER
    bool exact;          // ... in TEXT or ORTH
    struct gz_str loss;  // why it is lost, ptr NULL: it is not
};

static enum gz_status fault(const struct pattern *p, struct gz_str where,
                            const char *text)
{
    const struct gz_source *src = p->lines->src;
    const size_t begin = (size_t)(where.ptr - src->text);
    return gz_error_span(p->im->err, src, begin, begin + where.len_bytes, "%s",
                         text);
}

static enum gz_status report_json(const struct pattern *p)
{
    return fault(p, p->scanner.fault_at, p->scanner.fault);
}

// Keep the first reason.
GZ_PRINTF(2, 3)
static enum gz_status lose(struct pattern *p, const char *fmt, ...)
{
    if (p->loss.ptr != NULL) {
        return GZ_OK;
    }
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    va_list args;
    va_start(args, fmt);
    gz_buffer_append_vfmt(&text, fmt, args);
    va_end(args);
    if (gz_buffer_status(&text) == GZ_OK) {
        p->loss = gz_arena_copy(p->im->scratch, gz_buffer_str(&text));
    }
    gz_buffer_fini(&text);
    return p->loss.ptr == NULL ? GZ_NO_MEMORY : GZ_OK;
}

// A tab or a line break counts as a space, as everywhere in names.
static bool is_control(char *c)
{
    if (*c == '\t' || *c == '\n' || *c == '\r') {
        *c = ' ';
    }
    return (unsigned char)*c < 0x20;
}

// The text of a string, in scratch.
static enum gz_status
decode(struct pattern *p, const struct gz_json_token *token, struct gz_str *out)
{
    const struct gz_str text = token->text;
    char *to = gz_arena_alloc(p->im->scratch, text.len_bytes + 4);
    size_t len = 0;
    size_t pos = 0;
    if (to == NULL) {
        return GZ_NO_MEMORY;
    }
    while (pos < text.len_bytes) {
        if (text.ptr[pos] != '\\') {
            to[len++] = text.ptr[pos++];
            continue;
        }
        const size_t step = gz_json_escape_decode(text, &pos, to + len);
        if (is_control(&to[len])) {
            *out = gz_str_of(to, 0);
            return lose(p, "a control character");
        }
        len += step;
    }
    *out = gz_str_of(to, len);
    return GZ_OK;
}

static enum gz_status skip(struct pattern *p, const struct gz_json_token *token)
{
    return gz_json_scanner_skip(&p->scanner, token) ? GZ_OK : report_json(p);
}

// {"REGEX": ...} and the like, where a word is expected.
static enum gz_status read_condition(struct pattern *p,
                                     const struct gz_json_token *key,
                                     const struct gz_json_token *value)
{
    struct gz_str what = value->text;
    if (value->kind == GZ_SCAN_OBJECT) {
        struct gz_json_token name;
        const enum gz_scan kind = gz_json_scanner_next(&p->scanner, &name);
        if (kind == GZ_SCAN_BAD) {
            return report_json(p);
        }
        what = name.text;
        if (kind == GZ_SCAN_OBJECT_END) {
            return lose(p, "a token that any word matches");
        }
    }
    const enum gz_status st =
        lose(p, GZ_STR_FMT " under " GZ_STR_FMT "; write each word it allows",
             GZ_STR_ARG(what), GZ_STR_ARG(key->text));
    return st == GZ_OK ? skip(p, value) : st;
}

// What a token is matched by: a word, or something that is lost.
static enum gz_status read_attribute(struct pattern *p,
                                     const struct gz_json_token *key,
                                     struct gz_str *word)
{
    struct gz_json_token value;
    if (gz_json_scanner_next(&p->scanner, &value) == GZ_SCAN_BAD) {
        return report_json(p);
    }
    const bool lower = gz_str_eq_nocase(key->text, GZ_STR_LIT("LOWER"));
    const bool exact = gz_str_eq_nocase(key->text, GZ_STR_LIT("TEXT")) ||
                       gz_str_eq_nocase(key->text, GZ_STR_LIT("ORTH"));
    if (!lower && !exact) {
        const enum gz_status st =
            lose(p,
                 "token attribute \"" GZ_STR_FMT
                 "\"; a name is made of TEXT, ORTH and LOWER",
                 GZ_STR_ARG(key->text));
        return st == GZ_OK ? skip(p, &value) : st;
    }
    p->lower = p->lower || lower;
    p->exact = p->exact || exact;
    if (value.kind == GZ_SCAN_STRING) {
        return decode(p, &value, word);
    }
    return read_condition(p, key, &value);
}

static enum gz_status read_word(struct pattern *p)
{
    struct gz_str word = {NULL, 0};
    struct gz_json_token token;
    enum gz_scan kind = gz_json_scanner_next(&p->scanner, &token);
    while (kind == GZ_SCAN_KEY) {
        const enum gz_status st = read_attribute(p, &token, &word);
        if (st != GZ_OK) {
            return st;
        }
        kind = gz_json_scanner_next(&p->scanner, &token);
    }
    if (kind == GZ_SCAN_BAD) {
        return report_json(p);
    }
    if (word.ptr == NULL) {
        return lose(p, "a token that any word matches");
    }
    if (p->word_count == WORDS_MAX) {
        return lose(p, "a pattern of very many words");
    }
    p->words[p->word_count++] = word;
    return GZ_OK;
}

static enum gz_status read_words(struct pattern *p)
{
    struct gz_json_token token;
    for (;;) {
        const enum gz_scan kind = gz_json_scanner_next(&p->scanner, &token);
        if (kind == GZ_SCAN_BAD) {
            return report_json(p);
        }
        if (kind == GZ_SCAN_ARRAY_END) {
            return p->word_count > 0 ? GZ_OK : lose(p, "an empty pattern");
        }
        if (kind != GZ_SCAN_OBJECT) {
            return fault(p, token.text,
                         "a token is an object, such as {\"TEXT\": \"Acme\"}");
        }
        const enum gz_status st = read_word(p);
        if (st != GZ_OK) {
            return st;
        }
    }
}

static enum gz_status read_pattern(struct pattern *p)
{
    struct gz_json_token token;
    p->has_pattern = true;
    switch (gz_json_scanner_next(&p->scanner, &token)) {
    case GZ_SCAN_BAD:
        return report_json(p);
    case GZ_SCAN_STRING:
        return decode(p, &token, &p->phrase);
    case GZ_SCAN_ARRAY:
        return read_words(p);
    default:
        return fault(p, token.text,
                     "a pattern is a string or an array of tokens");
    }
}

static enum gz_status read_string(struct pattern *p, const char *what,
                                  struct gz_str *out)
{
    struct gz_json_token token;
    switch (gz_json_scanner_next(&p->scanner, &token)) {
    case GZ_SCAN_BAD:
        return report_json(p);
    case GZ_SCAN_STRING:
        return decode(p, &token, out);
    case GZ_SCAN_NUMBER:
        *out = token.text;
        return GZ_OK;
    case GZ_SCAN_NULL:
        return GZ_OK;
    default:
        return fault(p, token.text, what);
    }
}

static enum gz_status read_member(struct pattern *p,
                                  const struct gz_json_token *key)
{
    if (gz_str_is(key->text, "label")) {
        return read_string(p, "a label is a string", &p->label);
    }
    if (gz_str_is(key->text, "id")) {
        return read_string(p, "an id is a string", &p->id);
    }
    if (gz_str_is(key->text, "pattern")) {
        return read_pattern(p);
    }
    struct gz_json_token value;
    return gz_json_scanner_next(&p->scanner, &value) == GZ_SCAN_BAD
               ? report_json(p)
               : skip(p, &value);
}

static enum gz_status read_object(struct pattern *p)
{
    struct gz_json_token open;
    struct gz_json_token token;
    if (gz_json_scanner_next(&p->scanner, &open) == GZ_SCAN_BAD) {
        return report_json(p);
    }
    if (open.kind != GZ_SCAN_OBJECT) {
        return fault(p, open.text,
                     "a line is an object, such as {\"label\": \"ORG\", "
                     "\"pattern\": \"Acme\"}");
    }
    while (gz_json_scanner_next(&p->scanner, &token) == GZ_SCAN_KEY) {
        const enum gz_status st = read_member(p, &token);
        if (st != GZ_OK) {
            return st;
        }
    }
    if (token.kind == GZ_SCAN_BAD ||
        gz_json_scanner_next(&p->scanner, &token) == GZ_SCAN_BAD) {
        return report_json(p);
    }
    if (p->label.len_bytes == 0 || !p->has_pattern) {
        return fault(p, open.text,
                     p->has_pattern ? "key \"label\" is missing"
                                    : "key \"pattern\" is missing");
    }
    return GZ_OK;
}

static enum gz_status add_pattern(struct pattern *p)
{
    struct gz_import_name name = {
        .id = p->id,
        .label = p->label,
        .name = p->phrase,
        .name_case = p->im->options->name_case,
    };
    if (p->lower && p->exact) {
        const enum gz_status st =
            lose(p, "LOWER beside TEXT or ORTH; a name has one kind");
        if (st != GZ_OK) {
            return st;
        }
    }
    if (p->loss.ptr != NULL) {
        gz_import_report_add(p->im->report, &p->lines->place, 1, GZ_STR_FMT,
                             GZ_STR_ARG(p->loss));
        return GZ_OK;
    }
    if (name.name.ptr == NULL) {
        name.name =
            gz_import_words_join(p->words, p->word_count, p->im->scratch);
        name.name_case = p->lower ? GZ_NAME_FREE : GZ_NAME_EXACT;
    }
    return name.name.ptr == NULL
               ? GZ_NO_MEMORY
               : gz_importer_add(p->im, &p->lines->place, &name);
}

static enum gz_status take(struct gz_importer *im,
                           const struct gz_import_lines *lines,
                           struct gz_str line, const void *context)
{
    (void)context;
    struct pattern p = {.im = im, .lines = lines};
    im->report->rows++;
    gz_json_scanner_init(&p.scanner, line);
    const enum gz_status st = read_object(&p);
    return st == GZ_OK ? add_pattern(&p) : st;
}

enum gz_status gz_import_spacy(struct gz_importer *im,
                               const struct gz_source *src)
{
    return gz_importer_run(im, src, take, NULL);
}
