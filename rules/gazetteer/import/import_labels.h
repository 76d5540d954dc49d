#ifndef GZ_IMPORT_LABELS_H
#define GZ_IMPORT_LABELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * What other programs call the types of entities: spaCy's and Stanford's
 * labels, GATE's major types with their minor types behind a slash.
 */
struct gz_import_label {
    const char *label;
    const char *type;  // as in types.h
    uint8_t flags;     // of its names, set of enum gz_name_flags
};

struct gz_import_type {
    struct gz_str type;  // static, or borrowed as the label
    uint8_t flags;
};

/**
 * The type of a label, compared without case: from own, count rows that the
 * user gave, else from the table of known labels.  A type of ours is a label
 * too, and "location/hamlet" is found as "location" if not as itself.  False
 * when the label has no type.
 */
bool gz_import_labels_find(const struct gz_import_label *own, size_t count,
                           struct gz_str label, struct gz_import_type *out);

#endif
