#include "rules/values/value_work.h"

#include <string.h>

#include "rules/text/token_keys.h"

bool gz_value_work_dash(const struct gz_value_work *w, uint32_t i)
{
    if (!gz_value_work_has(w, i) || w->tokens[i].kind != GZ_TOKEN_MARK) {
        return false;
    }
    const struct gz_str text = gz_value_work_text(w, i);
    if (text.len_bytes == 1) {
        return text.ptr[0] == '-';
    }
    // hyphens, en and em dash, U+2010 to U+2014, and the minus
    return text.len_bytes == 3 &&
           ((text.ptr[0] == '\xE2' && text.ptr[1] == '\x80' &&
             (uint8_t)text.ptr[2] >= 0x90 && (uint8_t)text.ptr[2] <= 0x94) ||
            memcmp(text.ptr, "\u2212", 3) == 0);
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static const struct gz_value_sense *pick(const struct gz_value_work *w,
                                         const struct gz_value_entry *entry,
                                         struct gz_str text,
                                         enum gz_value_kind kind)
{
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
    if (text.len_bytes == 0) {
        return NULL;
    }
    const size_t readable =
        (size_t)(w->text.ptr + w->text.len_bytes - text.ptr);
    const struct gz_value_entry *entry =
        gz_value_words_find(gz_token_key(text.ptr, text.len_bytes, readable));
    return entry == NULL || (entry->kinds >> kind & 1) == 0
               ? NULL
               : pick(w, entry, text, kind);
}

const struct gz_value_sense *
gz_value_work_pick(const struct gz_value_work *w, uint32_t i,
                   const struct gz_value_entry *entry, enum gz_value_kind kind)
{
    return pick(w, entry, gz_value_work_text(w, i), kind);
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
        gz_value_work_has(w, i) ? gz_value_work_entry(w, i) : NULL;
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
        i > w->first ? gz_value_work_entry(w, i - 1) : NULL;
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
