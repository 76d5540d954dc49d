#ifndef GZ_PROPERTY_RULES_H
#define GZ_PROPERTY_RULES_H

#include <stdbool.h>

/*
 * What a configuration may not do with librdkafka's properties, although the
 * library would let it: one table, by name.
 */
enum gz_property_rule {
    GZ_PROPERTY_FREE,
    GZ_PROPERTY_OWNED,   // the engine sets it, or another key does
    GZ_PROPERTY_UNSAFE,  // runs a program or loads code
    GZ_PROPERTY_SECRET,  // from a file only
};

/**
 * The rule of a property, and in *why what to write instead or the reason, to
 * be put behind the name; NULL for GZ_PROPERTY_FREE.
 */
enum gz_property_rule gz_property_rules_find(const char *name,
                                             const char **why);

/** Whether this value leaves a peer unverified, which needs `insecure`. */
bool gz_property_rules_insecure(const char *name, const char *value);

#endif
