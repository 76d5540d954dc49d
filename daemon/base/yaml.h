#ifndef GZ_YAML_H
#define GZ_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * YAML as the envelope of configuration and rules: one document of scalars,
 * sequences and mappings, as an immutable tree in which every node knows its
 * bytes in the source, so that a later check can mark them.
 *
 * Refused, because people read these files and programs must agree on them:
 * anchors, aliases, tags, directives, a second document, a key that stands
 * twice in one mapping, and a key that is no scalar.
 *
 * We read libyaml's events and not its documents: events carry marks, resolve
 * nothing and need no memory that grows with what an alias claims.
 */
#define GZ_YAML_LIMIT_BYTES ((size_t)4 << 20)
#define GZ_YAML_LIMIT_NODES 250000
#define GZ_YAML_LIMIT_DEPTH 64

enum gz_yaml_kind {
    GZ_YAML_SCALAR,
    GZ_YAML_SEQUENCE,
    GZ_YAML_MAPPING,
};

/*
 * Children are a list: `for (n = node->first; n != NULL; n = n->next)`.
 * Those of a mapping are its values, each with its key.
 */
struct gz_yaml_node {
    enum gz_yaml_kind kind;
    bool plain;          // a scalar without quotes, not a block
    struct gz_str text;  // of a scalar, unescaped, NUL-terminated behind it
    size_t begin_byte;   // in the source
    size_t end_byte;     // of a block collection: the end of its last child
    const struct gz_yaml_node *key;  // in a mapping, else NULL
    const struct gz_yaml_node *first;
    const struct gz_yaml_node *next;
    uint32_t count;  // children
};

struct gz_yaml;

/**
 * Parse src, which the tree borrows for errors only.  An owned tree in *out,
 * to be released with gz_yaml_free(); an empty document is a plain scalar "".
 * Fails with GZ_INVALID (every mistake that allows to go on is in err, and
 * the first one that does not), GZ_LIMIT or GZ_NO_MEMORY; *out is then NULL.
 */
enum gz_status gz_yaml_parse(const struct gz_source *src, struct gz_yaml **out,
                             struct gz_error *err) GZ_MUST_CHECK;

/**
 * The same for who looks for more mistakes: where only keys stand twice, the
 * tree is in *out also with GZ_INVALID, and has both.
 */
enum gz_status gz_yaml_parse_on(const struct gz_source *src,
                                struct gz_yaml **out,
                                struct gz_error *err) GZ_MUST_CHECK;

/**
 * gz_yaml_parse() of a part of src, begin_byte..end_byte, as if it were all;
 * nodes and mistakes have their places in the whole.  The limits are those of
 * the part.
 */
enum gz_status gz_yaml_parse_part(const struct gz_source *src,
                                  size_t begin_byte, size_t end_byte,
                                  struct gz_yaml **out,
                                  struct gz_error *err) GZ_MUST_CHECK;

/** Release a tree with all its nodes; NULL allowed. */
void gz_yaml_free(struct gz_yaml *yaml);

/** The outermost node, borrowed from the tree; never NULL. */
const struct gz_yaml_node *gz_yaml_root(const struct gz_yaml *yaml);

/** The value of a key of a mapping, or NULL. */
const struct gz_yaml_node *gz_yaml_get(const struct gz_yaml_node *mapping,
                                       const char *key);

/** A plain scalar that stands for nothing: empty, ~ or null. */
bool gz_yaml_is_null(const struct gz_yaml_node *node);

/** "a text", "a list" or "a mapping", for messages. */
const char *gz_yaml_kind_name(const struct gz_yaml_node *node);

#endif
