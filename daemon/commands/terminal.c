#include "daemon/commands/terminal.h"

#include <stdlib.h>
#include <unistd.h>

static const char reset[] = "\x1b[0m";
static const char bold[] = "\x1b[1m";

bool gz_terminal_colours(void)
{
    return isatty(STDOUT_FILENO) != 0 && getenv("NO_COLOR") == NULL;
}

// How many bytes of control character stand at i.  Those from U+0080 to U+009F
// are two bytes, and a terminal obeys them like escape sequences.
static size_t control_at(struct gz_str text, size_t i)
{
    const unsigned char c = (unsigned char)text.ptr[i];
    if (c == 0xC2 && i + 1 < text.len_bytes) {
        return (unsigned char)text.ptr[i + 1] < 0xA0 ? 2 : 0;
    }
    return c < 0x20 || c == 0x7F ? 1 : 0;
}

static void append(struct gz_buffer *out, struct gz_str text, bool lines)
{
    size_t plain = 0;
    size_t i = 0;
    while (i < text.len_bytes) {
        const bool stays =
            lines && (text.ptr[i] == '\n' || text.ptr[i] == '\t');
        const size_t control = stays ? 0 : control_at(text, i);
        if (control > 0) {
            gz_buffer_append(out, text.ptr + plain, i - plain);
            gz_buffer_append_byte(out, ' ');
            plain = i + control;
        }
        i += control > 0 ? control : 1;
    }
    if (plain < text.len_bytes) {
        gz_buffer_append(out, text.ptr + plain, text.len_bytes - plain);
    }
}

void gz_terminal_append(struct gz_buffer *out, struct gz_str text)
{
    append(out, text, true);
}

void gz_terminal_append_line(struct gz_buffer *out, struct gz_str text)
{
    append(out, text, false);
}

static const char *colour_of(struct gz_str type)
{
    static const struct {
        const char *root;
        const char *colour;
    } colours[] = {
        {"Person", "\x1b[1;33m"}, {"Org", "\x1b[1;36m"},
        {"Place", "\x1b[1;32m"},  {"Norp", "\x1b[1;35m"},
        {"Asset", "\x1b[1;34m"},
    };
    const struct gz_str root = gz_str_cut(&type, '/');
    for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++) {
        if (gz_str_is(root, colours[i].root)) {
            return colours[i].colour;
        }
    }
    return bold;
}

void gz_terminal_append_typed(struct gz_buffer *out, struct gz_str text,
                              struct gz_str type, bool colours)
{
    gz_buffer_append_z(out, colours ? colour_of(type) : "");
    gz_terminal_append_line(out, text);
    gz_buffer_append_z(out, colours ? reset : "");
}
