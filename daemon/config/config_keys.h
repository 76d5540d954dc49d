#ifndef GZ_CONFIG_KEYS_H
#define GZ_CONFIG_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * Every configuration key there is, as rows of one const table.  Reading,
 * checking, the default file and the manual page all follow it, so a key is
 * added in one place and none of them can fall behind.
 */
enum gz_config_type {
    GZ_CONFIG_STRING,    // const char *
    GZ_CONFIG_BOOL,      // bool
    GZ_CONFIG_INTEGER,   // uint32_t
    GZ_CONFIG_DURATION,  // int64_t, milliseconds
    GZ_CONFIG_SIZE,      // size_t, bytes
    GZ_CONFIG_CHOICE,    // an enum, the index of its name in choices
    GZ_CONFIG_LIST,      // struct gz_config_list; one text is a list of one
    GZ_CONFIG_ADDRESS,   // struct gz_config_address
    GZ_CONFIG_MAP,       // struct gz_config_map
    GZ_CONFIG_TYPE_COUNT,
};

struct gz_config_key {
    const char *name;  // dotted: "input.topic" is topic in the mapping input
    enum gz_config_type type;
    size_t offset_bytes;         // of its field in struct gz_config
    int64_t min;                 // bounds, both allowed, of an integer,
    int64_t max;                 // a duration in ms or a size in bytes
    const char *const *choices;  // names of a choice, NULL-terminated
    const char *fallback;        // default as it would be written; NULL: empty
    const char *fallback_words;  // what an empty default stands for
    // Why a text is not allowed, for "KEY is TEXT, ..."; NULL when it is.
    const char *(*fault)(struct gz_str text);
    const char *example;  // for the default file, where the default is empty
    const char *help;     // whole sentences
};

// A mapping that groups keys.
struct gz_config_section {
    const char *name;
    const char *help;
};

extern const struct gz_config_key gz_config_keys[];
extern const size_t gz_config_key_count;

extern const struct gz_config_section gz_config_sections[];
extern const size_t gz_config_section_count;

/** The row of a dotted name, or NULL. */
const struct gz_config_key *gz_config_keys_find(struct gz_str name);

/** The section of a dotted name, or NULL. */
const struct gz_config_section *gz_config_keys_section(struct gz_str name);

/** "duration" and the like. */
const char *gz_config_keys_type_name(enum gz_config_type type);

#endif
