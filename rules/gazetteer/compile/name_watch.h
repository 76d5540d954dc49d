#ifndef GZ_NAME_WATCH_H
#define GZ_NAME_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/source.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/compile/catalog.h"

/*
 * Whoever asks why a name is there watches a compilation: what is told here
 * is what the image will hold, since the same code decides both.
 */

// What became of a name.
enum gz_name_fate {
    GZ_NAME_COUNTS,
    GZ_NAME_DUPLICATE,  // its entity has it already
    GZ_NAME_OVERRULED,  // the same, with another policy, which counts
    GZ_NAME_CONFLICT,   // a rule made it, but a row gives it to another entity
    GZ_NAME_REMOVED,    // a later row removes it; told by gz_compiler_has()
};

// A name of a row, or one that a rule made of it.
struct gz_name_sighting {
    const struct gz_source *src;  // of the row; lives as long as the compiler
    size_t begin_byte;            // of the name that the row gives
    struct gz_catalog_name name;  // texts live as long as the compiler
    uint32_t number;              // of the name that counts, in the catalog
    enum gz_name_fate fate;
    const char *rule;    // that made it, NULL: the row gives it
    struct gz_str from;  // then: what the rule made it of
};

struct gz_name_watch {
    void *context;  // borrowed
    // Whether a name shall be told of; asked for every name that comes.
    bool (*wants)(void *context, const struct gz_catalog_name *name);
    void (*on_name)(void *context, const struct gz_name_sighting *sighting);
};

#endif
