// Reading name records and comparing them with text.  The index only says
// where a name may be; what is written there decides here, by the name's case
// policy.

#include "rules/gazetteer/name_record.h"

#include "rules/gazetteer/name_key.h"
#include "rules/text/fold.h"
#include "rules/text/nfc.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"

// Bits of the head, from the lowest.
enum {
    HEAD_TOKENS = 8,
    HEAD_CASE = 13,
    HEAD_DOT = 15,
    HEAD_LAST = 16,
    HEAD_READINGS = 17,
};

_Static_assert(GZ_NAME_BYTES_MAX < 1 << 8 && GZ_NAME_TOKENS_MAX < 1 << 5,
               "lengths fit into their bits of the head");

uint32_t gz_name_record_head(const struct gz_name_record *r)
{
    return (uint32_t)r->spelling.len_bytes | r->token_count << HEAD_TOKENS |
           (uint32_t)r->name_case << HEAD_CASE |
           (uint32_t)r->final_dot << HEAD_DOT | (uint32_t)r->last << HEAD_LAST |
           r->reading_count << HEAD_READINGS;
}

static bool readings_are_sound(const struct gz_image *image,
                               const struct gz_name_record *r)
{
    bool sound = r->reading_count > 0;
    for (uint32_t i = 0; i < r->reading_count; i++) {
        sound &= r->readings[i].entity < image->header->entity_count &&
                 r->readings[i].how < GZ_HOW_COUNT;
    }
    return sound;
}

bool gz_name_record_read(const struct gz_image *image, uint64_t offset,
                         struct gz_name_record *out)
{
    uint32_t head;
    if (offset + sizeof(head) > image->names_bytes) {
        return false;
    }
    const uint8_t *at = image->names + offset;
    memcpy(&head, at, sizeof(head));
    const uint32_t len = head & 0xff;
    const uint32_t count = head >> HEAD_READINGS;
    const uint64_t readings_bytes = (uint64_t)count * sizeof(struct gz_reading);
    const uint64_t end = offset + sizeof(head) + readings_bytes + len;
    if (end > image->names_bytes) {
        return false;
    }
    *out = (struct gz_name_record){
        .spelling =
            gz_str_of((const char *)at + sizeof(head) + readings_bytes, len),
        .readings = (const void *)(at + sizeof(head)),
        .reading_count = count,
        .token_count = head >> HEAD_TOKENS & 0x1f,
        .name_case = (enum gz_name_case)(head >> HEAD_CASE & 3),
        .final_dot = (head >> HEAD_DOT & 1) != 0,
        .last = (head >> HEAD_LAST & 1) != 0,
        .next = (end + 3) / 4 * 4,
    };
    return readings_are_sound(image, out);
}

// Like gz_utf8_next(), for bytes that may be anything; never reads past the
// end, and gives the replacement character for what is no code point.
static uint32_t next_stored(struct gz_str s, size_t *pos)
{
    const uint8_t first = (uint8_t)s.ptr[(*pos)++];
    if (first < 0x80) {
        return first;
    }
    const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    uint32_t cp = first & (0x3fU >> more);
    for (int i = 0; i < more; i++) {
        if (*pos == s.len_bytes) {
            return 0xfffd;
        }
        cp = cp << 6 | ((uint8_t)s.ptr[(*pos)++] & 0x3fU);
    }
    return cp > 0x10ffff ? 0xfffd : cp;
}

// How a stretch of text compares with a name.
enum spelling {
    SPELLING_OTHER,
    SPELLING_FOLDED,  // the same but for case
    SPELLING_SAME,
};

static enum spelling compare_cp(uint32_t text, uint32_t name)
{
    if (text == name) {
        return SPELLING_SAME;
    }
    if (gz_fold_cp(text, GZ_FOLD_WIDTH) == name) {
        return SPELLING_SAME;
    }
    const unsigned how = (unsigned)GZ_FOLD_WIDTH | (unsigned)GZ_FOLD_CASE;
    return gz_fold_cp(text, how) == gz_fold_cp(name, how) ? SPELLING_FOLDED
                                                          : SPELLING_OTHER;
}

// Compare one token with the name from *pos on.
static enum spelling compare_token(struct gz_str token, struct gz_str name,
                                   size_t *pos)
{
    enum spelling result = SPELLING_SAME;
    size_t at = 0;
    while (at < token.len_bytes) {
        const uint32_t cp = gz_nfc_next(token, &at);
        if (gz_fold_drops(cp)) {
            continue;
        }
        if (*pos == name.len_bytes) {
            return SPELLING_OTHER;
        }
        const enum spelling one = compare_cp(cp, next_stored(name, pos));
        if (one == SPELLING_OTHER) {
            return SPELLING_OTHER;
        }
        result = one < result ? one : result;
    }
    return result;
}

static enum spelling compare(const struct gz_name_record *r, struct gz_str text,
                             const struct gz_token *first)
{
    enum spelling result = SPELLING_SAME;
    const struct gz_str name = r->spelling;
    size_t pos = 0;
    for (uint32_t i = 0; i < r->token_count; i++) {
        const struct gz_token *t = &first[i];
        if (i > 0 && gz_name_key_gap(text, t)) {
            if (pos == name.len_bytes || name.ptr[pos] != ' ') {
                return SPELLING_OTHER;
            }
            pos++;
        }
        const enum spelling one = compare_token(
            gz_str_of(text.ptr + t->begin_byte, t->end_byte - t->begin_byte),
            name, &pos);
        if (one == SPELLING_OTHER) {
            return SPELLING_OTHER;
        }
        result = one < result ? one : result;
    }
    return pos == name.len_bytes ? result : SPELLING_OTHER;
}

// No lower case letter, and an upper case one.  The tokens' own flag asks for
// two; in a name, "T" or "3M" among capitals is in capitals too.
static bool is_capitals(struct gz_str text, const struct gz_token *t)
{
    if (t->kind != GZ_TOKEN_WORD || (t->flags & GZ_TOKEN_ALL_CAPS) != 0) {
        return true;
    }
    const struct gz_str word =
        gz_str_of(text.ptr + t->begin_byte, t->end_byte - t->begin_byte);
    bool upper = false;
    size_t pos = 0;
    while (pos < word.len_bytes) {
        const enum gz_word_class class =
            gz_word_break_class(gz_utf8_next(word, &pos));
        if (class == GZ_WORD_LOWER) {
            return false;
        }
        upper |= class == GZ_WORD_UPPER;
    }
    return upper;
}

static bool all_capitals(struct gz_str text, const struct gz_token *first,
                         uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!is_capitals(text, &first[i])) {
            return false;
        }
    }
    return true;
}

bool gz_name_record_matches(const struct gz_name_record *r, struct gz_str text,
                            const struct gz_token *first)
{
    const struct gz_token *last = first + r->token_count - 1;
    const size_t len = last->end_byte - first->begin_byte;
    if (len == r->spelling.len_bytes &&
        memcmp(text.ptr + first->begin_byte, r->spelling.ptr, len) == 0) {
        return true;
    }
    switch (compare(r, text, first)) {
    case SPELLING_SAME:
        return true;
    case SPELLING_FOLDED:
        return r->name_case == GZ_NAME_FREE ||
               (r->name_case == GZ_NAME_SMART &&
                all_capitals(text, first, r->token_count));
    case SPELLING_OTHER:
        break;
    }
    return false;
}
