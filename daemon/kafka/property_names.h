#ifndef GZ_PROPERTY_NAMES_H
#define GZ_PROPERTY_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * The names of librdkafka's properties, read from the table that the library
 * prints: it may be newer than the header that this program was built with.
 */
struct gz_property_names {
    char *text;          // owned; the table, cut into the names
    const char **names;  // owned array of borrowed names
    char *scopes;        // 'C' consumer, 'P' producer, '*' both
    size_t count;
};

/** Read the table; release with gz_property_names_fini(). */
enum gz_status
gz_property_names_init(struct gz_property_names *names) GZ_MUST_CHECK;
void gz_property_names_fini(struct gz_property_names *names);

/** 'C', 'P' or '*'; '\0' when there is no such property. */
char gz_property_names_scope(const struct gz_property_names *names,
                             const char *name);

/** The closest name, or NULL; borrowed from names. */
const char *gz_property_names_suggest(const struct gz_property_names *names,
                                      const char *name);

#endif
