#ifndef GZ_TEXT_PLACE_H
#define GZ_TEXT_PLACE_H

#include <stddef.h>

#include "daemon/base/yaml.h"
#include "rules/language/pattern.h"

/*
 * Where the bytes of a YAML text stand in its file.  A text without escapes
 * stands there one for one; for others (quotes in quotes, folded lines) the
 * two are aligned when an error asks, which is rare.
 */

/** What errors in the text of a scalar need; borrows from both. */
struct gz_pattern_source gz_text_place_of(const struct gz_source *src,
                                          const struct gz_yaml_node *scalar);

/** Bytes begin..end of the text, in the source. */
void gz_text_place_find(const struct gz_pattern_source *where,
                        size_t begin_byte, size_t end_byte,
                        size_t *source_begin, size_t *source_end);

#endif
