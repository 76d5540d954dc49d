#include "daemon/commands/markup.h"

static const char *escape_of(unsigned char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return c < ' ' && c != '\n' && c != '\t' ? " " : NULL;
    }
}

void gz_markup_append(struct gz_buffer *out, struct gz_str text)
{
    for (size_t i = 0; i < text.len_bytes; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        const char *escape = escape_of(c);
        if (escape != NULL) {
            gz_buffer_append_z(out, escape);
        } else {
            gz_buffer_append_byte(out, c);
        }
    }
}
