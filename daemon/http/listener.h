#ifndef GZ_LISTENER_H
#define GZ_LISTENER_H

#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"

/**
 * A non-blocking TCP socket that listens on a numeric loopback address; port
 * 0: the kernel chooses, *port says which.  The caller owns *fd.  Fails with
 * GZ_INVALID (no loopback address) or GZ_IO.
 */
enum gz_status gz_listener_open(const char *host, uint16_t wanted, int *fd,
                                uint16_t *port,
                                struct gz_error *err) GZ_MUST_CHECK;

#endif
