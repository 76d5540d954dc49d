// Conditions in tokens.

#include "daemon/alert/condition/condition_lexer.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static bool in_word(char c)
{
    return is_letter(c) || is_digit(c) || c == '-' || c == '/' || c == ':';
}

static char byte_at(struct gz_str s, size_t at)
{
    if (at >= s.len_bytes) {
        return '\0';
    }
    return s.ptr[at];
}

static size_t word_length(struct gz_str s)
{
    size_t len = 0;
    while (in_word(byte_at(s, len))) {
        len++;
    }
    return len;
}

// Digits, a point with digits behind it, then letters or a percent sign.
static size_t number_length(struct gz_str s)
{
    size_t len = s.ptr[0] == '-';
    while (is_digit(byte_at(s, len))) {
        len++;
    }
    if (byte_at(s, len) == '.' && is_digit(byte_at(s, len + 1))) {
        len++;
        while (is_digit(byte_at(s, len))) {
            len++;
        }
    }
    while (is_letter(byte_at(s, len))) {
        len++;
    }
    return len + (byte_at(s, len) == '%');
}

// Of a quoted text with its quotes; 0: it has no end.
static size_t quoted_length(struct gz_str s)
{
    for (size_t i = 1; i < s.len_bytes; i++) {
        if (s.ptr[i] == '\\') {
            i++;
        } else if (s.ptr[i] == s.ptr[0]) {
            return i + 1;
        }
    }
    return 0;
}

static size_t sign_length(struct gz_str s)
{
    const char c = s.ptr[0];
    if ((c == '=' || c == '!' || c == '<' || c == '>') &&
        byte_at(s, 1) == '=') {
        return 2;
    }
    return memchr("()[],.<>%", c, 9) != NULL;
}

struct gz_condition_token gz_condition_lexer_next(struct gz_str *rest)
{
    struct gz_condition_token t = {GZ_CONDITION_END, *rest};
    while (byte_at(t.text, 0) == ' ' || byte_at(t.text, 0) == '\n' ||
           byte_at(t.text, 0) == '\t' || byte_at(t.text, 0) == '\r') {
        t.text.ptr++;
        t.text.len_bytes--;
    }
    const char c = byte_at(t.text, 0);
    size_t len = 0;
    if (t.text.len_bytes == 0) {
        t.kind = GZ_CONDITION_END;
    } else if (is_letter(c)) {
        t.kind = GZ_CONDITION_WORD;
        len = word_length(t.text);
    } else if (is_digit(c) || (c == '-' && is_digit(byte_at(t.text, 1)))) {
        t.kind = GZ_CONDITION_DIGITS;
        len = number_length(t.text);
    } else if (c == '"' || c == '\'') {
        len = quoted_length(t.text);
        t.kind = len > 0 ? GZ_CONDITION_QUOTED : GZ_CONDITION_BAD;
        len = len > 0 ? len : t.text.len_bytes;
    } else {
        len = sign_length(t.text);
        t.kind = len > 0 ? GZ_CONDITION_SIGN : GZ_CONDITION_BAD;
        len = len > 0 ? len : 1;
    }
    rest->ptr = t.text.ptr + len;
    rest->len_bytes = t.text.len_bytes - len;
    t.text.len_bytes = len;
    return t;
}
