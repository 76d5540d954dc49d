#ifndef GZ_SUBSCRIPTION_FILE_H
#define GZ_SUBSCRIPTION_FILE_H

#include "daemon/alert/subscription/subscription_index.h"
#include "daemon/alert/subscription/subscription_read.h"

/*
 * A file of subscriptions:
 *
 *     gazetted: 1
 *     lists:
 *       clouds: [wd:Q2283, wd:Q456157]
 *     subscriptions:
 *     - id: ...
 *     examples: [...]   # about all of them, see alert_example.h
 */
struct gz_subscription_file {
    struct gz_source source;            // owned
    struct gz_yaml *yaml;               // owned
    struct gz_subscription **items;     // owned references
    const struct gz_yaml_node **nodes;  // of items; NULL: without examples
    uint32_t count;
    const struct gz_yaml_node *examples;  // of the file, or NULL
    struct gz_yaml **trees;  // owned: those of a large file that nodes are in
    uint32_t tree_count;
};

/*
 * A file that is larger than GZ_SUBSCRIPTION_FILE_WHOLE_BYTES is read in parts,
 * by as many threads as there are processors, and only what has examples stays
 * in memory as a tree.  Above the limits of yaml.h nothing else is possible:
 * then `subscriptions:` must be its last key, each of them begin with "- " on
 * a line of its own, and no text in quotes and no brackets go on over a line
 * that looks like such a begin.
 */
#define GZ_SUBSCRIPTION_FILE_WHOLE_BYTES ((size_t)1 << 20)
#define GZ_SUBSCRIPTION_FILE_LIMIT_BYTES ((size_t)1 << 30)

/**
 * Read a file, "-" for standard input.  All mistakes are in err, in their order
 * in the file; the same id twice is one.  Release with
 * gz_subscription_file_fini(), also on failure.
 */
enum gz_status gz_subscription_file_load(struct gz_subscription_file *file,
                                         const char *path,
                                         const struct gz_alert_terms *terms,
                                         struct gz_error *err) GZ_MUST_CHECK;

/** The same from a text; takes src, also on failure. */
enum gz_status gz_subscription_file_parse(struct gz_subscription_file *file,
                                          struct gz_source *src,
                                          const struct gz_alert_terms *terms,
                                          struct gz_error *err) GZ_MUST_CHECK;
void gz_subscription_file_fini(struct gz_subscription_file *file);

/**
 * Add what a file holds to an index of those before it.  GZ_INVALID: ids stand
 * there already, and err has the place of each.  GZ_NO_MEMORY.  Either leaves
 * the index as it was.
 */
enum gz_status gz_subscription_file_join(const struct gz_subscription_file *f,
                                         struct gz_subscription_index *ix,
                                         struct gz_error *err) GZ_MUST_CHECK;

/** Say that the id of an item was there before; returns GZ_INVALID. */
enum gz_status gz_subscription_file_twice(const struct gz_subscription_file *f,
                                          const struct gz_yaml_node *node,
                                          struct gz_error *err);

#endif
