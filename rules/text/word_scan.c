// Word boundaries for all scripts.  Rule names (WB4, WB6, ...) are those of
// Unicode Standard Annex #29.

#include "rules/text/word_scan.h"

#include <stdbool.h>

#include "rules/text/tokens.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"

// A code point with all that extends it (WB4) and the pictures that follow
// behind a zero width joiner (WB3c).  Boundaries stand between units only.
struct unit {
    enum gz_word_class head;  // joins what stands before
    enum gz_word_class tail;  // joins what comes behind
    size_t end;
};

// How the letters of a word are written.
struct tally {
    uint32_t letters;
    uint32_t uppers;
    uint32_t lowers;
    uint32_t digits;
    bool capital;
};

static bool is_letter(enum gz_word_class c)
{
    return c == GZ_WORD_UPPER || c == GZ_WORD_LOWER || c == GZ_WORD_CASELESS ||
           c == GZ_WORD_HEBREW || c == GZ_WORD_PICTURE_LETTER;
}

static bool is_word(enum gz_word_class c)
{
    return is_letter(c) || c == GZ_WORD_DIGIT || c == GZ_WORD_JOINER;
}

static bool is_apostrophe(enum gz_word_class c)
{
    return c == GZ_WORD_APOSTROPHE || c == GZ_WORD_CURLY;
}

static bool is_picture(enum gz_word_class c)
{
    return c == GZ_WORD_PICTURE || c == GZ_WORD_PICTURE_LETTER;
}

// The class at *pos, which moves on; white space stands for the end.
static enum gz_word_class take(struct gz_str text, size_t *pos)
{
    if (*pos >= text.len_bytes) {
        return GZ_WORD_SPACE;
    }
    return gz_word_break_class(gz_utf8_next(text, pos));
}

static struct unit read_unit(struct gz_str text, size_t pos)
{
    const enum gz_word_class head = take(text, &pos);
    struct unit unit = {head, head, pos};
    enum gz_word_class last = head;
    // Nothing in ASCII extends.
    while (pos < text.len_bytes && (text.ptr[pos] & 0x80) != 0) {
        const enum gz_word_class next = take(text, &pos);
        if (last == GZ_WORD_ZWJ && is_picture(next)) {
            unit.tail = next;
        } else if (next != GZ_WORD_EXTEND && next != GZ_WORD_ZWJ) {
            break;
        }
        last = next;
        unit.end = pos;
    }
    return unit;
}

size_t gz_word_apostrophe(struct gz_str text, size_t pos)
{
    static const struct gz_str curly[] = {
        {"\xE2\x80\x99", 3}, {"\xE2\x80\x98", 3}, {"\xEF\xBC\x87", 3}};
    const struct gz_str rest = gz_str_of(text.ptr + pos, text.len_bytes - pos);
    if (rest.len_bytes > 0 && rest.ptr[0] == '\'') {
        return 1;
    }
    for (size_t i = 0; i < sizeof(curly) / sizeof(curly[0]); i++) {
        if (gz_str_starts(rest, curly[i])) {
            return curly[i].len_bytes;
        }
    }
    return 0;
}

size_t gz_word_possessive(struct gz_str text, size_t pos)
{
    const size_t s = pos + gz_word_apostrophe(text, pos);
    if (s == pos || s >= text.len_bytes || (text.ptr[s] | 0x20) != 's') {
        return 0;
    }
    const struct unit unit = read_unit(text, s);
    if (unit.end != s + 1 || is_word(read_unit(text, s + 1).head)) {
        return 0;
    }
    return s + 1;
}

static void count(struct tally *t, enum gz_word_class c)
{
    if (c == GZ_WORD_DIGIT) {
        t->digits++;
    } else if (is_letter(c)) {
        t->capital |= t->letters == 0 && c == GZ_WORD_UPPER;
        t->letters++;
        t->uppers += c == GZ_WORD_UPPER;
        t->lowers += c == GZ_WORD_LOWER;
    }
}

static struct gz_word finish(const struct tally *t, size_t end)
{
    struct gz_word word = {end, GZ_TOKEN_MARK, 0};
    if (t->letters > 0) {
        word.kind = GZ_TOKEN_WORD;
    } else if (t->digits > 0) {
        word.kind = GZ_TOKEN_NUMBER;
    }
    if (t->capital) {
        word.flags |= GZ_TOKEN_CAPITAL;
    }
    if (t->uppers >= 2 && t->lowers == 0) {
        word.flags |= GZ_TOKEN_ALL_CAPS;
    }
    return word;
}

// Whether a mark between two units of a word holds them together: WB6, WB7,
// WB11 and WB12, but for dots between letters.
static bool bridges(enum gz_word_class left, enum gz_word_class mark,
                    enum gz_word_class right)
{
    if (left == GZ_WORD_HEBREW && mark == GZ_WORD_DOUBLE_QUOTE) {
        return right == GZ_WORD_HEBREW;  // WB7b, WB7c
    }
    if (is_letter(left) && is_letter(right)) {
        return mark == GZ_WORD_MID_LETTER || is_apostrophe(mark);
    }
    if (left == GZ_WORD_DIGIT && right == GZ_WORD_DIGIT) {
        return mark == GZ_WORD_MID_NUMBER || mark == GZ_WORD_DOT ||
               is_apostrophe(mark);
    }
    return false;
}

// The unit that continues a word behind its last unit; its end is 0 when the
// word ends there.
static struct unit next_unit(struct gz_str text, struct unit last)
{
    const struct unit none = {GZ_WORD_OTHER, GZ_WORD_OTHER, 0};
    const struct unit next = read_unit(text, last.end);
    if (is_word(last.tail) && is_word(next.head)) {
        return next;
    }
    if (next.head != next.tail || gz_word_possessive(text, last.end) != 0) {
        return none;
    }
    const struct unit behind = read_unit(text, next.end);
    if (bridges(last.tail, next.head, behind.head)) {
        return behind;
    }
    if (last.tail == GZ_WORD_HEBREW && next.head == GZ_WORD_APOSTROPHE) {
        return next;  // WB7a
    }
    return none;
}

// The end of single letters with dots between them ("U.S.", "z.B", "J.P."
// before "Morgan"), or 0.
static size_t abbreviation_end(struct gz_str text, size_t pos,
                               struct tally *tally)
{
    size_t end = 0;
    struct tally seen = {0};
    while (true) {
        const struct unit letter = read_unit(text, pos);
        if (!is_letter(letter.head) || !is_letter(letter.tail) ||
            next_unit(text, letter).end != 0) {
            break;
        }
        count(&seen, letter.head);
        const struct unit dot = read_unit(text, letter.end);
        end = letter.end;
        if (dot.tail != GZ_WORD_DOT) {
            break;
        }
        end = dot.end;
        pos = dot.end;
    }
    if (seen.letters < 2) {
        return 0;
    }
    *tally = seen;
    return end;
}

static bool is_elided(struct gz_str word)
{
    static const char *const elided[] = {
        "c",     "d",     "j",    "l",     "m",      "n",      "qu",
        "s",     "t",     "un",   "all",   "dall",   "dell",   "nell",
        "quell", "quest", "sull", "jusqu", "lorsqu", "puisqu",
    };
    for (size_t i = 0; i < sizeof(elided) / sizeof(elided[0]); i++) {
        if (gz_str_is(word, elided[i])) {
            return true;
        }
    }
    return false;
}

static bool is_ascii_letter(struct gz_str text, size_t pos)
{
    const int low = pos < text.len_bytes ? text.ptr[pos] | 0x20 : 0;
    return low >= 'a' && low <= 'z';
}

// The end of a shortened word of French or Italian and its apostrophe before
// a letter ("l'", "dell'"), or 0.  In any case, because "D'IVOIRE" has to be
// cut as "d'Ivoire" is.
static size_t elision_end(struct gz_str text, size_t begin, struct tally *tally)
{
    char word[8];
    size_t len = 0;
    struct tally seen = {0};
    while (len < sizeof(word) && is_ascii_letter(text, begin + len)) {
        const char letter = text.ptr[begin + len];
        count(&seen, letter < 'a' ? GZ_WORD_UPPER : GZ_WORD_LOWER);
        word[len++] = (char)(letter | 0x20);
    }
    const size_t mark = begin + len;
    const size_t end = mark + gz_word_apostrophe(text, mark);
    if (end == mark || !is_elided(gz_str_of(word, len)) ||
        gz_word_possessive(text, mark) != 0 ||
        !is_letter(read_unit(text, end).head)) {
        return 0;
    }
    *tally = seen;
    return end;
}

static struct gz_word scan_word(struct gz_str text, size_t begin)
{
    struct tally tally = {0};
    const size_t elision = elision_end(text, begin, &tally);
    if (elision != 0) {
        return finish(&tally, elision);
    }
    struct unit unit = read_unit(text, begin);
    if (read_unit(text, unit.end).head == GZ_WORD_DOT) {
        const size_t end = abbreviation_end(text, begin, &tally);
        if (end != 0) {
            return finish(&tally, end);
        }
    }
    size_t end = unit.end;
    while (unit.end != 0) {
        count(&tally, unit.head);
        end = unit.end;
        unit = next_unit(text, unit);
    }
    return finish(&tally, end);
}

struct gz_word gz_word_scan(struct gz_str text, size_t begin_byte)
{
    const struct unit unit = read_unit(text, begin_byte);
    if (is_word(unit.head)) {
        return scan_word(text, begin_byte);
    }
    if (unit.head == GZ_WORD_IDEOGRAPH) {
        return (struct gz_word){unit.end, GZ_TOKEN_IDEOGRAPH, 0};
    }
    if (unit.tail == GZ_WORD_REGION) {
        const struct unit next = read_unit(text, unit.end);
        if (next.head == GZ_WORD_REGION) {  // WB15, WB16
            return (struct gz_word){next.end, GZ_TOKEN_MARK, 0};
        }
    }
    // A letter behind a picture joined by ZWJ is not the picture's affair,
    // but a picture that is a letter goes on as a word.
    if (is_letter(unit.tail)) {
        return scan_word(text, begin_byte);
    }
    return (struct gz_word){unit.end, GZ_TOKEN_MARK, 0};
}
