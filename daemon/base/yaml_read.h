#ifndef GZ_YAML_READ_H
#define GZ_YAML_READ_H

#include "daemon/base/arena.h"
#include "daemon/base/yaml.h"

/*
 * The reading half of yaml.h, which says what is refused; the only file that
 * knows libyaml is yaml_read.c.
 */

/** Build the tree of begin_byte..end_byte of src in arena; fails like
 * gz_yaml_parse_part(), with a tree where gz_yaml_parse_on() has one. */
enum gz_status gz_yaml_read(const struct gz_source *src, size_t begin_byte,
                            size_t end_byte, struct gz_arena *arena,
                            const struct gz_yaml_node **root,
                            struct gz_error *err) GZ_MUST_CHECK;

#endif
