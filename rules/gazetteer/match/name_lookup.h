#ifndef GZ_NAME_LOOKUP_H
#define GZ_NAME_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/match/spelling.h"

/*
 * Names by their spelling, as the matcher sees it: the same words with the
 * same gaps and marks, in any case, a full stop at the end left out.
 */

/** Whether two names that have the same key are the same name in that sense. */
bool gz_name_lookup_same(struct gz_str a, struct gz_str b);

// One reading of one name of an image.
struct gz_name_entry {
    struct gz_str name;  // as its list wrote it; in arena
    enum gz_name_case name_case;
    struct gz_reading reading;
};

struct gz_name_entries {
    const struct gz_name_entry *items;  // in arena
    uint32_t count;
};

/** Find a name in an image, in arena.  Fails with GZ_LIMIT. */
enum gz_status gz_name_lookup(const struct gz_gazetteer *g,
                              const struct gz_spelling *name,
                              struct gz_arena *arena,
                              struct gz_name_entries *out) GZ_MUST_CHECK;

/** Call on_name for the text of every name of an image, one after the other;
 * the text is valid during the call. */
void gz_name_lookup_all(const struct gz_gazetteer *g,
                        void (*on_name)(void *context, struct gz_str name),
                        void *context);

#endif
