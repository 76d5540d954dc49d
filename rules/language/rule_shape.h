#ifndef GZ_RULE_SHAPE_H
#define GZ_RULE_SHAPE_H

#include <stdbool.h>

#include "daemon/base/error.h"
#include "daemon/base/yaml.h"

/*
 * What may stand where in a rule file, as data: a shape says whether a node
 * may be a text, a list or a mapping, and of what.  The check of a file and
 * the JSON Schema for editors both follow the shapes of rule_keys.h, so they
 * cannot differ.
 */
enum gz_rule_scalar {
    GZ_RULE_SCALAR_NONE,  // no text may stand here
    GZ_RULE_SCALAR_TEXT,
    GZ_RULE_SCALAR_INTEGER,
    GZ_RULE_SCALAR_NUMBER,
    GZ_RULE_SCALAR_BOOL,
    GZ_RULE_SCALAR_CHOICE,
};

// What letters a text may have.
struct gz_rule_form {
    const char *regex;  // ECMA 262, for the schema
    const char *words;  // "a name is letters, digits and ..."
    bool (*good)(struct gz_str text);
};

struct gz_rule_key;

// All that is NULL or 0 is not allowed, or not asked for.
struct gz_rule_shape {
    const char *what;  // "a pattern or a list of patterns"
    enum gz_rule_scalar scalar;
    const struct gz_rule_form *form;  // of a text
    bool uncut;  // a text without quotes that no comment ends: " #" in it would
    double min;  // of a number, both allowed
    double max;
    const char *const *choices;          // NULL-terminated
    const struct gz_rule_shape *items;   // a list of these
    bool may_be_empty;                   // the list, or nothing may stand there
    const struct gz_rule_key *keys;      // a mapping with these
    const struct gz_rule_shape *values;  // a mapping with any keys of these
    const struct gz_rule_form *names;    // the form of such keys
};

// Of the keys of one mapping that are of one group exactly one stands there.
enum gz_rule_group {
    GZ_RULE_GROUP_NONE,
    GZ_RULE_GROUP_KIND,
    GZ_RULE_GROUP_SEARCH,
    GZ_RULE_GROUP_COUNT,
};

// A key of a mapping; a table ends with a row without a name.
struct gz_rule_key {
    const char *name;
    const struct gz_rule_shape *shape;
    enum gz_rule_group group;
    bool required;
    const char *help;  // whole sentences
};

/**
 * Check a node and all below it; name is what messages call it, such as the
 * key that it is the value of.  All mistakes are in err.
 */
enum gz_status gz_rule_shape_check(const struct gz_rule_shape *shape,
                                   const struct gz_yaml_node *node,
                                   const char *name,
                                   const struct gz_source *src,
                                   struct gz_error *err) GZ_MUST_CHECK;

/** The number in a text that was checked; false when it is none. */
bool gz_rule_shape_number(struct gz_str text, double *out);

/** The index of a text among choices, or -1. */
int gz_rule_shape_choice(const char *const *choices, struct gz_str text);

#endif
