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
               : gz_value_words_sense(entry, kind, w->languages, text);
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

// The longest phrase of a kind among those that begin at i, or NULL.
static const struct gz_value_phrase *begins(const struct gz_value_work *w,
                                            uint32_t i,
                                            const struct gz_value_entry *entry,
                                            enum gz_value_kind kind)
{
    const struct gz_value_phrase *p = gz_value_words_forward(entry);
    for (uint32_t k = 0; k < entry->forward_count; k++) {
        if (means(w, &p[k], kind) && equal(w, i, &p[k])) {
            return &p[k];
        }
    }
    return NULL;
}

const struct gz_value_sense *gz_value_work_phrase(const struct gz_value_work *w,
                                                  uint32_t i,
                                                  enum gz_value_kind kind,
                                                  uint32_t *end)
{
    const struct gz_value_entry *entry =
        gz_value_work_has(w, i) ? gz_value_work_entry(w, i) : NULL;
    *end = i + 1;
    if (entry == NULL) {
        return NULL;
    }
    if ((entry->forward_kinds >> kind & 1) != 0) {
        const struct gz_value_phrase *p = begins(w, i, entry, kind);
        if (p != NULL) {
            *end = i + p->count;
            return &p->sense;
        }
    }
    return gz_value_work_sense(w, i, kind);
}

// The longest phrase of a kind among those that end before i, or NULL.
static const struct gz_value_phrase *ends(const struct gz_value_work *w,
                                          uint32_t i,
                                          const struct gz_value_entry *entry,
                                          enum gz_value_kind kind)
{
    const struct gz_value_phrase *p = gz_value_words_backward(entry);
    for (uint32_t k = 0; k < entry->backward_count; k++) {
        if (means(w, &p[k], kind) && i - w->first >= p[k].count &&
            equal(w, i - p[k].count, &p[k])) {
            return &p[k];
        }
    }
    return NULL;
}

const struct gz_value_sense *
gz_value_work_phrase_before(const struct gz_value_work *w, uint32_t i,
                            enum gz_value_kind kind, uint32_t *begin)
{
    const struct gz_value_entry *entry =
        i > w->first ? gz_value_work_entry(w, i - 1) : NULL;
    *begin = i - 1;
    if (entry == NULL) {
        return NULL;
    }
    if ((entry->backward_kinds >> kind & 1) != 0) {
        const struct gz_value_phrase *p = ends(w, i, entry, kind);
        if (p != NULL) {
            *begin = i - p->count;
            return &p->sense;
        }
    }
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
