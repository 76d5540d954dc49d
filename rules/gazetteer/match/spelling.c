// From a name in a list to words and keys.

#include "rules/gazetteer/match/spelling.h"

#include <string.h>

#include "rules/gazetteer/match/name_gap.h"
#include "rules/gazetteer/match/name_key.h"
#include "rules/text/fold.h"
#include "rules/text/nfc.h"
#include "rules/text/utf8.h"
#include "rules/text/word_blocks.h"
#include "rules/text/word_break.h"

static uint32_t first_begin(const struct gz_word_blocks *blocks)
{
    for (size_t b = 0; b < blocks->count; b++) {
        if (blocks->begins[b] != 0) {
            return (uint32_t)(b * 64) +
                   (uint32_t)__builtin_ctzll(blocks->begins[b]);
        }
    }
    return UINT32_MAX;
}

// The begin of the word behind end, or UINT32_MAX.
static uint32_t next_begin(const struct gz_word_blocks *blocks, uint32_t end,
                           size_t len)
{
    for (uint32_t pos = end; pos < len; pos++) {
        if (gz_word_blocks_test(blocks->begins, pos)) {
            return pos;
        }
    }
    return UINT32_MAX;
}

static void note_first(struct gz_str text, const struct gz_word_blocks *blocks,
                       uint32_t begin, struct gz_spelling *s)
{
    size_t pos = begin;
    const enum gz_word_class c = gz_word_break_class(gz_utf8_next(text, &pos));
    s->small = gz_word_blocks_test(blocks->small, begin);
    s->cased = c == GZ_WORD_LOWER || c == GZ_WORD_UPPER;
}

// The keys of the first word.  Names are compiled by the million, so a short
// one of ASCII is taken quickly; without two cases it has one key.
static void note_first_keys(struct gz_spelling *s)
{
    char word[GZ_TOKEN_KEY_BYTES] = {0};
    const struct gz_str first = s->first;
    const uint32_t len = (uint32_t)first.len_bytes;
    bool quick = len <= sizeof(word);
    if (quick) {
        memcpy(word, first.ptr, len);
        word[0] = (char)(s->cased ? word[0] & ~0x20 : word[0]);
        quick = gz_token_key_quick(word, len, true, &s->tall_first);
    }
    if (quick) {
        word[0] = (char)(s->cased ? word[0] | 0x20 : word[0]);
        (void)gz_token_key_quick(word, len, true, &s->small_first);
        return;
    }
    s->tall_first = gz_name_key_first(first, 0, len, false);
    s->small_first = gz_name_key_first(first, 0, len, true);
}

// Marks behind the last word that ends at end.
static void note_tail(struct gz_str text, uint32_t end, struct gz_spelling *s)
{
    const size_t left = text.len_bytes - end;
    s->final_dot = left == 1 && text.ptr[end] == '.';
    s->marks |= left > 0 && !s->final_dot;
}

static enum gz_spelling_fault cut(struct gz_str text,
                                  const struct gz_word_blocks *blocks,
                                  struct gz_spelling *s)
{
    uint32_t begin = first_begin(blocks);
    if (begin == UINT32_MAX) {
        return GZ_SPELLING_NO_WORD;
    }
    if (!gz_word_blocks_test(blocks->tall, begin) &&
        !gz_word_blocks_test(blocks->small, begin)) {
        return GZ_SPELLING_SMALL_S;
    }
    note_first(text, blocks, begin, s);
    s->marks = begin > 0;
    uint32_t end = gz_word_blocks_edge(blocks->edges, begin + 1);
    s->first = gz_str_of(text.ptr + begin, end - begin);
    note_first_keys(s);
    s->words[0] = 0;
    s->gaps[0] = 0;
    s->word_count = 1;
    s->tall_next = false;
    while ((begin = next_begin(blocks, end, text.len_bytes)) != UINT32_MAX) {
        if (s->word_count == GZ_NAME_WORDS_MAX) {
            return GZ_SPELLING_WORDS;
        }
        const uint64_t gap = gz_name_gap_key(text, end, begin);
        if (gap == GZ_NAME_GAP_STOP) {
            return GZ_SPELLING_GAP;
        }
        s->tall_next |=
            s->word_count == 1 && gz_word_blocks_test(blocks->tall, begin);
        end = gz_word_blocks_edge(blocks->edges, begin + 1);
        s->gaps[s->word_count] = gap;
        s->words[s->word_count++] = gz_name_key_word(text, begin, end);
    }
    note_tail(text, end, s);
    return GZ_SPELLING_FINE;
}

static bool is_seen(uint32_t cp)
{
    const enum gz_word_class c = gz_word_break_class(cp);
    return c != GZ_WORD_SPACE && c != GZ_WORD_LINE && c != GZ_WORD_PARAGRAPH &&
           !gz_fold_drops(cp);
}

// The character before pos, which moves to its begin.
static uint32_t step_back(struct gz_str s, size_t *pos)
{
    do {
        --*pos;
    } while (*pos > 0 && (s.ptr[*pos] & 0xC0) == 0x80);
    size_t at = *pos;
    return gz_utf8_next(s, &at);
}

// A name without white space and what shows nothing around it; which is no
// mark that would have to stand in a text too.
static struct gz_str trim(struct gz_str name)
{
    size_t begin = 0;
    size_t end = name.len_bytes;
    for (size_t pos = 0; pos < end; begin = pos) {
        if (is_seen(gz_utf8_next(name, &pos))) {
            break;
        }
    }
    for (size_t pos = end; pos > begin; end = pos) {
        if (is_seen(step_back(name, &pos))) {
            break;
        }
    }
    return gz_str_of(name.ptr + begin, end - begin);
}

enum gz_status gz_spelling_make(struct gz_str name, struct gz_arena *arena,
                                struct gz_spelling *out,
                                enum gz_spelling_fault *fault)
{
    *fault = GZ_SPELLING_LONG;
    if (name.len_bytes > 2 * GZ_NAME_BYTES_MAX) {
        return GZ_INVALID;
    }
    struct gz_word_blocks blocks;
    if (gz_nfc(trim(name), arena, &out->text) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    if (out->text.len_bytes > GZ_NAME_BYTES_MAX) {
        return GZ_INVALID;
    }
    if (gz_word_blocks_make(out->text, gz_simd_best(), arena, &blocks) !=
        GZ_OK) {
        return GZ_NO_MEMORY;
    }
    *fault = cut(out->text, &blocks, out);
    return *fault == GZ_SPELLING_FINE ? GZ_OK : GZ_INVALID;
}

uint64_t gz_spelling_key(const struct gz_spelling *s, bool small)
{
    uint64_t key = gz_spelling_first(s, small);
    for (uint32_t i = 1; i < s->word_count; i++) {
        key = gz_name_key_chain(key, s->gaps[i], s->words[i]);
    }
    return key;
}
