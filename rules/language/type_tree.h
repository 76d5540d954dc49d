#ifndef GZ_TYPE_TREE_H
#define GZ_TYPE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * The types that patterns may name: those of rules/types.h, those that packs
 * add below them, and the values: Value with Money, Percent, Date, Duration
 * and Count.  A name is written alone ("Company") or with its parents
 * ("Org/Company"); alone it is unique in the tree.
 *
 * Numbers are given so that a type and all below it are one range, which is
 * how a rule tests a mention.
 */
struct gz_type_tree;

#define GZ_TYPE_NONE UINT16_MAX

// The types of a subtree: first <= number < end.
struct gz_type_range {
    uint16_t first;
    uint16_t end;
};

/** An owned tree of the built-in types, or NULL. */
struct gz_type_tree *gz_type_tree_new(void);

/** Release a tree; NULL allowed. */
void gz_type_tree_free(struct gz_type_tree *tree);

/**
 * Add a type below a known one; both names alone, without parents.
 * GZ_INVALID: the name is taken, or the parent unknown, or there are more
 * than 4,000.  Numbers change until gz_type_tree_number() has been called.
 */
enum gz_status gz_type_tree_add(struct gz_type_tree *tree, struct gz_str name,
                                struct gz_str parent) GZ_MUST_CHECK;

/** Number the types; none can be added from then on. */
enum gz_status gz_type_tree_number(struct gz_type_tree *tree) GZ_MUST_CHECK;

/** The number of a type written alone or with its parents (then all of them
 * must be right), or GZ_TYPE_NONE; any thread once numbered. */
uint16_t gz_type_tree_find(const struct gz_type_tree *tree, struct gz_str name);

/** A type with all below it. */
struct gz_type_range gz_type_tree_range(const struct gz_type_tree *tree,
                                        uint16_t type);

/** "Org/Company"; borrowed from the tree. */
struct gz_str gz_type_tree_path(const struct gz_type_tree *tree, uint16_t type);

/** How many types there are. */
uint16_t gz_type_tree_count(const struct gz_type_tree *tree);

/** The known type that is meant by a misspelt one, or NULL; borrowed. */
const char *gz_type_tree_suggest(const struct gz_type_tree *tree,
                                 struct gz_str name);

static inline bool gz_type_range_has(struct gz_type_range range, uint16_t type)
{
    return type >= range.first && type < range.end;
}

#endif
