// Comparing names with text.  Most matches are the same bytes; the rest is
// compared character by character, in the form of name_gap.h.

#include "rules/gazetteer/match/name_match.h"

#include <string.h>

#include "rules/gazetteer/match/name_gap.h"
#include "rules/text/fold.h"
#include "rules/text/tokens.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"
#include "rules/text/word_scan.h"

// How a stretch of text compares with a name.
enum spelling {
    SPELLING_OTHER,
    SPELLING_FOLDED,  // the same but for case
    SPELLING_SAME,
};

static bool is_space(enum gz_word_class c)
{
    return c == GZ_WORD_SPACE || c == GZ_WORD_LINE || c == GZ_WORD_PARAGRAPH;
}

// Whether a character counts when marks are counted: not white space, of which
// any length is the same, nor what shows nothing or may be composed with the
// character before it.
static bool is_seen(uint32_t cp)
{
    return !is_space(gz_word_break_class(cp)) && !gz_fold_drops(cp) &&
           (cp < 0x0300 || cp > 0x036F);
}

// The seen characters of a name before its first word.
static size_t count_marks(struct gz_str name)
{
    size_t count = 0;
    size_t pos = 0;
    while (pos < name.len_bytes) {
        size_t next = pos;
        if (is_seen(gz_utf8_next(name, &next))) {
            const struct gz_word token = gz_word_scan(name, pos);
            if (token.kind != GZ_TOKEN_MARK) {
                break;
            }
            for (next = pos; next < token.end_byte;) {
                count += is_seen(gz_utf8_next(name, &next));
            }
        }
        pos = next;
    }
    return count;
}

// Move pos back over as many seen characters as the name has before its first
// word; false when the text has fewer.
static bool step_back(struct gz_str name, struct gz_str text, size_t *pos)
{
    for (size_t left = count_marks(name); left > 0;) {
        if (*pos == 0) {
            return false;
        }
        do {
            --*pos;
        } while (*pos > 0 && (text.ptr[*pos] & 0xC0) == 0x80);
        size_t at = *pos;
        left -= is_seen(gz_utf8_next(text, &at));
    }
    return true;
}

// What extends the last character belongs to it and does not count.
static size_t skip_unseen(struct gz_str text, size_t pos)
{
    while (pos < text.len_bytes) {
        size_t next = pos;
        if (!gz_fold_drops(gz_utf8_next(text, &next))) {
            break;
        }
        pos = next;
    }
    return pos;
}

// Compare a name with the text from begin on, where words->begin_byte and
// words->end_byte are its words; *end is where it then ends.  In the marks
// before and behind the words all white space counts: ".NET" does not stand in
// "it ends. NET income".
static enum spelling compare(struct gz_str name, struct gz_str text,
                             size_t begin, const struct gz_name_place *words,
                             size_t *end)
{
    enum spelling result = SPELLING_SAME;
    struct gz_name_stream want = {.text = name};
    struct gz_name_stream have = {.text = text, .pos = begin};
    for (;;) {
        *end = have.pos;
        want.strict = have.pos <= words->begin_byte ||
                      skip_unseen(text, have.pos) >= words->end_byte;
        have.strict = want.strict;
        const uint32_t a = gz_name_stream_next(&want);
        if (a == GZ_NAME_STREAM_END) {
            return result;
        }
        const uint32_t b = gz_name_stream_next(&have);
        if (a == GZ_NAME_STREAM_BREAK) {
            return SPELLING_OTHER;
        }
        if (a == b) {
            continue;
        }
        if (gz_fold_cp(a, GZ_FOLD_CASE) != gz_fold_cp(b, GZ_FOLD_CASE)) {
            return SPELLING_OTHER;
        }
        result = SPELLING_FOLDED;
    }
}

static bool is_letter(uint8_t byte)
{
    return (uint8_t)((byte | 0x20) - 'a') < 26;
}

// Compare bytes as long as both sides are plain: ASCII, and gaps alike but for
// a line break.  Whether that was enough to tell.
static bool compare_plainly(struct gz_str name, const char *text,
                            enum spelling *how)
{
    *how = SPELLING_SAME;
    for (size_t i = 0; i < name.len_bytes; i++) {
        const uint8_t a = (uint8_t)name.ptr[i];
        const uint8_t b = (uint8_t)text[i];
        if (((a | b) & 0x80) != 0) {
            return false;
        }
        if (a == b || (a == ' ' && b == '\n')) {
            continue;
        }
        if (!is_letter(a) || !is_letter(b)) {
            return false;
        }
        if ((a | 0x20) != (b | 0x20)) {
            *how = SPELLING_OTHER;
            return true;
        }
        *how = SPELLING_FOLDED;
    }
    return true;
}

static bool has_small_letter(struct gz_str text, size_t begin, size_t end)
{
    while (begin < end) {
        if (gz_word_break_class(gz_utf8_next(text, &begin)) == GZ_WORD_LOWER) {
            return true;
        }
    }
    return false;
}

static bool case_allows(enum gz_name_case name_case, enum spelling how,
                        struct gz_str text, size_t begin, size_t end)
{
    switch (how) {
    case SPELLING_OTHER:
        return false;
    case SPELLING_SAME:
        return true;
    case SPELLING_FOLDED:
        break;
    }
    return name_case == GZ_NAME_FREE ||
           (name_case == GZ_NAME_SMART && !has_small_letter(text, begin, end));
}

static bool match_slowly(const struct gz_name_text *name, struct gz_str want,
                         struct gz_str text, struct gz_name_place *place)
{
    size_t begin = place->begin_byte;
    size_t end;
    if (!gz_utf8_valid(want) ||
        (name->marks && !step_back(want, text, &begin))) {
        return false;
    }
    const enum spelling how = compare(want, text, begin, place, &end);
    if (end < place->end_byte) {
        // What shows nothing may stand at the end of the last word.
        end = skip_unseen(text, end);
    }
    if (end < place->end_byte || (end > place->end_byte && !name->marks) ||
        !case_allows(name->name_case, how, text, begin, end)) {
        return false;
    }
    *place = (struct gz_name_place){(uint32_t)begin, (uint32_t)end};
    return true;
}

static bool match_without_dot(const struct gz_name_text *name,
                              struct gz_str want, struct gz_str text,
                              struct gz_name_place *place)
{
    const char *begin = text.ptr + place->begin_byte;
    const size_t len = place->end_byte - place->begin_byte;
    enum spelling how;
    if (name->marks || len != want.len_bytes) {
        return match_slowly(name, want, text, place);
    }
    if (memcmp(begin, want.ptr, len) == 0) {
        return true;
    }
    return compare_plainly(want, begin, &how)
               ? case_allows(name->name_case, how, text, place->begin_byte,
                             place->end_byte)
               : match_slowly(name, want, text, place);
}

bool gz_name_match(const struct gz_name_text *name, struct gz_str text,
                   struct gz_name_place *place)
{
    struct gz_str want = name->text;
    if (!name->final_dot || want.len_bytes == 0) {
        return match_without_dot(name, want, text, place);
    }
    want.len_bytes--;
    if (!match_without_dot(name, want, text, place)) {
        return false;
    }
    if (place->end_byte < text.len_bytes && text.ptr[place->end_byte] == '.') {
        place->end_byte++;
    }
    return true;
}
