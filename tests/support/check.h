#ifndef GZ_TEST_CHECK_H
#define GZ_TEST_CHECK_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * The vocabulary of the unit tests.  A check that fails prints
 * "file:line: expression is X, want Y" and ends the program with status 1.
 */
#define CHECK(condition)                                                       \
    do {                                                                       \
        if (!(condition)) {                                                    \
            fprintf(stderr, "%s:%d: false: %s\n", __FILE__, __LINE__,          \
                    #condition);                                               \
            exit(1);                                                           \
        }                                                                      \
    } while (0)

#define CHECK_EQ(got, want)                                                    \
    check_eq(__FILE__, __LINE__, #got, (intmax_t)(got), (intmax_t)(want))

#define CHECK_STR(got, want)                                                   \
    check_str(__FILE__, __LINE__, #got, (got), gz_str_z(want))

#define CHECK_Z(got, want)                                                     \
    check_str(__FILE__, __LINE__, #got, gz_str_z(got), gz_str_z(want))

#define CHECK_OK(call)                                                         \
    check_eq(__FILE__, __LINE__, #call, (intmax_t)(call), GZ_OK)

static inline void check_eq(const char *file, int line, const char *what,
                            intmax_t got, intmax_t want)
{
    if (got != want) {
        fprintf(stderr, "%s:%d: %s is %" PRIdMAX ", want %" PRIdMAX "\n", file,
                line, what, got, want);
        exit(1);
    }
}

static inline void check_str(const char *file, int line, const char *what,
                             struct gz_str got, struct gz_str want)
{
    if (!gz_str_eq(got, want)) {
        fprintf(stderr, "%s:%d: %s is\n" GZ_STR_FMT "\nwant\n" GZ_STR_FMT "\n",
                file, line, what, GZ_STR_ARG(got), GZ_STR_ARG(want));
        exit(1);
    }
}

#endif
