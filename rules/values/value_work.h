#ifndef GZ_VALUE_WORK_H
#define GZ_VALUE_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/values/value_calendar.h"
#include "rules/values/value_words.h"
#include "rules/values/values.h"

// What is known of tokens that were asked for lately: each is asked for many
// times by those who try to read a value.
enum { GZ_VALUE_MEMO = 16 };
struct gz_value_memo {
    uint32_t tokens[GZ_VALUE_MEMO];  // token + 1, 0: none
    const struct gz_value_entry *entries[GZ_VALUE_MEMO];
};

/*
 * A passage while values are looked for: one sentence at a time, and the
 * questions that all readers of values ask of its tokens.  Every function
 * takes token numbers outside [first, end) and answers that nothing is there.
 */
struct gz_value_work {
    struct gz_str text;
    const struct gz_token *tokens;
    const uint64_t *keys;
    uint32_t first;     // of the sentence, or the end of the last value in it
    uint32_t end;       // of the sentence
    uint8_t languages;  // one of enum gz_value_languages
    bool point;         // 1,234.5 and not 1.234,5
    bool spaced;        // groups may stand apart: 1 234
    int country;        // of the language, as value_words numbers them; or 0
    bool dated;         // today is known
    int64_t today;      // in days since 1970
    struct gz_value_calendar_day now;  // the same as a date
    const uint64_t *filter;            // of words with which a value may begin
    struct gz_value_memo *memo;
    struct gz_arena *arena;
    enum gz_status status;  // GZ_LIMIT once the arena was full
};

static inline bool gz_value_work_has(const struct gz_value_work *w, uint32_t i)
{
    return i >= w->first && i < w->end;
}

static inline struct gz_str gz_value_work_text(const struct gz_value_work *w,
                                               uint32_t i)
{
    const struct gz_token *t = &w->tokens[i];
    return gz_str_of(w->text.ptr + t->begin_byte, t->end_byte - t->begin_byte);
}

/** Whether no space stands between token i - 1, which may be of the value
 * before, and token i. */
static inline bool gz_value_work_touches(const struct gz_value_work *w,
                                         uint32_t i)
{
    return gz_value_work_has(w, i) && i > 0 &&
           (w->tokens[i].flags & GZ_TOKEN_SPACE_BEFORE) == 0;
}

/** Whether token i is this mark, a UTF-8 text. */
static inline bool gz_value_work_mark(const struct gz_value_work *w, uint32_t i,
                                      const char *mark)
{
    return gz_value_work_has(w, i) && w->tokens[i].kind == GZ_TOKEN_MARK &&
           gz_str_is(gz_value_work_text(w, i), mark);
}

/** What is known of token i, which there must be; or NULL. */
static inline const struct gz_value_entry *
gz_value_work_entry(const struct gz_value_work *w, uint32_t i)
{
    const uint32_t at = i % GZ_VALUE_MEMO;
    if (w->memo->tokens[at] != i + 1) {
        w->memo->tokens[at] = i + 1;
        w->memo->entries[at] = gz_value_words_find(w->keys[i]);
    }
    return w->memo->entries[at];
}

/** Whether token i is this word of small ASCII letters, in any case. */
static inline bool gz_value_work_is(const struct gz_value_work *w, uint32_t i,
                                    const char *word)
{
    if (!gz_value_work_has(w, i)) {
        return false;
    }
    const struct gz_str text = gz_value_work_text(w, i);
    return text.len_bytes == strlen(word) && (text.ptr[0] | 0x20) == word[0] &&
           gz_str_eq_nocase(text, gz_str_z(word));
}

/** Whether token i is a hyphen or a dash. */
bool gz_value_work_dash(const struct gz_value_work *w, uint32_t i);

/** Whether token i begins with a digit of ASCII. */
static inline bool gz_value_work_digit(const struct gz_value_work *w,
                                       uint32_t i)
{
    return gz_value_work_has(w, i) &&
           (unsigned)w->text.ptr[w->tokens[i].begin_byte] - '0' < 10;
}

/** Whether token i is a word, perhaps one with a capital. */
static inline bool gz_value_work_word(const struct gz_value_work *w, uint32_t i)
{
    return gz_value_work_has(w, i) && w->tokens[i].kind == GZ_TOKEN_WORD;
}

static inline bool gz_value_work_capital(const struct gz_value_work *w,
                                         uint32_t i)
{
    return gz_value_work_word(w, i) &&
           (w->tokens[i].flags & GZ_TOKEN_CAPITAL) != 0;
}

/** The sense of a kind that a part of the passage has, or NULL. */
const struct gz_value_sense *
gz_value_work_sense_of(const struct gz_value_work *w, struct gz_str text,
                       enum gz_value_kind kind);

/** The sense of a kind that token i has, or NULL. */
static inline const struct gz_value_sense *
gz_value_work_sense(const struct gz_value_work *w, uint32_t i,
                    enum gz_value_kind kind)
{
    if (!gz_value_work_has(w, i)) {
        return NULL;
    }
    const struct gz_value_entry *entry = gz_value_work_entry(w, i);
    return entry == NULL || (entry->kinds >> kind & 1) == 0
               ? NULL
               : gz_value_words_sense(entry, kind, w->languages,
                                      gz_value_work_text(w, i));
}

/** The longest phrase of a kind that begins at token i; *end is behind it. */
const struct gz_value_sense *gz_value_work_phrase(const struct gz_value_work *w,
                                                  uint32_t i,
                                                  enum gz_value_kind kind,
                                                  uint32_t *end);

/** The longest phrase of a kind that ends before token i; *begin is its. */
const struct gz_value_sense *
gz_value_work_phrase_before(const struct gz_value_work *w, uint32_t i,
                            enum gz_value_kind kind, uint32_t *begin);

/** The token behind an abbreviation's stop at i, if there is one. */
uint32_t gz_value_work_skip_stop(const struct gz_value_work *w, uint32_t i);

/** The token behind a hyphen between words at i ("five-day"), else i. */
uint32_t gz_value_work_skip_hyphen(const struct gz_value_work *w, uint32_t i);

/** A text in arena; empty and .status GZ_LIMIT when that is full. */
struct gz_str gz_value_work_copy(struct gz_value_work *w, const char *bytes,
                                 size_t len);

#endif
