#ifndef GZ_CONFIG_FIELDS_H
#define GZ_CONFIG_FIELDS_H

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/yaml.h"
#include "daemon/config/config.h"
#include "daemon/config/config_keys.h"

/*
 * Writes single values into the fields of a struct gz_config, each by the
 * type and the bounds of its row in the key table.  Values go to
 * config->arena; mistakes are placed in config->source.
 *
 * A value that is not allowed is reported, remembered in mistake and leaves
 * the field as it was: GZ_OK means go on.  Only GZ_NO_MEMORY ends the work.
 */
struct gz_config_fields {
    struct gz_config *config;
    struct gz_error *err;
    enum gz_status mistake;  // GZ_OK, or what the last mistake was
};

/** Set a key's field from the value that a file gives it. */
enum gz_status
gz_config_fields_set(struct gz_config_fields *fields,
                     const struct gz_config_key *key,
                     const struct gz_yaml_node *node) GZ_MUST_CHECK;

/** Set a key's field to its default. */
enum gz_status
gz_config_fields_default(struct gz_config_fields *fields,
                         const struct gz_config_key *key) GZ_MUST_CHECK;

#endif
