// Gaps to their canonical form.  Nearly all gaps are one byte, for which the
// matcher has the table; what comes here is rare.

#include "rules/gazetteer/name_gap.h"

#include <stdbool.h>

#include "rules/text/fold.h"
#include "rules/text/nfc.h"
#include "rules/text/token_keys.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"

const uint8_t gz_name_gap_single[128] = {
    ['\t'] = ' ', ['\n'] = ' ', ['\v'] = ' ', ['\f'] = ' ',  ['\r'] = ' ',
    [' '] = ' ',  ['!'] = '!',  ['"'] = '"',  ['#'] = '#',   ['$'] = '$',
    ['%'] = '%',  ['&'] = '&',  ['\''] = '\'', ['('] = '(',  [')'] = ')',
    ['*'] = '*',  ['+'] = '+',  [','] = ',',  ['-'] = '-',   ['.'] = '.',
    ['/'] = '/',  [':'] = ':',  [';'] = ';',  ['<'] = '<',   ['='] = '=',
    ['>'] = '>',  ['?'] = '?',  ['@'] = '@',  ['['] = '[',   ['\\'] = '\\',
    [']'] = ']',  ['^'] = '^',  ['_'] = '_',  ['`'] = '\'',  ['{'] = '{',
    ['|'] = '|',  ['}'] = '}',  ['~'] = '~',
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

// Drop the spaces that do not count.
static void tidy(struct form *f)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->len; i++) {
        const bool behind_amp = kept > 0 && f->bytes[kept - 1] == '&';
        const bool before_amp = i + 1 < f->len && f->bytes[i + 1] == '&';
        if (f->bytes[i] != ' ' || (!behind_amp && !before_amp)) {
            f->bytes[kept++] = f->bytes[i];
        }
    }
    const bool lone = kept == 2 && f->bytes[1] == ' ' &&
                      (f->bytes[0] == '.' || f->bytes[0] == ',');
    f->len = lone ? 1 : kept;
}

static bool make_form(struct gz_str text, size_t pos, size_t end,
                      struct form *f)
{
    int lines = 0;
    f->len = 0;
    while (pos < end) {
        const int more = take_space(text, &pos);
        if (more >= 0) {
            lines += more;
            if (lines > 1) {
                return false;
            }
            if (f->len == 0 || f->bytes[f->len - 1] != ' ') {
                f->bytes[f->len++] = ' ';
            }
        } else {
            lines = 0;
            const uint32_t cp = gz_utf8_next(text, &pos);
            if (!gz_fold_drops(cp)) {
                f->len += gz_utf8_put(gz_fold_cp(cp, GZ_FOLD_WIDTH),
                                      f->bytes + f->len);
            }
        }
        if (f->len > GZ_NAME_GAP_BYTES_MAX) {
            return false;
        }
    }
    tidy(f);
    return true;
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

static bool is_space(struct gz_str text, size_t *pos)
{
    return take_space(text, pos) >= 0;
}

// Skip white space; whether there was some that counts.
static bool take_gap(struct gz_name_stream *s)
{
    bool any = false;
    while (s->pos < s->text.len_bytes && is_space(s->text, &s->pos)) {
        any = true;
    }
    const bool amp = s->last == '&' || (s->pos < s->text.len_bytes &&
                                        s->text.ptr[s->pos] == '&');
    return any && !amp && s->last != '.' && s->last != ',';
}

uint32_t gz_name_stream_next(struct gz_name_stream *s)
{
    if (take_gap(s)) {
        s->last = ' ';
        return ' ';
    }
    while (s->pos < s->text.len_bytes) {
        size_t pos = s->pos;
        if (is_space(s->text, &pos)) {
            return gz_name_stream_next(s);
        }
        const uint32_t cp = gz_nfc_next(s->text, &s->pos);
        if (!gz_fold_drops(cp)) {
            s->last = gz_fold_cp(cp, GZ_FOLD_WIDTH);
            return s->last;
        }
    }
    return GZ_NAME_STREAM_END;
}
