#ifndef GZ_FILTER_VALUES_H
#define GZ_FILTER_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "daemon/http/target.h"

/*
 * The values of a parameter that may stand several times: one of them must
 * hold, and without any everything does.  Zeroed it is empty; what it points
 * at lies in the arena of its filter.
 */
struct gz_filter_values {
    struct gz_str items[GZ_TARGET_ARGUMENTS];  // which differ
    size_t count;
};

/** Add a copy of a value unless it is there.  name: of the parameter, for err.
 * Fails with GZ_INVALID (it is empty) or GZ_NO_MEMORY. */
enum gz_status gz_filter_values_add(struct gz_filter_values *values,
                                    const char *name, struct gz_str value,
                                    struct gz_arena *arena,
                                    struct gz_error *err) GZ_MUST_CHECK;

/** The same for a type of entity; GZ_INVALID when there is no such type. */
enum gz_status gz_filter_values_add_type(struct gz_filter_values *values,
                                         const char *name, struct gz_str value,
                                         struct gz_arena *arena,
                                         struct gz_error *err) GZ_MUST_CHECK;

typedef bool gz_filter_values_test(struct gz_str has, struct gz_str wanted);

/** Whether what a record has passes. */
bool gz_filter_values_hold(const struct gz_filter_values *values,
                           struct gz_str has, gz_filter_values_test *test);

/** A test: byte for byte. */
bool gz_filter_values_equal(struct gz_str has, struct gz_str wanted);

#endif
