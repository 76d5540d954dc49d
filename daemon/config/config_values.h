#ifndef GZ_CONFIG_VALUES_H
#define GZ_CONFIG_VALUES_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "daemon/config/config.h"
#include "daemon/config/config_keys.h"

/*
 * Values that carry a unit or a form: durations, sizes, addresses.  A parse
 * function returns NULL, or why the text is no such value, in words that
 * complete "KEY is TEXT, ...".
 */

/** "100ms", "10s", "5m", "1h" to milliseconds. */
const char *gz_config_values_duration(struct gz_str text, int64_t *out_ms);

/** "512B", "1KiB", "2MiB", "1GiB", "900kB", "1MB", "1GB" to bytes. */
const char *gz_config_values_size(struct gz_str text, int64_t *out_bytes);

/**
 * "off", an address and a port ("127.0.0.1:80", "[::1]:80", "localhost:80"),
 * or "unix:" and an absolute path.  Texts are copied to arena; *st says
 * whether that went well.
 */
const char *gz_config_values_address(struct gz_str text, struct gz_arena *arena,
                                     struct gz_config_address *out,
                                     enum gz_status *st);

/**
 * Print a number of a type (integer, duration or size) as it would be
 * written, in its largest unit without a fraction, as with snprintf().
 */
void gz_config_values_number(enum gz_config_type type, int64_t number,
                             char *out, size_t size_bytes);

/** Print an address as it would be written. */
void gz_config_values_put_address(struct gz_buffer *out,
                                  struct gz_config_address address);

#endif
