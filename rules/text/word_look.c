// What one place says about words: the short cuts first, then Unicode's rules.

#include "rules/text/word_look.h"

#include <stdbool.h>
#include <string.h>

#include "rules/text/tokens.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"
#include "rules/text/word_scan.h"

static void set_bit(uint64_t *bits, size_t pos)
{
    bits[pos >> 6] |= UINT64_C(1) << (pos & 63);
}

static void clear_bit(uint64_t *bits, size_t pos)
{
    bits[pos >> 6] &= ~(UINT64_C(1) << (pos & 63));
}

static void set_range(uint64_t *bits, size_t begin, size_t end)
{
    for (; begin < end; begin = (begin | 63) + 1) {
        const size_t stop = end < (begin | 63) + 1 ? end : (begin | 63) + 1;
        bits[begin >> 6] |= ~UINT64_C(0) >> (64 - (stop - begin))
                                                << (begin & 63);
    }
}

static bool test_bit(const uint64_t *bits, size_t pos)
{
    return (bits[pos >> 6] >> (pos & 63) & 1) != 0;
}

static bool is_high(struct gz_str text, size_t pos)
{
    return pos < text.len_bytes && (text.ptr[pos] & 0x80) != 0;
}

// Whether an ASCII byte that belongs to no word, or the end, is at pos.
static bool is_plain_gap(const struct gz_word_look *m, size_t pos)
{
    return pos >= m->text.len_bytes ||
           ((m->text.ptr[pos] & 0x80) == 0 && !test_bit(m->word, pos));
}

// Where the word that goes up to pos begins.
static size_t word_begin(const struct gz_word_look *m, size_t pos)
{
    while (pos > m->done && test_bit(m->word, pos - 1) &&
           !test_bit(m->forced, pos)) {
        pos--;
    }
    return pos;
}

static void mark_word(struct gz_word_look *m, size_t begin, size_t end)
{
    set_range(m->word, begin, end);
    if (begin > 0 && test_bit(m->word, begin - 1)) {
        set_bit(m->forced, begin);
    }
    if (end < m->text.len_bytes && test_bit(m->word, end)) {
        set_bit(m->forced, end);
    }
    size_t pos = begin;
    if (gz_word_break_class(gz_utf8_next(m->text, &pos)) != GZ_WORD_LOWER) {
        set_bit(m->tall, begin);
    }
}

// One token by Unicode's rules, from begin on; what it covers is done.
static void scan(struct gz_word_look *m, size_t begin, size_t at)
{
    const struct gz_word word = gz_word_scan(m->text, begin);
    if (word.kind == GZ_TOKEN_MARK) {
        for (size_t pos = begin; pos < word.end_byte; pos++) {
            clear_bit(m->word, pos);  // underscores alone
        }
    } else {
        mark_word(m, begin, word.end_byte);
    }
    m->done = word.end_byte > at ? word.end_byte : at;
}

// Whether a zero width joiner ends at pos.
static bool is_joiner_before(struct gz_str text, size_t pos)
{
    return pos >= 3 && memcmp(text.ptr + pos - 3, "\xE2\x80\x8D", 3) == 0;
}

// Whether a letter of a script without spaces ends at pos, maybe extended, by
// a picture too.
static bool is_ideograph_before(struct gz_str text, size_t pos)
{
    enum gz_word_class c = GZ_WORD_EXTEND;
    while (pos > 0 && (c == GZ_WORD_EXTEND || c == GZ_WORD_ZWJ)) {
        do {
            pos--;
        } while ((text.ptr[pos] & 0xC0) == 0x80);
        size_t at = pos;
        c = gz_word_break_class(gz_utf8_next(text, &at));
        if ((c == GZ_WORD_PICTURE || c == GZ_WORD_PICTURE_LETTER) &&
            is_joiner_before(text, pos)) {
            c = GZ_WORD_EXTEND;
        }
    }
    return c == GZ_WORD_IDEOGRAPH;
}

// Whether the token that ends at pos may have a possessive behind it: a word
// or number, or a mark that closes ("Inc.'s", "(MI6)'s").
static bool owns(const struct gz_word_look *m, size_t pos)
{
    if (pos == 0) {
        return false;
    }
    const char last = m->text.ptr[pos - 1];
    if ((last & 0x80) == 0) {
        return test_bit(m->word, pos - 1) ? !test_bit(m->silent, pos - 1)
                                          : memchr(".!?)]\"", last, 6) != NULL;
    }
    return test_bit(m->word, pos - 1) && !is_ideograph_before(m->text, pos);
}

// An apostrophe of some bytes at pos with the s of a possessive, which is then
// done.
static bool take_possessive(struct gz_word_look *m, size_t pos, size_t bytes)
{
    const size_t s = pos + bytes;
    if (s >= m->text.len_bytes || (m->text.ptr[s] | 0x20) != 's') {
        return false;
    }
    const bool ends =
        is_plain_gap(m, s + 1) || gz_word_possessive(m->text, pos) != 0;
    if (!ends || !owns(m, pos)) {
        return false;
    }
    set_bit(m->silent, s);
    m->done = s + 1;
    return true;
}

static bool is_ascii_letter(struct gz_str text, size_t pos)
{
    return pos < text.len_bytes && (uint8_t)((text.ptr[pos] | 0x20) - 'a') < 26;
}

// Whether the ASCII word that an apostrophe at pos ends may be one that French
// or Italian shortens ("l'", "dell'"), by its length and last letter.
static bool may_be_elided(const struct gz_word_look *m, size_t pos)
{
    // Sets of lengths; see is_elided() of word_scan.c.
    static const uint8_t lengths[32] = {
        ['c' & 31] = 1 << 1,
        ['d' & 31] = 1 << 1,
        ['j' & 31] = 1 << 1,
        ['l' & 31] = 1 << 1 | 1 << 3 | 1 << 4 | 1 << 5,
        ['m' & 31] = 1 << 1,
        ['n' & 31] = 1 << 1 | 1 << 2,
        ['s' & 31] = 1 << 1,
        ['t' & 31] = 1 << 1 | 1 << 5,
        ['u' & 31] = 1 << 2 | 1 << 5 | 1 << 6,
    };
    size_t begin = pos;
    while (begin > m->done && pos - begin < 7 &&
           is_ascii_letter(m->text, begin - 1)) {
        begin--;
    }
    const uint8_t fits = lengths[m->text.ptr[pos - 1] & 31];
    return (fits >> (pos - begin) & 1) != 0;
}

// An apostrophe of some bytes at pos that plainly stands inside a word, as in
// O'Neill and don't (WB6, WB7): then it is part of it.
static bool join_letters(struct gz_word_look *m, size_t pos, size_t bytes)
{
    if (pos <= m->done || !is_ascii_letter(m->text, pos - 1) ||
        !is_ascii_letter(m->text, pos + bytes) || may_be_elided(m, pos)) {
        return false;
    }
    set_range(m->word, pos, pos + bytes);
    return true;
}

// Whether a mark among ASCII letters and digits plainly ends a word: numbers
// are joined already, and an abbreviation has single letters.
static bool is_plain_stop(const struct gz_word_look *m, size_t pos)
{
    if (is_high(m->text, pos - 1) || is_high(m->text, pos + 1)) {
        return false;
    }
    return m->text.ptr[pos] != '.' ||
           (pos > m->done + 1 && test_bit(m->word, pos - 2));
}

// A dot at pos in an abbreviation of two ASCII letters that have a dot each and
// are all of their word ("U.S."), which is then done.
static bool take_initials(struct gz_word_look *m, size_t pos)
{
    const bool alone = pos == m->done + 1 || !test_bit(m->word, pos - 2);
    if (!alone || pos + 2 >= m->text.len_bytes || m->text.ptr[pos + 2] != '.' ||
        !is_ascii_letter(m->text, pos - 1) ||
        !is_ascii_letter(m->text, pos + 1) || !is_plain_gap(m, pos + 3)) {
        return false;
    }
    mark_word(m, pos - 1, pos + 3);
    m->done = pos + 3;
    return true;
}

// An ASCII mark or underscore that may hold a word together.
static void look_at_hook(struct gz_word_look *m, size_t pos)
{
    const char c = m->text.ptr[pos];
    const bool before = pos > m->done && test_bit(m->word, pos - 1);
    if (c == '\'') {
        if (take_possessive(m, pos, 1) || join_letters(m, pos, 1) || !before) {
            return;
        }
    } else if (c != '_' && (!before || is_plain_stop(m, pos) ||
                            (c == '.' && take_initials(m, pos)))) {
        return;
    }
    scan(m, word_begin(m, pos), pos);
}

// What extends the mark before it does not begin a token; where that begins.
static size_t extended_begin(const struct gz_word_look *m, size_t pos)
{
    if (pos == m->done) {
        return pos;
    }
    const size_t back = pos - m->done;
    const char *p = m->text.ptr + pos;
    if (back >= 3 && p[-3] == '\xE2' && p[-2] == '\x80' &&
        gz_is_common_mark_end((uint8_t)p[-1])) {
        return pos - 3;
    }
    size_t before = pos - 1;
    if ((p[-1] & 0x80) != 0) {
        return pos;
    }
    const enum gz_word_class c =
        gz_word_break_class(gz_utf8_next(m->text, &before));
    return c == GZ_WORD_SPACE || c == GZ_WORD_LINE || c == GZ_WORD_PARAGRAPH
               ? pos
               : pos - 1;
}

static bool is_alphabetic(enum gz_word_class c)
{
    return c == GZ_WORD_LOWER || c == GZ_WORD_UPPER || c == GZ_WORD_CASELESS;
}

// Letters of an alphabet, as many as stand together: they go on with the word
// before them, if there is one.  Whatever may change that is looked at when
// its turn comes.
static void take_letters(struct gz_word_look *m, size_t pos, size_t end,
                         bool small)
{
    const struct gz_str text = m->text;
    const bool goes_on = pos > m->done && test_bit(m->word, pos - 1);
    while (is_high(text, end)) {
        size_t next = end;
        if (!is_alphabetic(gz_word_break_class(gz_utf8_next(text, &next)))) {
            break;
        }
        end = next;
    }
    set_range(m->word, pos, end);
    m->seen = end;
    if (!goes_on) {
        set_bit(m->forced, pos);
        if (!small) {
            set_bit(m->tall, pos);
        }
    }
}

// What stands beyond ASCII at pos, else OTHER; *next is where it ends.  From
// U+5000 to U+8FFF are ideographs only.
static enum gz_word_class class_at(struct gz_str text, size_t pos, size_t *next)
{
    *next = pos;
    if (!is_high(text, pos)) {
        return GZ_WORD_OTHER;
    }
    if ((uint8_t)text.ptr[pos] >= 0xE5 && (uint8_t)text.ptr[pos] <= 0xE8) {
        *next = pos + 3;
        return GZ_WORD_IDEOGRAPH;
    }
    return gz_word_break_class(gz_utf8_next(text, next));
}

// Letters of a script without spaces, as many as stand together, but for one
// that is extended: each is a word.  False when the first one is extended.
static bool take_ideographs(struct gz_word_look *m, size_t pos, size_t end)
{
    const struct gz_str text = m->text;
    uint64_t *const forced = m->forced;
    uint64_t *const tall = m->tall;
    const size_t begin = pos;
    enum gz_word_class c;
    do {
        size_t next;
        c = class_at(text, end, &next);
        if (c == GZ_WORD_EXTEND || c == GZ_WORD_ZWJ) {
            break;
        }
        set_bit(forced, pos);
        set_bit(tall, pos);
        pos = end;
        end = next;
    } while (c == GZ_WORD_IDEOGRAPH);
    if (pos == begin) {
        return false;
    }
    set_range(m->word, begin, pos);
    if (pos < text.len_bytes) {
        set_bit(forced, pos);
    }
    m->done = pos;
    return true;
}

// A curly apostrophe: the s of a possessive may follow, or nothing that
// matters, as behind a quotation.
static bool take_apostrophe(struct gz_word_look *m, size_t pos, size_t end)
{
    if (take_possessive(m, pos, end - pos) || join_letters(m, pos, end - pos)) {
        return true;
    }
    if (is_plain_gap(m, end) && (pos == 0 || !is_high(m->text, pos - 1))) {
        m->done = end;
        return true;
    }
    return false;
}

// The frequent kinds of characters; false for those that take the long way.
static bool take_quickly(struct gz_word_look *m, size_t pos, size_t end,
                         enum gz_word_class c)
{
    switch ((int)c) {
    case GZ_WORD_UPPER:
    case GZ_WORD_LOWER:
    case GZ_WORD_CASELESS:
        take_letters(m, pos, end, c == GZ_WORD_LOWER);
        return true;
    case GZ_WORD_IDEOGRAPH:
        return take_ideographs(m, pos, end);
    case GZ_WORD_SPACE:
    case GZ_WORD_LINE:
    case GZ_WORD_PARAGRAPH:
        m->done = end;
        return true;
    case GZ_WORD_CURLY:
    case GZ_WORD_APOSTROPHE:
        return take_apostrophe(m, pos, end);
    case GZ_WORD_OTHER:
        if (is_high(m->text, end)) {
            return false;
        }
        m->done = end;
        return true;
    default:
        return false;
    }
}

// A character beyond ASCII that is no common mark.
static void look_at_high(struct gz_word_look *m, size_t pos)
{
    size_t end;
    const enum gz_word_class c = class_at(m->text, pos, &end);
    if (take_quickly(m, pos, end, c)) {
        return;
    }
    size_t begin = word_begin(m, pos);
    if (begin == pos && (c == GZ_WORD_EXTEND || c == GZ_WORD_ZWJ)) {
        begin = extended_begin(m, pos);
    }
    scan(m, begin, begin == pos ? end : pos);
    if (m->done <= pos) {
        // The word before ends here; what stands here is next.
        m->done = pos;
        scan(m, pos, end);
    }
}

static inline void look_at(struct gz_word_look *m, size_t pos)
{
    if (is_high(m->text, pos)) {
        look_at_high(m, pos);
    } else {
        look_at_hook(m, pos);
    }
}

void gz_word_look(struct gz_word_look *m, const uint64_t *places, size_t count)
{
    for (size_t b = 0; b < count; b++) {
        for (uint64_t left = places[b]; left != 0; left &= left - 1) {
            const size_t pos = b * 64 + (size_t)__builtin_ctzll(left);
            if (pos >= m->done && pos >= m->seen) {
                look_at(m, pos);
            }
        }
    }
}
