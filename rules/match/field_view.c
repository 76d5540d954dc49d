#include "rules/match/field_view.h"

#include "rules/compile/token_mask.h"
#include "rules/text/fold.h"
#include "rules/text/nfc.h"
#include "rules/text/utf8.h"

enum { FEW_ENDS = 24 };

// What may stand between the last word of a sentence and its end.
static const char *const closers[] = {
    ".",      "!",      "?",      "\"",     "'",      ")",
    "]",      "\u2026", "\u201d", "\u2019", "\u00bb", "\u3002",
    "\uff01", "\uff1f", "\u300d", "\u300f",
};

void gz_field_view_open(struct gz_field_view *v)
{
    for (uint32_t s = 0; s < v->sentence_count; s++) {
        const uint32_t first = v->sentences[s].first_token;
        const uint32_t final = v->sentences[s].end_token - 1;
        v->firsts[first >> 6] |= UINT64_C(1) << (first & 63);
        v->finals[final >> 6] |= UINT64_C(1) << (final & 63);
        for (uint32_t t = first; t < v->sentences[s].end_token; t++) {
            v->masks[t] = (struct gz_token_mask){
                gz_token_mask_words(&v->tokens[t], v->keys[t]), 0};
        }
    }
}

bool gz_field_view_first(const struct gz_field_view *v, uint32_t place)
{
    return place < v->count &&
           v->sentences[v->sentence_of[place]].first_token == place;
}

static bool is_closer(const struct gz_field_view *v, uint32_t token)
{
    if (v->tokens[token].kind != GZ_TOKEN_MARK) {
        return false;
    }
    const struct gz_str text = gz_field_view_text(v, token);
    for (size_t i = 0; i < sizeof(closers) / sizeof(*closers); i++) {
        if (gz_str_is(text, closers[i])) {
            return true;
        }
    }
    return false;
}

const uint64_t *gz_field_view_lasts(struct gz_field_view *v)
{
    for (uint32_t s = 0; s < v->sentence_count && !v->lasts_known; s++) {
        const uint32_t first = v->sentences[s].first_token;
        uint32_t place = v->sentences[s].end_token;
        v->lasts[place >> 6] |= UINT64_C(1) << (place & 63);
        while (place > first && is_closer(v, place - 1)) {
            place--;
            v->lasts[place >> 6] |= UINT64_C(1) << (place & 63);
        }
    }
    v->lasts_known = true;
    return v->lasts;
}

// A place is the end of the sentence of the token before it, too.
bool gz_field_view_last(const struct gz_field_view *v, uint32_t place,
                        uint32_t base)
{
    if (place > base &&
        v->sentences[v->sentence_of[place - 1]].end_token == place) {
        return true;
    }
    if (place >= v->count) {
        return false;
    }
    const uint32_t end = v->sentences[v->sentence_of[place]].end_token;
    while (place < end && is_closer(v, place)) {
        place++;
    }
    return place == end;
}

bool gz_field_view_lower(const struct gz_field_view *v, uint32_t token)
{
    const struct gz_str s = gz_field_view_text(v, token);
    size_t pos = 0;
    if ((v->tokens[token].flags & GZ_TOKEN_CAPITAL) != 0) {
        return false;
    }
    while (pos < s.len_bytes) {
        const uint8_t byte = (uint8_t)s.ptr[pos];
        if (byte >= 'a' && byte <= 'z') {
            pos++;
            continue;
        }
        const uint32_t cp = gz_utf8_next(s, &pos);
        if (gz_fold_cp(cp, GZ_FOLD_CASE) != cp) {
            return false;
        }
    }
    return true;
}

uint32_t gz_field_view_initial(const struct gz_field_view *v,
                               const struct gz_known_keys *known,
                               uint32_t token, uint32_t limit)
{
    const struct gz_token *t = &v->tokens[token];
    const struct gz_str text = gz_field_view_text(v, token);
    size_t pos = 0;
    if (t->kind != GZ_TOKEN_WORD || (t->flags & GZ_TOKEN_CAPITAL) == 0) {
        return GZ_FIELD_NONE;
    }
    (void)gz_utf8_next(text, &pos);
    if (pos != text.len_bytes) {
        return GZ_FIELD_NONE;
    }
    const uint32_t next = token + 1;
    const bool stop = next < limit && v->keys[next] == known->stop &&
                      v->tokens[next].begin_byte == t->end_byte;
    return stop ? next + 1 : next;
}

static bool has(const uint64_t *keys, uint32_t count, uint64_t key)
{
    uint32_t low = 0;
    while (count > 0) {
        const uint32_t half = count / 2;
        if (keys[low + half] < key) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return keys[low] == key;
}

enum number_part {
    PART_NONE,
    PART_DIGITS,
    PART_WORD,   // five, twenty
    PART_SCALE,  // hundred, million
};

static enum number_part part_at(const struct gz_field_view *v,
                                const struct gz_known_keys *known,
                                uint32_t token, uint32_t limit)
{
    if (token >= limit) {
        return PART_NONE;
    }
    if (v->tokens[token].kind == GZ_TOKEN_NUMBER) {
        return PART_DIGITS;
    }
    if (v->tokens[token].kind != GZ_TOKEN_WORD) {
        return PART_NONE;
    }
    if (has(known->numbers, known->number_count - 1, v->keys[token])) {
        return PART_WORD;
    }
    return has(known->scales, known->scale_count - 1, v->keys[token])
               ? PART_SCALE
               : PART_NONE;
}

// The place of the part behind a part that ends at place: right there, behind
// a hyphen ("twenty-five"), or behind the "and" of "two hundred and five".
static uint32_t next_part(const struct gz_field_view *v,
                          const struct gz_known_keys *known,
                          enum number_part last, uint32_t place, uint32_t limit)
{
    if (place >= limit) {
        return place;
    }
    const bool hyphen = v->keys[place] == known->hyphen;
    const bool join =
        last == PART_SCALE && v->keys[place] == known->number_join;
    return hyphen || join ? place + 1 : place;
}

uint32_t gz_field_view_number(const struct gz_field_view *v,
                              const struct gz_known_keys *known, uint32_t token,
                              uint32_t limit)
{
    if (limit - token > GZ_NUMBER_TOKENS_MAX) {
        limit = token + GZ_NUMBER_TOKENS_MAX;
    }
    enum number_part last = part_at(v, known, token, limit);
    if (last == PART_NONE) {
        return GZ_FIELD_NONE;
    }
    const bool digits = last == PART_DIGITS;
    uint32_t end = token + 1;
    for (;;) {
        const uint32_t place = next_part(v, known, last, end, limit);
        const enum number_part part = part_at(v, known, place, limit);
        if (part == PART_NONE || part == PART_DIGITS ||
            (digits && (part != PART_SCALE || place != end))) {
            return end;
        }
        last = part;
        end = place + 1;
    }
}

// The next character that shows something, folded by width; 0 at the end.
static uint32_t next_letter(struct gz_str s, size_t *pos)
{
    while (*pos < s.len_bytes) {
        const uint32_t cp = gz_nfc_next(s, pos);
        if (!gz_fold_drops(cp)) {
            return gz_fold_cp(cp, GZ_FOLD_WIDTH);
        }
    }
    return 0;
}

// What the first bytes that differ say: two of ASCII are different letters,
// whatever combines with them.
enum comparison {
    SAME,
    DIFFERENT,
    UNSURE,
};

static enum comparison compare_bytes(struct gz_str a, struct gz_str b)
{
    const size_t len = a.len_bytes < b.len_bytes ? a.len_bytes : b.len_bytes;
    size_t i = 0;
    while (i < len && a.ptr[i] == b.ptr[i]) {
        i++;
    }
    if (i == len) {
        return a.len_bytes == b.len_bytes ? SAME : UNSURE;
    }
    return ((uint8_t)a.ptr[i] | (uint8_t)b.ptr[i]) < 0x80 ? DIFFERENT : UNSURE;
}

bool gz_field_view_spells(const struct gz_field_view *v, uint32_t token,
                          struct gz_str letters)
{
    const struct gz_str text = gz_field_view_text(v, token);
    const enum comparison bytes = compare_bytes(text, letters);
    if (bytes != UNSURE) {
        return bytes == SAME;
    }
    size_t a = 0;
    size_t b = 0;
    uint32_t letter;
    do {
        letter = next_letter(text, &a);
        if (letter != next_letter(letters, &b)) {
            return false;
        }
    } while (letter != 0);
    return true;
}

// Whether the tokens at a place are spelt as an exact list has them.
static bool spells_all(const struct gz_field_view *v, uint32_t token,
                       uint32_t length, uint32_t literal)
{
    const struct gz_literal *literals = v->program->phrases.literals;
    for (uint32_t i = 0; i < length; i++) {
        if (!gz_field_view_spells(v, token + i, literals[literal + i].text)) {
            return false;
        }
    }
    return true;
}

// The first end that is not of a list before the given one.
static uint32_t lower_bound(const struct gz_phrase_end *ends, uint32_t count,
                            uint32_t list)
{
    uint32_t low = 0;
    while (low < count) {
        const uint32_t middle = low + (count - low) / 2;
        if (ends[middle].list < list) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

// Whether a list is among those of which a phrase ends; they are few, as a
// rule, and looked through then.
static inline bool ends_list(const struct gz_field_view *v,
                             const struct gz_phrase_end *ends, uint32_t count,
                             uint32_t list, uint32_t token, uint32_t length)
{
    uint32_t i = count > FEW_ENDS ? lower_bound(ends, count, list) : 0;
    while (i < count && ends[i].list < list) {
        i++;
    }
    for (; i < count && ends[i].list == list; i++) {
        if (ends[i].literal == GZ_PHRASE_NO_LITERAL ||
            spells_all(v, token, length, ends[i].literal)) {
            return true;
        }
    }
    return false;
}

uint32_t gz_field_view_list(const struct gz_field_view *v, uint32_t list,
                            uint32_t token)
{
    for (uint32_t i = v->phrases[token]; i != 0; i = v->hits[i - 1].next) {
        const struct gz_phrase_hit *hit = &v->hits[i - 1];
        if (ends_list(v, v->program->phrases.ends + hit->slot->end,
                      hit->slot->end_count, list, token,
                      hit->end_token - token)) {
            return hit->end_token;
        }
    }
    return gz_trait_rows_has(v->traits, v->program->list_traits[list], token)
               ? token + 1
               : GZ_FIELD_NONE;
}
