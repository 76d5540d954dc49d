#ifndef GZ_HOST_CHECK_H
#define GZ_HOST_CHECK_H

#include <stdbool.h>

#include "daemon/base/str.h"

/*
 * Whom a browser on this machine speaks for.  A page from anywhere can make it
 * send requests here: under a name of its own that resolves to this machine
 * (DNS rebinding), which the Host header tells, or across sites, which Origin
 * tells.  Names are compared without case and ports.
 */

/**
 * Whether a Host header names this machine in a way that no foreign page can:
 * a numeric address, localhost, or one of names, NULL-terminated.
 */
bool gz_host_check_host(struct gz_str host, const char *const *names);

/**
 * Whether a page of that origin may ask: one that came from this same host, or
 * one of origins ("https://desk.example"), NULL-terminated.  *listed: it is
 * one of these and may read the answer.
 */
bool gz_host_check_origin(struct gz_str origin, struct gz_str host,
                          const char *const *origins, bool *listed);

#endif
