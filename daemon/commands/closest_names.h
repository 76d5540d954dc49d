#ifndef GZ_CLOSEST_NAMES_H
#define GZ_CLOSEST_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Which of many names somebody may have meant who wrote another: those of few
 * other letters, then those that begin with the same word.  Case and accents
 * do not count.  Names come one by one, and few are kept.
 */
enum {
    GZ_CLOSEST_KEPT = 256,  // names of few other letters
    GZ_CLOSEST_BEGUN = 8,   // names that begin alike
    GZ_CLOSEST_SHOWN = 3,
};

struct gz_closest_name {
    struct gz_str text;    // in arena
    struct gz_str folded;  // in arena, NUL-terminated
};

struct gz_closest_names {
    struct gz_arena *arena;  // owned
    struct gz_buffer folded;
    struct gz_str wanted;  // folded, in arena
    struct gz_closest_name kept[GZ_CLOSEST_KEPT];
    uint32_t kept_count;
    struct gz_closest_name begun[GZ_CLOSEST_BEGUN];
    uint32_t begun_count;
    enum gz_status status;  // the first failure sticks
};

/** Begin; valid UTF-8.  Ask for c->status at the end. */
void gz_closest_names_init(struct gz_closest_names *c, struct gz_str wanted);
void gz_closest_names_fini(struct gz_closest_names *c);

/** Take a name into account, which is valid UTF-8. */
void gz_closest_names_add(struct gz_closest_names *c, struct gz_str name);

/** Append the closest, such as "Acme", "Acme Corp."; returns their number.
 * They are used up. */
uint32_t gz_closest_names_append(struct gz_closest_names *c,
                                 struct gz_buffer *out);

#endif
