#ifndef GZ_PACK_H
#define GZ_PACK_H

#include <stddef.h>

#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

// A pack folder as far as name lists are concerned.
struct gz_pack {
    struct gz_str namespace;  // of the entity ids, in arena
    const char **lists;       // paths of its lists by name, in arena
    size_t list_count;
    unsigned expand;  // rules of alias_rules.h
};

/**
 * Read pack.yaml of a folder and find its lists, in arena.  The namespace is
 * the key `namespace`, else the folder's name; the rules are those of the key
 * `expand`.
 * Fails as gz_source_load() and gz_yaml_parse() do, said in err.
 */
enum gz_status gz_pack_read(const char *folder, struct gz_arena *arena,
                            struct gz_pack *out,
                            struct gz_error *err) GZ_MUST_CHECK;

/** The last part of a path, trailing slashes and a list's suffix left out;
 * borrowed. */
struct gz_str gz_pack_stem(const char *path);

#endif
