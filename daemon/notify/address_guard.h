#ifndef GZ_ADDRESS_GUARD_H
#define GZ_ADDRESS_GUARD_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "daemon/base/str.h"

/*
 * Which addresses a webhook may reach.  A name or a spelling of an address
 * says nothing: what counts is the address that a socket is about to be
 * connected to, whoever resolved it and however often its name changes.
 *
 * Public unicast addresses are free.  All others need a range that allows
 * them: the receiver might be made to talk to a service that trusts its own
 * network, such as the one with a machine's credentials in a cloud.
 *
 * IPv6 forms that carry an IPv4 address (mapped, compatible, 6to4, NAT64,
 * ISATAP) are judged by both.  What the tables do not know is refused
 * (IANA's special-purpose registries, RFC 6890 and later).
 */
struct gz_address_range {
    uint8_t bytes[16];
    uint8_t length;  // 4 or 16
    uint8_t bits;    // of the prefix
};

/**
 * Read "10.0.0.0/8", "fd00::/8" or a single address.  Returns NULL, or why
 * text is no range, in words that complete "KEY is TEXT, ...".
 */
const char *gz_address_range_parse(struct gz_str text,
                                   struct gz_address_range *out);

/**
 * NULL when a connection to address may be made, else what the address is, in
 * static words such as "a loopback address".  allowed: count ranges.
 */
const char *gz_address_guard(const struct sockaddr *address,
                             const struct gz_address_range *allowed,
                             size_t count);

#endif
