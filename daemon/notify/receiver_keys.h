#ifndef GZ_RECEIVER_KEYS_H
#define GZ_RECEIVER_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/config/config_keys.h"

/*
 * The keys of a receiver, as rows of one const table.
 */
enum {
    GZ_RECEIVER_OF_WEBHOOK = 1,
    GZ_RECEIVER_OF_EXEC = 2,
    GZ_RECEIVER_OF_BOTH = 3,
};

struct gz_receiver_key {
    const char *name;
    enum gz_config_type type;    // string, bool, integer, duration, choice or
                                 // list
    size_t offset_bytes;         // of its field in struct gz_receiver_setup
    int64_t min;                 // of an integer or a duration in ms
    int64_t max;                 // of these, or of the entries of a list
    const char *const *choices;  // NULL-terminated
    unsigned types;              // that have it
};

extern const struct gz_receiver_key gz_receiver_keys[];
extern const size_t gz_receiver_key_count;

#endif
