// `gazetted names find`: the text with what is found marked, then what every
// name in it is or why it does not count.

#include "daemon/base/json_writer.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/names_command.h"
#include "daemon/commands/terminal.h"
#include "daemon/explain/explained_reason.h"
#include "daemon/explain/name_text.h"
#include "rules/explain.h"
#include "rules/gazetteer/lists/name_list.h"
#include "rules/ruleset.h"
#include "rules/text/document.h"
#include "rules/text/utf8.h"

struct find {
    const struct gz_names_question *question;
    struct gz_buffer *out;
    struct gz_arena *arena;        // owned
    struct gz_ruleset *rules;      // owned
    struct gz_document *document;  // in arena
    struct gz_explanation found;   // in arena
};

static struct gz_str words_of(const struct find *f,
                              const struct gz_explained *e)
{
    return gz_str_of(f->question->text.ptr + e->begin_byte,
                     e->end_byte - e->begin_byte);
}

static bool is_mention(const struct gz_explained *e)
{
    return e->fate == GZ_EXPLAINED_MENTION;
}

static void append_quoted(struct gz_buffer *out, struct gz_str text)
{
    gz_buffer_append_byte(out, '"');
    gz_terminal_append_line(out, text);
    gz_buffer_append_byte(out, '"');
}

static const struct gz_explained *by_of(const struct find *f,
                                        const struct gz_explained *e)
{
    return e->by == GZ_EXPLAINED_NONE ? NULL : &f->found.items[e->by];
}

static void append_text(const struct find *f)
{
    const struct gz_str text = f->question->text;
    const bool colours = f->question->colours;
    uint32_t at = 0;
    for (uint32_t i = 0; i < f->found.count; i++) {
        const struct gz_explained *e = &f->found.items[i];
        if (!is_mention(e) || e->begin_byte < at) {
            continue;
        }
        gz_terminal_append(f->out,
                           gz_str_of(text.ptr + at, e->begin_byte - at));
        gz_buffer_append_z(f->out, colours ? "" : "[");
        gz_terminal_append_typed(f->out, words_of(f, e), e->entry.type,
                                 colours);
        gz_buffer_append_z(f->out, colours ? "" : "]");
        at = e->end_byte;
    }
    gz_terminal_append(f->out, gz_str_of(text.ptr + at, text.len_bytes - at));
    const bool ends =
        text.len_bytes > 0 && text.ptr[text.len_bytes - 1] == '\n';
    gz_buffer_append_z(f->out, ends ? "" : "\n");
}

// Columns of the table; the last is as long as it is.
enum { COLUMN_SPAN, COLUMN_WORDS, COLUMN_ID, COLUMN_TYPE, COLUMN_COUNT };

enum { COLUMN_WIDTH_MAX = 40 };

static struct gz_str cell(const struct find *f, const struct gz_explained *e,
                          int column, char span[24])
{
    switch (column) {
    case COLUMN_SPAN:
        snprintf(span, 24, "%u-%u", e->begin_byte, e->end_byte);
        return gz_str_z(span);
    case COLUMN_WORDS:
        return words_of(f, e);
    case COLUMN_ID:
        return e->entry.id;
    default:
        return e->entry.type;
    }
}

static size_t width_of(struct gz_str s)
{
    size_t width = 0;
    for (size_t pos = 0; pos < s.len_bytes; width++) {
        gz_utf8_next(s, &pos);
    }
    return width;
}

static void measure(const struct find *f, size_t widths[COLUMN_COUNT])
{
    char span[24];
    for (int c = 0; c < COLUMN_COUNT; c++) {
        widths[c] = 0;
        for (uint32_t i = 0; i < f->found.count; i++) {
            const size_t width = width_of(cell(f, &f->found.items[i], c, span));
            widths[c] = width > widths[c] ? width : widths[c];
        }
        if (widths[c] > COLUMN_WIDTH_MAX) {
            widths[c] = COLUMN_WIDTH_MAX;
        }
    }
}

static void append_row(const struct find *f, const struct gz_explained *e,
                       const size_t widths[COLUMN_COUNT])
{
    char span[24];
    for (int c = 0; c < COLUMN_COUNT; c++) {
        const struct gz_str text = cell(f, e, c, span);
        gz_buffer_append_z(f->out, "  ");
        gz_terminal_append_typed(f->out, text, e->entry.type,
                                 f->question->colours && c == COLUMN_WORDS);
        for (size_t i = width_of(text); i < widths[c]; i++) {
            gz_buffer_append_byte(f->out, ' ');
        }
    }
    gz_buffer_append_fmt(f->out, "  %s ", gz_name_text_how(e->reading.how));
    append_quoted(f->out, e->name);
    gz_buffer_append_byte(f->out, ' ');
    gz_name_text_policy(f->out, e->name_case, e->reading.flags);
    if (!is_mention(e)) {
        gz_buffer_append_z(f->out, ": ");
        gz_explained_reason_append(e, by_of(f, e), f->out);
    }
    gz_buffer_append_byte(f->out, '\n');
}

static void append_table(const struct find *f, bool mentions, const char *head,
                         const char *none)
{
    size_t widths[COLUMN_COUNT];
    bool any = false;
    measure(f, widths);
    for (uint32_t i = 0; i < f->found.count; i++) {
        const struct gz_explained *e = &f->found.items[i];
        if (is_mention(e) == mentions) {
            gz_buffer_append_z(f->out, any ? "" : head);
            append_row(f, e, widths);
            any = true;
        }
    }
    gz_buffer_append_z(f->out, any ? "" : none);
}

static void append_policy_json(const struct gz_explained *e,
                               struct gz_json_writer *w)
{
    const char *flag;
    gz_json_key(w, "policy");
    gz_json_array(w);
    gz_json_z(w, gz_name_case_name(e->name_case));
    for (unsigned i = 0; (flag = gz_name_text_flag(i)) != NULL; i++) {
        if ((e->reading.flags >> i & 1U) != 0) {
            gz_json_z(w, flag);
        }
    }
    gz_json_array_end(w);
    gz_json_key(w, "priority");
    gz_json_int(w, e->reading.priority);
}

static void append_why_json(const struct find *f, const struct gz_explained *e,
                            struct gz_json_writer *w)
{
    const struct gz_explained *by = by_of(f, e);
    struct gz_buffer reason;
    gz_buffer_init(&reason, 0);
    gz_explained_reason_append(e, by, &reason);
    gz_json_key(w, "why");
    gz_json_str(w, gz_buffer_str(&reason));
    gz_buffer_fini(&reason);
    if (by != NULL) {
        gz_json_key(w, "by");
        gz_json_object(w);
        gz_json_key(w, "begin_byte");
        gz_json_uint(w, by->begin_byte);
        gz_json_key(w, "end_byte");
        gz_json_uint(w, by->end_byte);
        gz_json_key(w, "id");
        gz_json_str(w, by->entry.id);
        gz_json_object_end(w);
    }
}

static void append_json(const struct find *f, const struct gz_explained *e)
{
    const struct {
        const char *key;
        struct gz_str value;
    } texts[] = {
        {"fate", gz_str_z(gz_explained_fate_name(e->fate))},
        {"text", words_of(f, e)},
        {"id", e->entry.id},
        {"type", e->entry.type},
        {"entity", e->entry.name},
        {"name", e->name},
        {"how", gz_str_z(gz_name_text_how(e->reading.how))},
    };
    struct gz_json_writer w;
    gz_json_writer_init(&w, f->out);
    gz_json_object(&w);
    gz_json_key(&w, "begin_byte");
    gz_json_uint(&w, e->begin_byte);
    gz_json_key(&w, "end_byte");
    gz_json_uint(&w, e->end_byte);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        gz_json_key(&w, texts[i].key);
        gz_json_str(&w, texts[i].value);
    }
    append_policy_json(e, &w);
    if (!is_mention(e)) {
        append_why_json(f, e, &w);
    }
    gz_json_object_end(&w);
    gz_buffer_append_byte(f->out, '\n');
}

static void append_answer(const struct find *f)
{
    if (f->question->json) {
        for (uint32_t i = 0; i < f->found.count; i++) {
            append_json(f, &f->found.items[i]);
        }
        return;
    }
    append_text(f);
    append_table(f, true, "\nfound:\n", "\nnothing is found\n");
    append_table(f, false, "\nnot found:\n", "");
}

static enum gz_status explain(struct find *f)
{
    const enum gz_status st =
        gz_document_new(GZ_STR_LIT(""), f->question->text, GZ_STR_LIT(""),
                        f->arena, &f->document);
    return st == GZ_OK ? gz_explain(f->rules, f->document, GZ_FIELD_BODY,
                                    f->arena, &f->found)
                       : st;
}

int gz_names_find(const struct gz_names_question *q, struct gz_buffer *out,
                  struct gz_error *err)
{
    struct find f = {.question = q, .out = out};
    if (!gz_utf8_valid(q->text)) {
        gz_error_set(err, GZ_INVALID, "the text is not valid UTF-8");
        return GZ_EXIT_FAILURE;
    }
    if (gz_ruleset_load(q->paths, q->path_count, &f.rules, err) != GZ_OK) {
        return GZ_EXIT_DATA;
    }
    f.arena = gz_arena_new(SIZE_MAX);
    const enum gz_status st = f.arena == NULL ? GZ_NO_MEMORY : explain(&f);
    if (st == GZ_OK) {
        append_answer(&f);
    } else {
        gz_error_set(err, st, "cannot explain: %s", gz_status_name(st));
    }
    gz_arena_free(f.arena);
    gz_ruleset_unref(f.rules);
    return st == GZ_OK ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}
