#include "rules/values/value_work.h"

#include "rules/text/token_keys.h"

bool gz_value_work_dash(const struct gz_value_work *w, uint32_t i)
{
    return gz_value_work_mark(w, i, "-") ||
           gz_value_work_mark(w, i, "\u2010") ||
           gz_value_work_mark(w, i, "\u2011") ||
           gz_value_work_mark(w, i, "\u2013") ||
           gz_value_work_mark(w, i, "\u2014");
}

bool gz_value_work_digit(const struct gz_value_work *w, uint32_t i)
{
    if (!gz_value_work_has(w, i)) {
        return false;
    }
    const char c = w->text.ptr[w->tokens[i].begin_byte];
    return c >= '0' && c <= '9';
}

bool gz_value_work_word(const struct gz_value_work *w, uint32_t i)
{
    return gz_value_work_has(w, i) && w->tokens[i].kind == GZ_TOKEN_WORD;
}

bool gz_value_work_capital(const struct gz_value_work *w, uint32_t i)
{
    return gz_value_work_word(w, i) &&
           (w->tokens[i].flags & GZ_TOKEN_CAPITAL) != 0;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static const struct gz_value_sense *find(const struct gz_value_work *w,
                                         uint64_t key, struct gz_str text,
                                         enum gz_value_kind kind)
{
    const struct gz_value_entry *entry = gz_value_words_find(key);
    if (entry == NULL) {
        return NULL;
    }
    const struct gz_value_sense *senses = gz_value_words_senses(entry);
    for (uint32_t i = 0; i < entry->sense_count; i++) {
        const struct gz_value_sense *s = &senses[i];
        if (s->kind == kind && (s->languages & w->languages) != 0 &&
            ((s->flags & GZ_VALUE_CASED) == 0 ||
             gz_str_eq(text, gz_value_words_text(s->cased))) &&
            ((s->flags & GZ_VALUE_CAPITAL) == 0 || is_upper(text.ptr[0]))) {
            return s;
        }
    }
    return NULL;
}

const struct gz_value_sense *
gz_value_work_sense_of(const struct gz_value_work *w, struct gz_str text,
                       enum gz_value_kind kind)
{
    // The key is of bytes that others may follow: nothing behind is read.
    return text.len_bytes == 0
               ? NULL
               : find(w, gz_token_key(text.ptr, text.len_bytes, text.len_bytes),
                      text, kind);
}

const struct gz_value_sense *gz_value_work_sense(const struct gz_value_work *w,
                                                 uint32_t i,
                                                 enum gz_value_kind kind)
{
    return gz_value_work_has(w, i)
               ? find(w, w->keys[i], gz_value_work_text(w, i), kind)
               : NULL;
}

static bool equal(const struct gz_value_work *w, uint32_t i,
                  const struct gz_value_phrase *p)
{
    if (i < w->first || i > w->end || w->end - i < p->count) {
        return false;
    }
    for (uint32_t k = 0; k < p->count; k++) {
        if (w->keys[i + k] != p->keys[k]) {
            return false;
        }
    }
    return true;
}

static bool means(const struct gz_value_work *w,
                  const struct gz_value_phrase *p, enum gz_value_kind kind)
{
    return p->sense.kind == kind && (p->sense.languages & w->languages) != 0;
}

const struct gz_value_sense *gz_value_work_phrase(const struct gz_value_work *w,
                                                  uint32_t i,
                                                  enum gz_value_kind kind,
                                                  uint32_t *end)
{
    const struct gz_value_entry *entry =
        gz_value_work_has(w, i) ? gz_value_words_find(w->keys[i]) : NULL;
    if (entry == NULL) {
        return NULL;
    }
    const struct gz_value_phrase *p = gz_value_words_forward(entry);
    for (uint32_t k = 0; k < entry->forward_count; k++) {
        if (means(w, &p[k], kind) && equal(w, i, &p[k])) {
            *end = i + p[k].count;
            return &p[k].sense;
        }
    }
    *end = i + 1;
    return gz_value_work_sense(w, i, kind);
}

const struct gz_value_sense *
gz_value_work_phrase_before(const struct gz_value_work *w, uint32_t i,
                            enum gz_value_kind kind, uint32_t *begin)
{
    const struct gz_value_entry *entry =
        i > w->first ? gz_value_words_find(w->keys[i - 1]) : NULL;
    if (entry == NULL) {
        return NULL;
    }
    const struct gz_value_phrase *p = gz_value_words_backward(entry);
    for (uint32_t k = 0; k < entry->backward_count; k++) {
        if (means(w, &p[k], kind) && i - w->first >= p[k].count &&
            equal(w, i - p[k].count, &p[k])) {
            *begin = i - p[k].count;
            return &p[k].sense;
        }
    }
    *begin = i - 1;
    return gz_value_work_sense(w, i - 1, kind);
}

uint32_t gz_value_work_skip_stop(const struct gz_value_work *w, uint32_t i)
{
    return gz_value_work_mark(w, i, ".") && gz_value_work_touches(w, i) &&
                   gz_value_work_has(w, i + 1)
               ? i + 1
               : i;
}

uint32_t gz_value_work_skip_hyphen(const struct gz_value_work *w, uint32_t i)
{
    return gz_value_work_dash(w, i) && gz_value_work_touches(w, i) &&
                   gz_value_work_touches(w, i + 1)
               ? i + 1
               : i;
}

struct gz_str gz_value_work_copy(struct gz_value_work *w, const char *bytes,
                                 size_t len)
{
    const struct gz_str copy = gz_arena_copy(w->arena, gz_str_of(bytes, len));
    if (copy.ptr == NULL) {
        w->status = GZ_LIMIT;
        return gz_str_of("", 0);
    }
    return copy;
}
