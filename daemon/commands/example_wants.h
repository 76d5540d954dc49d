#ifndef GZ_EXAMPLE_WANTS_H
#define GZ_EXAMPLE_WANTS_H

#include "daemon/base/buffer.h"
#include "daemon/commands/example_lab.h"

/**
 * Append the line of a want, "KEY = VALUE", to what is expected, and the line
 * of what is there to what was found: they are equal when the want is
 * fulfilled by all findings of the run.  Keys are those of example_verdict.h.
 */
void gz_example_want_append(const struct gz_example_run *run,
                            const struct gz_example_want *want,
                            struct gz_buffer *expected,
                            struct gz_buffer *found);

#endif
