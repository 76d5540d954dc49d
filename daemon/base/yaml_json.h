#ifndef GZ_YAML_JSON_H
#define GZ_YAML_JSON_H

#include "daemon/base/arena.h"
#include "daemon/base/yaml.h"

/*
 * JSON as the tree that yaml.h makes of YAML, so that one reader serves both:
 * strings are quoted scalars, numbers, true, false and null plain ones.
 */

/**
 * Build the tree of src, strict JSON (RFC 8259) in UTF-8, in arena.  Fails with
 * GZ_INVALID, marked in err, GZ_LIMIT (as in yaml.h) or GZ_NO_MEMORY (the arena
 * is full); *root is then NULL, unless all that is wrong are keys that stand
 * twice in one object: the tree has them twice, for more mistakes to be found.
 */
enum gz_status gz_yaml_json_read(const struct gz_source *src,
                                 struct gz_arena *arena,
                                 const struct gz_yaml_node **root,
                                 struct gz_error *err) GZ_MUST_CHECK;

#endif
