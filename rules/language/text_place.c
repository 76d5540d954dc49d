// The alignment walks the file and lets each byte of the text find its next
// like.  What lies between is YAML's: backslashes, doubled quotes, line breaks
// and indentation.  An escape that spells its character by number has no like;
// then the whole scalar is the place.

#include "rules/language/text_place.h"

// The bytes between the marks of a quoted scalar or under those of a block.
static size_t inside(const struct gz_source *src, size_t begin, size_t end)
{
    const char first = src->text[begin];
    if (first == '|' || first == '>') {
        while (begin < end && src->text[begin] != '\n') {
            begin++;
        }
        return begin;
    }
    return begin + (first == '"' || first == '\'');
}

struct gz_pattern_source gz_text_place_of(const struct gz_source *src,
                                          const struct gz_yaml_node *scalar)
{
    struct gz_pattern_source where = {
        .src = src,
        .at_byte = SIZE_MAX,
        .begin_byte = scalar->begin_byte,
        .end_byte = scalar->end_byte,
        .text = scalar->text,
    };
    const size_t at = scalar->plain
                          ? scalar->begin_byte
                          : inside(src, scalar->begin_byte, scalar->end_byte);
    const size_t len = scalar->text.len_bytes;
    if (at <= scalar->end_byte && len <= scalar->end_byte - at &&
        (len == 0 || memcmp(src->text + at, scalar->text.ptr, len) == 0)) {
        where.at_byte = at;
    }
    return where;
}

// The source byte of byte `at` of the text, or SIZE_MAX.
static size_t align(const struct gz_pattern_source *where, size_t at)
{
    const char *source = where->src->text;
    size_t byte = inside(where->src, where->begin_byte, where->end_byte);
    for (size_t i = 0; i < where->text.len_bytes; i++) {
        while (byte < where->end_byte && source[byte] != where->text.ptr[i]) {
            byte++;
        }
        if (byte >= where->end_byte) {
            return SIZE_MAX;
        }
        if (i == at) {
            return byte;
        }
        byte++;
    }
    return byte;
}

void gz_text_place_find(const struct gz_pattern_source *where,
                        size_t begin_byte, size_t end_byte,
                        size_t *source_begin, size_t *source_end)
{
    if (where->at_byte != SIZE_MAX) {
        *source_begin = where->at_byte + begin_byte;
        *source_end = where->at_byte + end_byte;
        return;
    }
    *source_begin = where->begin_byte;
    *source_end = where->end_byte;
    if (where->text.ptr == NULL) {
        return;
    }
    const size_t first = align(where, begin_byte);
    const size_t last =
        end_byte > begin_byte ? align(where, end_byte - 1) : first;
    if (first != SIZE_MAX && last != SIZE_MAX) {
        *source_begin = first;
        *source_end = last + (end_byte > begin_byte);
    }
}
