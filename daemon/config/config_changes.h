#ifndef GZ_CONFIG_CHANGES_H
#define GZ_CONFIG_CHANGES_H

#include "daemon/base/buffer.h"
#include "daemon/config/config.h"

/*
 * What a file says differently from the configuration that was read from it
 * before: a daemon that runs cannot take that over, and should say so.
 */

/**
 * Read the file of a configuration again and append the names of the keys that
 * have another value now, with ", " between.  Nothing where no file was read.
 * Fails as gz_config_load() does, with every mistake in err; failure to append
 * sticks in out.
 */
enum gz_status gz_config_changes(const struct gz_config *config,
                                 struct gz_buffer *out,
                                 struct gz_error *err) GZ_MUST_CHECK;

#endif
