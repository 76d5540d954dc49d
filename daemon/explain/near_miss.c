#include "daemon/explain/near_miss.h"

#include "daemon/commands/terminal.h"
#include "daemon/explain/near_words.h"

// Words that are listed of each item, in the long and the short answer.
enum { WORDS_LONG = 12, WORDS_SHORT = 4 };

// --- places ---

static const struct gz_passage *passage_of(const struct gz_near_question *q,
                                           const struct gz_near_miss *near)
{
    return &q->document->fields[near->field];
}

static struct gz_str text_between(const struct gz_passage *p, uint32_t begin,
                                  uint32_t end)
{
    const struct gz_token *tokens = p->tokens.items;
    return begin >= end || end > p->tokens.count
               ? GZ_STR_LIT("")
               : gz_str_of(p->text.ptr + tokens[begin].begin_byte,
                           tokens[end - 1].end_byte - tokens[begin].begin_byte);
}

struct gz_str gz_near_miss_text(const struct gz_near_question *q,
                                const struct gz_near_miss *near, uint32_t begin,
                                uint32_t end)
{
    return end > near->window_token
               ? GZ_STR_LIT("")
               : text_between(passage_of(q, near), begin, end);
}

enum gz_status gz_near_miss_words(const struct gz_near_question *q,
                                  const struct gz_near_miss *near,
                                  const struct gz_pattern *item, uint32_t token,
                                  struct gz_near_words *out)
{
    return gz_near_words_list(gz_ruleset_rules(q->rules), near, item,
                              gz_near_miss_text(q, near, token, token + 1),
                              q->arena, out);
}

// Where the word that would not do stands; behind the last one where there is
// none.
static uint32_t reached_byte(const struct gz_passage *p,
                             const struct gz_near_miss *near)
{
    const uint32_t at = near->reached_token;
    return at < near->window_token ? p->tokens.items[at].begin_byte
                                   : p->tokens.items[at - 1].end_byte;
}

// That stands there, or before it at the end.
static uint32_t last_token(const struct gz_near_miss *near)
{
    return near->reached_token < near->window_token ? near->reached_token
                                                    : near->reached_token - 1;
}

// --- what was wanted ---

static void append_words(const struct gz_near_words *words, uint32_t most,
                         struct gz_buffer *out)
{
    // One more word is as short as saying so.
    const uint32_t shown = words->count <= most + 1 ? words->count : most;
    for (uint32_t i = 0; i < shown; i++) {
        gz_buffer_append_z(out, i == 0 ? "" : ", ");
        gz_buffer_append_str(out, words->items[i]);
    }
    if (shown < words->count) {
        gz_buffer_append_fmt(out, " and %u more",
                             (unsigned)(words->count - shown));
    }
}

// `be~ (be, am, is)`; a word stands for itself.
static enum gz_status append_item(const struct gz_near_question *q,
                                  const struct gz_near_miss *near,
                                  const struct gz_pattern *item, uint32_t most,
                                  struct gz_buffer *out)
{
    struct gz_near_words words;
    struct gz_buffer name;
    const enum gz_status st =
        gz_near_miss_words(q, near, item, near->reached_token, &words);
    if (st != GZ_OK) {
        return st;
    }
    if (item->kind == GZ_PATTERN_CHOICE) {  // of words, which tells as much
        append_words(&words, most, out);
        return GZ_OK;
    }
    gz_buffer_init(&name, 0);
    gz_pattern_print(item, &name);
    gz_buffer_append_str(out, gz_buffer_str(&name));
    if (words.count > 1 || (words.count == 1 &&
                            !gz_str_eq(words.items[0], gz_buffer_str(&name)))) {
        gz_buffer_append_z(out, " (");
        append_words(&words, most, out);
        gz_buffer_append_byte(out, ')');
    }
    gz_buffer_fini(&name);
    return GZ_OK;
}

static enum gz_status append_wanted(const struct gz_near_question *q,
                                    const struct gz_near_miss *near,
                                    uint32_t most, struct gz_buffer *out)
{
    enum gz_status st = GZ_OK;
    uint32_t count = 0;
    for (uint32_t i = 0; i < near->wanted_count && st == GZ_OK; i++) {
        const struct gz_pattern *item = near->wanted[i].item;
        if (!gz_near_words_first(near, i) || !gz_near_words_needs(near, item)) {
            continue;
        }
        gz_buffer_append_z(out, count++ == 0 ? "" : " or ");
        st = append_item(q, near, item, most, out);
    }
    gz_buffer_append_z(out, count == 0 ? "nothing more" : "");
    return st;
}

static void append_token(const struct gz_near_question *q,
                         const struct gz_near_miss *near, uint32_t number,
                         struct gz_buffer *out)
{
    const struct gz_passage *p = passage_of(q, near);
    if (number >= near->window_token) {
        gz_buffer_append_fmt(out, "the end of the %s",
                             number < p->tokens.count ? "sentence" : "text");
        return;
    }
    const struct gz_token *token = &p->tokens.items[number];
    gz_buffer_append_byte(out, '"');
    gz_terminal_append_line(out, text_between(p, number, number + 1));
    gz_buffer_append_fmt(out, "\" (%u..%u)", token->begin_byte,
                         token->end_byte);
}

static void append_reached(const struct gz_near_question *q,
                           const struct gz_near_miss *near,
                           struct gz_buffer *out)
{
    append_token(q, near, near->reached_token, out);
    if (near->last_token > near->reached_token) {
        gz_buffer_append_z(out, " and on to ");
        append_token(q, near, near->last_token, out);
    }
}

static void append_guard(const struct gz_near_question *q,
                         const struct gz_near_miss *near, struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, "unless[%d]: " GZ_STR_FMT, near->guard,
                         GZ_STR_ARG(q->rule->unless[near->guard].text));
}

static void append_match(const struct gz_near_question *q,
                         struct gz_buffer *out)
{
    const struct gz_extract_step *dropped = gz_near_miss_dropped(q);
    gz_buffer_append_z(out, "it matches");
    if (dropped != NULL) {
        gz_buffer_append_fmt(out, ", but that is dropped: %s", dropped->reason);
    }
    if (dropped != NULL && dropped->by.len_bytes > 0) {
        gz_buffer_append_fmt(out, " (" GZ_STR_FMT ")", GZ_STR_ARG(dropped->by));
    }
}

static enum gz_status append_attempt(const struct gz_near_question *q,
                                     const struct gz_near_miss *near,
                                     struct gz_buffer *out)
{
    if (q->rule->match_count > 1) {
        gz_buffer_append_fmt(out, "match[%u]", (unsigned)near->pattern);
    } else {
        gz_buffer_append_z(out, "it");
    }
    gz_buffer_append_z(out, " came to ");
    append_reached(q, near, out);
    gz_buffer_append_z(out, ", wanted ");
    return append_wanted(q, near, WORDS_SHORT, out);
}

// That of the pattern that was meant, most likely, and one more.
static enum gz_status append_attempts(const struct gz_near_question *q,
                                      const struct gz_near_miss *near,
                                      struct gz_buffer *out)
{
    enum gz_status st = append_attempt(q, near, out);
    if (st == GZ_OK && near->other_count > 0) {
        gz_buffer_append_z(out, "; ");
        st = append_attempt(q, &near->others[0], out);
    }
    return st;
}

enum gz_status gz_near_miss_append(const struct gz_near_question *q,
                                   const struct gz_near_miss *near,
                                   struct gz_buffer *out)
{
    if (!near->found) {
        gz_near_miss_nothing(q, out);
    } else if (near->matched && near->guard >= 0) {
        gz_buffer_append_z(out, "it matches, but is forbidden by ");
        append_guard(q, near, out);
    } else if (near->matched) {
        append_match(q, out);
    } else {
        return append_attempts(q, near, out);
    }
    return GZ_OK;
}

// --- the long answer ---

static int columns(struct gz_str text)
{
    int count = 0;
    for (size_t i = 0; i < text.len_bytes; i++) {
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return count;
}

// The sentences of the attempt, and a caret under where it ended.
static void append_marked(const struct gz_near_question *q,
                          const struct gz_near_miss *near,
                          struct gz_buffer *out)
{
    const struct gz_passage *p = passage_of(q, near);
    const struct gz_sentence *sentences = p->sentences.items;
    const uint32_t at = reached_byte(p, near);
    const uint32_t begin = p->tokens.items[near->begin_token].begin_byte;
    const struct gz_str text =
        text_between(p,
                     sentences[gz_document_sentence(q->document, near->field,
                                                    near->begin_token)]
                         .first_token,
                     sentences[gz_document_sentence(q->document, near->field,
                                                    last_token(near))]
                         .end_token);
    const size_t first = (size_t)(text.ptr - p->text.ptr);
    gz_terminal_append_line(out, text);
    gz_buffer_append_fmt(out, "\n%*s",
                         columns(gz_str_of(text.ptr, begin - first)), "");
    for (int i = columns(gz_str_of(p->text.ptr + begin, at - begin)); i > 0;
         i--) {
        gz_buffer_append_byte(out, '~');
    }
    gz_buffer_append_z(out, "^\n");
}

static void append_captures(const struct gz_near_question *q,
                            const struct gz_near_miss *near,
                            struct gz_buffer *out)
{
    const struct gz_passage *p = passage_of(q, near);
    for (uint32_t i = 0; i < near->capture_count; i++) {
        const struct gz_capture *c = &near->captures[i];
        gz_buffer_append_fmt(out, "captured  " GZ_STR_FMT " = ",
                             GZ_STR_ARG(q->rule->roles[c->role].name));
        gz_terminal_append_line(out,
                                text_between(p, c->begin_token, c->end_token));
        gz_buffer_append_byte(out, '\n');
    }
}

// What may come before what is wanted, and need not.
static void append_optional(const struct gz_near_miss *near,
                            struct gz_buffer *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < near->wanted_count; i++) {
        const struct gz_pattern *item = near->wanted[i].item;
        if (gz_near_words_first(near, i) && !gz_near_words_needs(near, item)) {
            gz_buffer_append_z(out, count++ == 0 ? "or first  " : ", ");
            gz_pattern_print(item, out);
        }
    }
    gz_buffer_append_z(out, count == 0 ? "" : "\n");
}

// A word that would have done, spelt nearly as one that a gap may lead to.
static enum gz_status append_nearest(const struct gz_near_question *q,
                                     const struct gz_near_miss *near,
                                     struct gz_buffer *out)
{
    for (uint32_t t = near->reached_token; t <= near->last_token; t++) {
        for (uint32_t i = 0; i < near->wanted_count; i++) {
            struct gz_near_words words;
            const enum gz_status st =
                gz_near_miss_words(q, near, near->wanted[i].item, t, &words);
            if (st != GZ_OK) {
                return st;
            }
            if (words.close_count > 0) {
                gz_buffer_append_fmt(out, "nearest   " GZ_STR_FMT ", to ",
                                     GZ_STR_ARG(words.items[0]));
                append_token(q, near, t, out);
                gz_buffer_append_byte(out, '\n');
                return GZ_OK;
            }
        }
    }
    return GZ_OK;
}

static void append_rest(const struct gz_near_question *q,
                        const struct gz_near_miss *near, struct gz_buffer *out)
{
    const struct gz_pattern *root = q->rule->matches[near->pattern].root;
    struct gz_buffer rest;
    gz_buffer_init(&rest, 0);
    for (uint32_t i = 0; i < near->wanted_count && rest.len == 0; i++) {
        if (gz_near_words_needs(near, near->wanted[i].item)) {
            gz_near_words_rest(root, near->wanted[i].item, &rest);
        }
    }
    if (rest.len > 0) {
        gz_buffer_append_fmt(out, "then      " GZ_STR_FMT "\n",
                             GZ_STR_ARG(gz_buffer_str(&rest)));
    }
    gz_buffer_fini(&rest);
}

static enum gz_status append_stop(const struct gz_near_question *q,
                                  const struct gz_near_miss *near,
                                  struct gz_buffer *out)
{
    gz_buffer_append_z(out, "found     ");
    append_reached(q, near, out);
    gz_buffer_append_z(out, "\nwanted    ");
    enum gz_status st = append_wanted(q, near, WORDS_LONG, out);
    gz_buffer_append_byte(out, '\n');
    append_optional(near, out);
    if (st == GZ_OK) {
        st = append_nearest(q, near, out);
    }
    append_rest(q, near, out);
    return st;
}

static void append_pattern(const struct gz_near_question *q,
                           const struct gz_near_miss *near,
                           struct gz_buffer *out)
{
    if (q->rule->match_count == 0) {
        gz_buffer_append_fmt(out, "scan      /" GZ_STR_FMT "/\n",
                             GZ_STR_ARG(q->rule->scan));
        return;
    }
    gz_buffer_append_z(out, "pattern   ");
    if (q->rule->match_count > 1) {
        gz_buffer_append_fmt(out, "match[%u]: ", (unsigned)near->pattern);
    }
    gz_buffer_append_fmt(out, GZ_STR_FMT "\n",
                         GZ_STR_ARG(q->rule->matches[near->pattern].text));
}

// Other patterns that came as far, a line each.
static enum gz_status append_others(const struct gz_near_question *q,
                                    const struct gz_near_miss *near,
                                    struct gz_buffer *out)
{
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < near->other_count && st == GZ_OK; i++) {
        const struct gz_near_miss *one = &near->others[i];
        gz_buffer_append_fmt(out,
                             "also      match[%u]: ", (unsigned)one->pattern);
        append_reached(q, one, out);
        gz_buffer_append_z(out, ", wanted ");
        st = append_wanted(q, one, WORDS_SHORT, out);
        gz_buffer_append_byte(out, '\n');
    }
    return st;
}

enum gz_status gz_near_miss_explain(const struct gz_near_question *q,
                                    const struct gz_near_miss *near,
                                    struct gz_buffer *out)
{
    enum gz_status st = GZ_OK;
    if (!near->found) {
        gz_near_miss_nothing(q, out);
        gz_buffer_append_byte(out, '\n');
        return GZ_OK;
    }
    append_marked(q, near, out);
    append_pattern(q, near, out);
    append_captures(q, near, out);
    if (!near->matched) {
        st = append_stop(q, near, out);
        return st == GZ_OK ? append_others(q, near, out) : st;
    }
    if (near->guard >= 0) {
        gz_buffer_append_z(out, "forbidden by ");
        append_guard(q, near, out);
        gz_buffer_append_byte(out, '\n');
    } else {
        append_match(q, out);
        gz_buffer_append_byte(out, '\n');
    }
    return GZ_OK;
}
