#ifndef GZ_TYPE_NUMBERS_H
#define GZ_TYPE_NUMBERS_H

#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/language/type_tree.h"
#include "rules/values/values.h"

/*
 * Types of lists as numbers of a tree.  A list's type is a view into its
 * image, the same for all its entities, so that where it stands in memory
 * tells which it is: looking it up costs a few instructions.
 */
enum { GZ_TYPE_NUMBERS_SLOTS = 64 };

struct gz_type_numbers {
    const struct gz_type_tree *tree;  // borrowed; NULL: all types are none
    struct gz_str known[GZ_TYPE_NUMBERS_SLOTS];
    uint16_t numbers[GZ_TYPE_NUMBERS_SLOTS];
    uint16_t values[GZ_DIM_LIMIT];  // of the dimensions
};

/** Begin with a tree, which must live as long, as all types' texts must. */
void gz_type_numbers_init(struct gz_type_numbers *n,
                          const struct gz_type_tree *tree);

/** The number of a type; of one that the tree lacks, the nearest above it. */
uint16_t gz_type_numbers_of(struct gz_type_numbers *n, struct gz_str type);

#endif
