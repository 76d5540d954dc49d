#ifndef GZ_CONFIG_READ_H
#define GZ_CONFIG_READ_H

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/yaml.h"
#include "daemon/config/config.h"

/*
 * From a YAML tree, and from the defaults of the key table, to the fields of
 * struct gz_config.  Values go to config->arena; the places of mistakes are
 * those of config->source.
 */

/** Give every field its default. */
enum gz_status gz_config_read_defaults(struct gz_config *config,
                                       struct gz_error *err) GZ_MUST_CHECK;

/**
 * Set the fields that the tree names.  Goes on after a mistake; every one is
 * in err.  Fails with GZ_INVALID or GZ_NO_MEMORY.
 */
enum gz_status gz_config_read_tree(struct gz_config *config,
                                   const struct gz_yaml_node *root,
                                   struct gz_error *err) GZ_MUST_CHECK;

#endif
