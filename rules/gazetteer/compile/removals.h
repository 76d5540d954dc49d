#ifndef GZ_REMOVALS_H
#define GZ_REMOVALS_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * What lists take away, for the images before the one that is made of them.
 * All texts are borrowed.
 */
struct gz_removal {
    struct gz_str name;  // as a list writes it, composed; empty: the entity
    size_t first_key;
    size_t key_count;  // of the entity; any may be the one that is known
};

struct gz_removals {
    struct gz_removal *items;  // owned
    size_t count;
    size_t cap;
    struct gz_str *keys;  // owned
    size_t key_count;
    size_t key_cap;
};

void gz_removals_init(struct gz_removals *r);
void gz_removals_fini(struct gz_removals *r);

/** Add a removal without keys, then keys of the newest removal. */
enum gz_status gz_removals_add(struct gz_removals *r,
                               struct gz_str name) GZ_MUST_CHECK;
enum gz_status gz_removals_add_key(struct gz_removals *r,
                                   struct gz_str key) GZ_MUST_CHECK;

#endif
