#ifndef GZ_PATTERN_CHARS_H
#define GZ_PATTERN_CHARS_H

#include <stdbool.h>

#include "rules/language/pattern_lexer.h"

/*
 * What bytes mean in a pattern.  All bytes beyond ASCII are of words.
 */

/** A byte of the text; 0 behind its end. */
static inline char gz_pattern_byte(const struct gz_pattern_lexer *lexer,
                                   size_t at)
{
    if (at >= lexer->text.len_bytes) {
        return '\0';
    }
    return lexer->text.ptr[at];
}

static inline bool gz_pattern_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool gz_pattern_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool gz_pattern_is_name(char c)
{
    return gz_pattern_is_letter(c) || gz_pattern_is_digit(c) || c == '_';
}

static inline bool gz_pattern_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static inline bool gz_pattern_begins_word(char c)
{
    return gz_pattern_is_name(c) || c == '\'' || c == '&' ||
           ((unsigned char)c & 0x80U);
}

#endif
