#ifndef GZ_CONFIG_TEXT_H
#define GZ_CONFIG_TEXT_H

#include "daemon/base/buffer.h"
#include "daemon/config/config.h"
#include "daemon/config/config_keys.h"

/*
 * Pieces of text that the printers of configuration share: the effective
 * values, the default file and the manual are all made of the key table.
 */

/** Append words in lines of at most 79 columns that begin with prefix. */
void gz_config_text_wrap(struct gz_buffer *out, const char *prefix,
                         const char *words);

/** What a key takes: "one of json, text", "a size from 1KiB to 64MiB". */
void gz_config_text_kind(struct gz_buffer *out,
                         const struct gz_config_key *key);

/**
 * The default of a key as it would be written or in words; a field of
 * articles lists its usual names.  Nothing for a key that is empty then.
 */
void gz_config_text_fallback(struct gz_buffer *out,
                             const struct gz_config_key *key);

/** The value that a key has in config, as it would be written. */
void gz_config_text_value(struct gz_buffer *out,
                          const struct gz_config_key *key,
                          const struct gz_config *config);

/**
 * Walk from key to key: append the sections of key that previous (NULL: none)
 * does not share, each "NAME:" in a line of its own with open() called before
 * it, and return by how many spaces key is indented.  open NULL: no call.
 */
typedef void gz_config_open_fn(struct gz_buffer *out, size_t indent,
                               const struct gz_config_section *section);
size_t gz_config_text_sections(struct gz_buffer *out,
                               const struct gz_config_key *previous,
                               const struct gz_config_key *key,
                               gz_config_open_fn *open);

/** The part of a dotted name behind its last dot. */
const char *gz_config_text_leaf(const char *name);

#endif
