#ifndef GZ_LISTENER_H
#define GZ_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"

/**
 * A non-blocking TCP socket that listens on a numeric address; port 0: the
 * kernel chooses, *port says which.  The caller owns *fd.  everywhere: an
 * address that other machines reach is allowed.  Fails with GZ_INVALID (it is
 * not) or GZ_IO.
 */
enum gz_status gz_listener_open(const char *host, uint16_t wanted,
                                bool everywhere, int *fd, uint16_t *port,
                                struct gz_error *err) GZ_MUST_CHECK;

/**
 * A non-blocking unix socket that listens at path, for the owner and the group
 * of the file.  A file that a former process left is replaced; one where
 * somebody listens, or that is no socket, is not.  The caller owns *fd and
 * removes the file.
 */
enum gz_status gz_listener_open_unix(const char *path, int *fd,
                                     struct gz_error *err) GZ_MUST_CHECK;

#endif
