#include "daemon/commands/terminal.h"

#include <stdlib.h>
#include <unistd.h>

static const char reset[] = "\x1b[0m";
static const char bold[] = "\x1b[1m";

bool gz_terminal_colours(void)
{
    return isatty(STDOUT_FILENO) != 0 && getenv("NO_COLOR") == NULL;
}

static void append(struct gz_buffer *out, struct gz_str text, bool lines)
{
    size_t plain = 0;
    for (size_t i = 0; i < text.len_bytes; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        const bool stays = lines && (c == '\n' || c == '\t');
        if ((c < 0x20 && !stays) || c == 0x7F) {
            gz_buffer_append(out, text.ptr + plain, i - plain);
            gz_buffer_append_byte(out, ' ');
            plain = i + 1;
        }
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
    gz_terminal_append(out, text);
    gz_buffer_append_z(out, colours ? reset : "");
}
