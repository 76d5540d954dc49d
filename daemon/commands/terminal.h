#ifndef GZ_TERMINAL_H
#define GZ_TERMINAL_H

#include <stdbool.h>

#include "daemon/base/buffer.h"
#include "daemon/base/str.h"

/*
 * Text for people: colours by entity type, and foreign text made safe.
 */

/** Whether standard output is a terminal that shall have colours. */
bool gz_terminal_colours(void);

/** Append text with control characters as blanks; line ends and tabs stay. */
void gz_terminal_append(struct gz_buffer *out, struct gz_str text);

/** The same, with line ends and tabs as blanks too. */
void gz_terminal_append_line(struct gz_buffer *out, struct gz_str text);

/** gz_terminal_append_line() in the colour of a type such as "Org/Company". */
void gz_terminal_append_typed(struct gz_buffer *out, struct gz_str text,
                              struct gz_str type, bool colours);

#endif
