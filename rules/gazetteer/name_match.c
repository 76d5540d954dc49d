// Comparing names with text.  Most matches are the same bytes; the rest is
// compared character by character, in the form of name_gap.h.

#include "rules/gazetteer/name_match.h"

#include <string.h>

#include "rules/gazetteer/name_gap.h"
#include "rules/text/fold.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"

// How a stretch of text compares with a name.
enum spelling {
    SPELLING_OTHER,
    SPELLING_FOLDED,  // the same but for case
    SPELLING_SAME,
};

static bool is_word_character(uint32_t cp)
{
    switch ((int)gz_word_break_class(cp)) {
    case GZ_WORD_UPPER:
    case GZ_WORD_LOWER:
    case GZ_WORD_CASELESS:
    case GZ_WORD_PICTURE_LETTER:
    case GZ_WORD_HEBREW:
    case GZ_WORD_DIGIT:
    case GZ_WORD_IDEOGRAPH:
    case GZ_WORD_JOINER:
        return true;
    default:
        return false;
    }
}

// Move pos back over as many characters as the name has before its first
// word; false when the text has fewer.
static bool step_back(struct gz_str name, struct gz_str text, size_t *pos)
{
    size_t at = 0;
    while (at < name.len_bytes && !is_word_character(gz_utf8_next(name, &at))) {
        if (*pos == 0) {
            return false;
        }
        do {
            --*pos;
        } while (*pos > 0 && (text.ptr[*pos] & 0xC0) == 0x80);
    }
    return true;
}

// Compare a name with the text from begin on; *end is where it then ends.
static enum spelling compare(struct gz_str name, struct gz_str text,
                             size_t begin, size_t *end)
{
    enum spelling result = SPELLING_SAME;
    struct gz_name_stream want = {.text = name};
    struct gz_name_stream have = {.text = text, .pos = begin};
    for (;;) {
        *end = have.pos;
        const uint32_t a = gz_name_stream_next(&want);
        if (a == GZ_NAME_STREAM_END) {
            return result;
        }
        const uint32_t b = gz_name_stream_next(&have);
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
    const enum spelling how = compare(want, text, begin, &end);
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
    if (place->end_byte < text.len_bytes &&
        text.ptr[place->end_byte] == '.') {
        place->end_byte++;
    }
    return true;
}
