#ifndef GZ_CONFIG_PRINT_H
#define GZ_CONFIG_PRINT_H

#include "daemon/base/buffer.h"
#include "daemon/config/config.h"

/*
 * What is printed from the key table.  Failure sticks in the buffer.
 */

/** The effective configuration as YAML; defaults are marked as such. */
void gz_config_print_effective(const struct gz_config *config,
                               struct gz_buffer *out);

/** The default file: every key with its help, commented out. */
void gz_config_print_default(struct gz_buffer *out);

/** The manual page gazetted.yaml(5) in mdoc(7). */
void gz_config_print_manual(struct gz_buffer *out);

/** The same reference as plain text. */
void gz_config_print_text(struct gz_buffer *out);

#endif
