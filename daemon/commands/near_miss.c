#include "daemon/commands/near_miss.h"

#include "daemon/commands/terminal.h"

// --- places ---

static const struct gz_passage *
passage_of(const struct gz_near_match_question *q,
           const struct gz_near_miss *near)
{
    return &q->document->fields[near->field];
}

static struct gz_str text_between(const struct gz_passage *p, uint32_t begin,
                                  uint32_t end)
{
    const struct gz_token *tokens = p->tokens.items;
    return begin >= end
               ? GZ_STR_LIT("")
               : gz_str_of(p->text.ptr + tokens[begin].begin_byte,
                           tokens[end - 1].end_byte - tokens[begin].begin_byte);
}

// Where the word that would not do stands: at the end of the text there is
// none.
static uint32_t reached_byte(const struct gz_passage *p,
                             const struct gz_near_miss *near)
{
    return near->reached_token < p->tokens.count
               ? p->tokens.items[near->reached_token].begin_byte
               : (uint32_t)p->text.len_bytes;
}

// That stands there, or before it at the end.
static uint32_t last_token(const struct gz_passage *p,
                           const struct gz_near_miss *near)
{
    const uint32_t last = p->tokens.count - 1;
    return near->reached_token < last ? near->reached_token : last;
}

static bool is_at_end(const struct gz_passage *p,
                      const struct gz_near_miss *near)
{
    return near->reached_token >= p->tokens.count;
}

// --- parts of the pattern ---

static void append_wanted(const struct gz_near_miss *near,
                          struct gz_buffer *out)
{
    for (uint32_t i = 0; i < near->wanted_count; i++) {
        gz_buffer_append_z(out, i == 0 ? "" : " or ");
        gz_pattern_print(near->wanted[i], out);
    }
    gz_buffer_append_z(out, near->wanted_count == 0 ? "nothing more" : "");
}

// The accepted word that is meant by the one that stands there, or NULL.
static const char *nearest_word(const struct gz_near_match_question *q,
                                const struct gz_near_miss *near)
{
    const struct gz_rule_set *set = gz_ruleset_rules(q->rules);
    const struct gz_passage *p = passage_of(q, near);
    uint32_t count = 0;
    for (uint32_t i = 0; i < near->wanted_count; i++) {
        const struct gz_rule_list *list =
            near->wanted[i]->kind == GZ_PATTERN_LIST
                ? gz_rule_set_list(set, near->wanted[i])
                : NULL;
        count += list == NULL ? 1 : list->phrase_count;
    }
    const char **words = GZ_ARENA_ARRAY(q->arena, const char *, count + 1);
    uint32_t filled = 0;
    for (uint32_t i = 0; words != NULL && i < near->wanted_count; i++) {
        const struct gz_pattern *w = near->wanted[i];
        const struct gz_rule_list *list =
            w->kind == GZ_PATTERN_LIST ? gz_rule_set_list(set, w) : NULL;
        const struct gz_str *from = list == NULL ? &w->text : list->phrases;
        const uint32_t some = list == NULL ? 1 : list->phrase_count;
        for (uint32_t k = 0; k < some && filled < count; k++) {
            words[filled++] = gz_arena_copy(q->arena, from[k]).ptr;
        }
    }
    if (words == NULL || is_at_end(p, near)) {
        return NULL;
    }
    return gz_str_suggest(
        text_between(p, near->reached_token, near->reached_token + 1), words,
        filled);
}

// --- answering ---

static void append_reached(const struct gz_passage *p,
                           const struct gz_near_miss *near,
                           struct gz_buffer *out)
{
    if (is_at_end(p, near)) {
        gz_buffer_append_z(out, "the end of the text");
        return;
    }
    const struct gz_token *token = &p->tokens.items[near->reached_token];
    gz_buffer_append_byte(out, '"');
    gz_terminal_append_line(
        out, text_between(p, near->reached_token, near->reached_token + 1));
    gz_buffer_append_fmt(out, "\" (%u..%u)", token->begin_byte,
                         token->end_byte);
}

static void append_guard(const struct gz_near_match_question *q,
                         const struct gz_near_miss *near, struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, "unless[%d]: " GZ_STR_FMT, near->guard,
                         GZ_STR_ARG(q->rule->unless[near->guard].text));
}

// A rule for titles finds nothing in a body, whatever stands there.
static bool has_zone(const struct gz_near_match_question *q, enum gz_zone zone,
                     enum gz_field field)
{
    return (q->rule->zones >> (unsigned)zone & 1) != 0 &&
           q->document->fields[field].text.len_bytes > 0;
}

static const char *nothing_found(const struct gz_near_match_question *q)
{
    if (has_zone(q, GZ_ZONE_TITLE, GZ_FIELD_TITLE) ||
        has_zone(q, GZ_ZONE_BODY, GZ_FIELD_BODY) ||
        q->rule->zones == GZ_RULE_ZONES_ALL) {
        return "nothing that it begins with is there";
    }
    return (q->rule->zones >> (unsigned)GZ_ZONE_TITLE & 1) != 0
               ? "it reads titles only, and there is none"
               : "it reads bodies only, and there is none";
}

void gz_near_miss_append(const struct gz_near_match_question *q,
                         const struct gz_near_miss *near, struct gz_buffer *out)
{
    if (!near->found) {
        gz_buffer_append_z(out, nothing_found(q));
    } else if (near->matched && near->guard >= 0) {
        gz_buffer_append_z(out, "it matches, but is forbidden by ");
        append_guard(q, near, out);
    } else if (near->matched) {
        gz_buffer_append_z(out, "it matches");
    } else {
        gz_buffer_append_z(out, "it came to ");
        append_reached(passage_of(q, near), near, out);
        gz_buffer_append_z(out, ", wanted ");
        append_wanted(near, out);
    }
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
static void append_marked(const struct gz_near_match_question *q,
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
                                                    last_token(p, near))]
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

static void append_captures(const struct gz_near_match_question *q,
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

static void append_stop(const struct gz_near_match_question *q,
                        const struct gz_near_miss *near, struct gz_buffer *out)
{
    const char *nearest = nearest_word(q, near);
    gz_buffer_append_z(out, "found     ");
    append_reached(passage_of(q, near), near, out);
    gz_buffer_append_z(out, "\nwanted    ");
    append_wanted(near, out);
    gz_buffer_append_byte(out, '\n');
    if (nearest != NULL) {
        gz_buffer_append_fmt(out, "nearest   %s\n", nearest);
    }
}

void gz_near_miss_explain(const struct gz_near_match_question *q,
                          const struct gz_near_miss *near,
                          struct gz_buffer *out)
{
    if (!near->found) {
        gz_near_miss_append(q, near, out);
        gz_buffer_append_byte(out, '\n');
        return;
    }
    append_marked(q, near, out);
    gz_buffer_append_fmt(out, "pattern   " GZ_STR_FMT "\n",
                         GZ_STR_ARG(q->rule->matches[near->pattern].text));
    append_captures(q, near, out);
    if (!near->matched) {
        append_stop(q, near, out);
    } else if (near->guard >= 0) {
        gz_buffer_append_z(out, "forbidden by ");
        append_guard(q, near, out);
        gz_buffer_append_byte(out, '\n');
    } else {
        gz_buffer_append_z(out, "it matches\n");
    }
}
