// Gaps to their canonical form.  Nearly all gaps are one byte, for which the
// matcher has the table; what comes here is rare.

#include "rules/gazetteer/match/name_gap.h"

#include <stdbool.h>

#include "rules/text/fold.h"
#include "rules/text/nfc.h"
#include "rules/text/token_keys.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"

const uint8_t gz_name_gap_single[128] = {
    [1] = 1,       [2] = 2,      [3] = 3,      [4] = 4,       [5] = 5,
    [6] = 6,       [7] = 7,      [8] = 8,      ['\t'] = ' ',  ['\n'] = ' ',
    ['\v'] = ' ',  ['\f'] = ' ', ['\r'] = ' ', [14] = 14,     [15] = 15,
    [16] = 16,     [17] = 17,    [18] = 18,    [19] = 19,     [20] = 20,
    [21] = 21,     [22] = 22,    [23] = 23,    [24] = 24,     [25] = 25,
    [26] = 26,     [27] = 27,    [28] = 28,    [29] = 29,     [30] = 30,
    [31] = 31,     [' '] = ' ',  ['!'] = '!',  ['"'] = '"',   ['#'] = '#',
    ['$'] = '$',   ['%'] = '%',  ['&'] = '&',  ['\''] = '\'', ['('] = '(',
    [')'] = ')',   ['*'] = '*',  ['+'] = '+',  [','] = ',',   ['-'] = '-',
    ['.'] = '.',   ['/'] = '/',  [':'] = ':',  [';'] = ';',   ['<'] = '<',
    ['='] = '=',   ['>'] = '>',  ['?'] = '?',  ['@'] = '@',   ['['] = '[',
    ['\\'] = '\\', [']'] = ']',  ['^'] = '^',  ['_'] = '_',   ['`'] = '\'',
    ['{'] = '{',   ['|'] = '|',  ['}'] = '}',  ['~'] = '~',   [127] = 127,
};

// White space at *pos: how many lines it ends, -1 for none.  A carriage
// return and its line feed are one end.
static int take_space(struct gz_str text, size_t *pos)
{
    size_t next = *pos;
    const enum gz_word_class c = gz_word_break_class(gz_utf8_next(text, &next));
    int lines = 0;
    if (c == GZ_WORD_LINE) {
        const bool pair =
            text.ptr[*pos] == '\n' && *pos > 0 && text.ptr[*pos - 1] == '\r';
        lines = pair ? 0 : 1;
    } else if (c == GZ_WORD_PARAGRAPH) {
        lines = 2;
    } else if (c != GZ_WORD_SPACE) {
        return -1;
    }
    *pos = next;
    return lines;
}

struct form {
    char bytes[GZ_NAME_GAP_BYTES_MAX + 4];
    size_t len;
};

static void add_space(struct form *f)
{
    const char last = (char)(f->len == 0 ? 0 : f->bytes[f->len - 1]);
    if (last != ' ' && last != '&') {
        f->bytes[f->len++] = ' ';
    }
}

static void add_character(struct form *f, uint32_t cp)
{
    if (cp == '&' && f->len > 0 && f->bytes[f->len - 1] == ' ') {
        f->len--;
    }
    f->len += gz_utf8_put(cp, f->bytes + f->len);
}

static bool make_form(struct gz_str text, size_t pos, size_t end,
                      struct form *f)
{
    int lines = 0;
    while (pos < end && lines < 2 && f->len <= GZ_NAME_GAP_BYTES_MAX) {
        const int more = take_space(text, &pos);
        if (more >= 0) {
            lines += more;
            add_space(f);
            continue;
        }
        const uint32_t cp = gz_nfc_next(text, &pos);
        if (!gz_fold_drops(cp)) {
            lines = 0;
            add_character(f, gz_fold_cp(cp, GZ_FOLD_WIDTH));
        }
    }
    if (f->len == 2 && f->bytes[1] == ' ' &&
        (f->bytes[0] == '.' || f->bytes[0] == ',')) {
        f->len = 1;
    }
    return lines < 2 && f->len <= GZ_NAME_GAP_BYTES_MAX;
}

uint64_t gz_name_gap_key(struct gz_str text, size_t begin_byte, size_t end_byte)
{
    struct form f = {.len = 0};
    if (end_byte - begin_byte > GZ_NAME_GAP_SPAN_MAX ||
        !make_form(text, begin_byte, end_byte, &f)) {
        return GZ_NAME_GAP_STOP;
    }
    if (f.len <= 1) {
        return f.len == 0 ? 0 : (uint8_t)f.bytes[0];
    }
    uint64_t halves[2] = {0, 0};
    memcpy(halves, f.bytes, f.len);
    // Beyond all single bytes.
    return gz_token_keys_mix(halves[0] ^ 0x2545f4914f6cdd1dU,
                             halves[1] ^ f.len) |
           0x100;
}

// Skip white space and what shows nothing; how many lines end there, -1 where
// there is no white space.
static int take_gap(struct gz_name_stream *s)
{
    int lines = -1;
    while (s->pos < s->text.len_bytes) {
        size_t pos = s->pos;
        const int more = take_space(s->text, &pos);
        if (more >= 0) {
            lines = (lines < 0 ? 0 : lines) + more;
        } else if (!gz_fold_drops(gz_utf8_next(s->text, &pos))) {
            break;
        }
        s->pos = pos;
    }
    return lines;
}

// Whether the white space between two characters does not count.
static bool is_free(const struct gz_name_stream *s, uint32_t last,
                    uint32_t next)
{
    return last == ' ' || (!s->strict && (last == '&' || last == '.' ||
                                          last == ',' || next == '&'));
}

// Whether a letter or digit of ASCII is next, which nothing behind it extends.
static bool at_plain(const struct gz_name_stream *s)
{
    if (s->pos + 1 >= s->text.len_bytes) {
        return false;
    }
    const uint8_t byte = (uint8_t)s->text.ptr[s->pos];
    const uint8_t behind = (uint8_t)s->text.ptr[s->pos + 1];
    return behind < 0x80 &&
           ((uint8_t)((byte | 0x20) - 'a') < 26 || (uint8_t)(byte - '0') < 10);
}

uint32_t gz_name_stream_next(struct gz_name_stream *s)
{
    if (at_plain(s)) {
        s->last = (uint8_t)s->text.ptr[s->pos++];
        return s->last;
    }
    const uint32_t last = s->last;
    const int lines = take_gap(s);
    if (lines > 1) {
        return GZ_NAME_STREAM_BREAK;
    }
    if (s->pos == s->text.len_bytes) {
        return GZ_NAME_STREAM_END;
    }
    size_t pos = s->pos;
    s->last = gz_fold_cp(gz_nfc_next(s->text, &pos), GZ_FOLD_WIDTH);
    if (lines >= 0 && !is_free(s, last, s->last)) {
        s->last = ' ';
        return ' ';
    }
    s->pos = pos;
    return s->last;
}
