#ifndef GZ_SUBSCRIPTION_FILE_H
#define GZ_SUBSCRIPTION_FILE_H

#include "daemon/alert/subscription_read.h"

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
    const struct gz_yaml_node **nodes;  // of items, in yaml
    uint32_t count;
    const struct gz_yaml_node *examples;  // of the file, or NULL
};

/**
 * Read a file, "-" for standard input.  All mistakes are in err; the same id
 * twice is one.  Release with gz_subscription_file_fini(), also on failure.
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

#endif
