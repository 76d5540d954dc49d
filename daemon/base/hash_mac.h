#ifndef GZ_HASH_MAC_H
#define GZ_HASH_MAC_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/hash.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/**
 * HMAC-SHA-256 (RFC 2104) under key of count parts, one behind the other,
 * into out.  Fails with GZ_NO_MEMORY only.
 */
enum gz_status gz_hash_mac(struct gz_str key, const struct gz_str *parts,
                           size_t count,
                           uint8_t out[GZ_SHA256_BYTES]) GZ_MUST_CHECK;

#endif
