// Folding, one code point at a time, so that a key can be made in the pass
// that reads the word.
//
// Diacritics are dropped where they are accents on an alphabet's letters
// (Latin, Greek, Cyrillic) or optional vowels (Hebrew, Arabic).  The marks of
// other scripts are part of the letter: without theirs, kana and the scripts
// of India would lose the word.

#include "rules/text/fold.h"

#include <utf8proc.h>

#include "rules/text/utf8.h"
#include "rules/text/word_break.h"

enum {
    WIDE_FIRST = 0xFF01,  // full width forms of U+0021 to U+007E
    WIDE_LAST = 0xFF5E,
    WIDE_SHIFT = 0xFEE0,
    FORMS_LAST = 0xFFEE,
    VOICED_MARK = 0xFF9E,
    SEMI_VOICED_MARK = 0xFF9F,
    KATAKANA_U = 0x30A6,
    KATAKANA_VU = 0x30F4,
    CAPITAL_I_DOT = 0x0130,  // has no simple case folding
    GROWTH = 2,              // no code point doubles its bytes
    PARTS = 8,               // longest canonical decomposition is shorter
};

static uint32_t plain_mark(uint32_t cp)
{
    switch (cp) {
    case 0x00B4:  // acute accent, backquote and primes used as apostrophes
    case 0x0060:
    case 0x02B9:
    case 0x02BC:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2039:
    case 0x203A:
        return '\'';
    case 0x00AB:
    case 0x00BB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0xFE63:
        return '-';
    default:
        return cp;
    }
}

// Half width kana, Hangul and signs; the marks of voice compose later.
static uint32_t full_form(uint32_t cp)
{
    int bound = 0;
    utf8proc_int32_t parts[PARTS];
    const utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)cp, parts, PARTS,
                                UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &bound);
    return n == 1 ? (uint32_t)parts[0] : cp;
}

static uint32_t fold_width(uint32_t cp)
{
    if (cp >= WIDE_FIRST && cp <= WIDE_LAST) {
        return plain_mark(cp - WIDE_SHIFT);
    }
    if (cp > WIDE_LAST && cp <= FORMS_LAST) {
        return full_form(cp);
    }
    if (gz_word_break_class(cp) == GZ_WORD_SPACE) {
        return ' ';
    }
    return plain_mark(cp);
}

static uint32_t fold_case(uint32_t cp)
{
    if (cp < 0x80) {
        return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
    }
    if (cp == CAPITAL_I_DOT) {
        return cp;
    }
    int bound = 0;
    utf8proc_int32_t parts[PARTS];
    const utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)cp, parts, PARTS, UTF8PROC_CASEFOLD, &bound);
    if (n == 1) {
        return (uint32_t)parts[0];
    }
    // Full folding gives several; the simple one, if any, is the lower case.
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

// Characters of alphabets, which nearly all that is folded is made of.
static const uint16_t fold_table[] = {
#include "rules/text/fold_table.inc"
};

enum { FOLD_TABLE_END = sizeof(fold_table) / sizeof(fold_table[0]) };

// Scripts of Asia and Africa that have neither case nor width: Arabic to
// Myanmar, kana and ideographs, Hangul.
static bool folds_to_itself(uint32_t cp)
{
    return (cp >= FOLD_TABLE_END && cp < 0x10A0) ||
           (cp > 0x3000 && cp < 0xA640) || (cp >= 0xAC00 && cp < 0xD800);
}

uint32_t gz_fold_cp(uint32_t cp, unsigned how)
{
    if (how == ((unsigned)GZ_FOLD_WIDTH | (unsigned)GZ_FOLD_CASE)) {
        if (cp < FOLD_TABLE_END) {
            return fold_table[cp];
        }
        if (folds_to_itself(cp)) {
            return cp;
        }
    }
    if ((how & GZ_FOLD_WIDTH) != 0) {
        cp = fold_width(cp);
    }
    return (how & GZ_FOLD_CASE) != 0 ? fold_case(cp) : cp;
}

static bool is_accent(uint32_t cp)
{
    return (cp >= 0x0300 && cp <= 0x036F) || (cp >= 0x0483 && cp <= 0x0487) ||
           (cp >= 0x0591 && cp <= 0x05BD) || (cp >= 0x064B && cp <= 0x0652) ||
           cp == 0x0670 || (cp >= 0x1AB0 && cp <= 0x1ACE) ||
           (cp >= 0x1DC0 && cp <= 0x1DFF) || (cp >= 0x20D0 && cp <= 0x20F0) ||
           (cp >= 0xFE20 && cp <= 0xFE2F);
}

bool gz_fold_drops(uint32_t cp)
{
    if (cp < 0x80) {
        return false;
    }
    return cp == 0x00AD || cp == 0x034F || cp == 0x061C || cp == 0x200E ||
           cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2060 && cp <= 0x206F) || (cp >= 0xFE00 && cp <= 0xFE0F) ||
           cp == 0xFEFF || (cp >= 0xE0100 && cp <= 0xE01EF);
}

// Kana and a half width mark of voice behind it, or 0 when they do not go
// together.  The code charts put voiced forms directly behind plain ones.
static uint32_t voice(uint32_t kana, uint32_t mark)
{
    const bool h_row = kana >= 0x30CF && kana <= 0x30DB && kana % 3 == 0;
    const bool k_to_t = (kana >= 0x30AB && kana <= 0x30C1 && kana % 2 == 1) ||
                        kana == 0x30C4 || kana == 0x30C6 || kana == 0x30C8;
    if (mark == SEMI_VOICED_MARK) {
        return h_row ? kana + 2 : 0;
    }
    if (kana == KATAKANA_U) {
        return KATAKANA_VU;
    }
    return h_row || k_to_t ? kana + 1 : 0;
}

// A letter without its accents: what is left of its decomposition, or the
// letter itself when it has none to lose.
static size_t strip(uint32_t cp, uint32_t out[PARTS])
{
    int bound = 0;
    utf8proc_int32_t parts[PARTS];
    const utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)cp, parts, PARTS, UTF8PROC_DECOMPOSE, &bound);
    size_t count = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        if (!is_accent((uint32_t)parts[i])) {
            out[count++] = (uint32_t)parts[i];
        }
    }
    if (n < 1 || count == (size_t)n) {
        out[0] = cp;
        count = 1;
    }
    return count;
}

struct folder {
    char *out;  // room for GROWTH times the input
    size_t len;
    size_t last;     // where the last code point starts in out
    uint32_t prior;  // the last code point, 0 before the first
    unsigned how;
};

static void put(struct folder *f, uint32_t cp)
{
    f->last = f->len;
    f->prior = cp;
    f->len += gz_utf8_put(cp, f->out + f->len);
}

static void fold_one(struct folder *f, uint32_t cp)
{
    if ((f->how & GZ_FOLD_WIDTH) != 0) {
        const bool mark = cp == VOICED_MARK || cp == SEMI_VOICED_MARK;
        const uint32_t voiced = mark ? voice(f->prior, cp) : 0;
        if (voiced != 0) {
            f->len = f->last;
            put(f, voiced);
            return;
        }
        if (gz_fold_drops(cp)) {
            return;
        }
        cp = fold_width(cp);
    }
    uint32_t parts[PARTS] = {cp};
    const size_t count =
        (f->how & GZ_FOLD_DIACRITICS) != 0 ? strip(cp, parts) : 1;
    for (size_t i = 0; i < count; i++) {
        const bool fold = (f->how & GZ_FOLD_CASE) != 0;
        put(f, fold ? fold_case(parts[i]) : parts[i]);
    }
}

void gz_fold_append(struct gz_buffer *out, struct gz_str s, unsigned how)
{
    uint8_t *room = gz_buffer_reserve(out, GROWTH * s.len_bytes + 4);
    if (room == NULL) {
        return;
    }
    struct folder f = {.out = (char *)room, .how = how};
    size_t pos = 0;
    while (pos < s.len_bytes) {
        fold_one(&f, gz_utf8_next(s, &pos));
    }
    out->len += f.len;
}
