#ifndef GZ_TARGET_H
#define GZ_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * The target of a request (RFC 9112, 3.2): what stands between method and
 * version, cut at its slashes, ampersands and equal signs and only then
 * percent-decoded, so that an encoded slash is part of a name.
 *
 * Decoded texts are UTF-8 without control characters.
 */
#define GZ_TARGET_SEGMENTS 8
#define GZ_TARGET_ARGUMENTS 64

struct gz_argument {
    struct gz_str name;
    struct gz_str value;
};

struct gz_target {
    char *text;  // owned; the views below point into it
    struct gz_str segments[GZ_TARGET_SEGMENTS];
    uint32_t segment_count;  // "/" has none
    struct gz_argument arguments[GZ_TARGET_ARGUMENTS];
    uint32_t argument_count;
};

/**
 * Cut and decode text, which is copied.  Fails with GZ_INVALID, said in err,
 * or GZ_NO_MEMORY.  Release with gz_target_fini(), also on failure.
 */
enum gz_status gz_target_parse(struct gz_str text, struct gz_target *out,
                               struct gz_error *err) GZ_MUST_CHECK;
void gz_target_fini(struct gz_target *target);

/** The value of the first argument of that name; ptr NULL: there is none. */
struct gz_str gz_target_argument(const struct gz_target *target,
                                 const char *name);

/** Whether all arguments have names of the list, NULL-terminated, and those
 * behind its first `several` stand at most once; else GZ_INVALID, and err says
 * which and what there is. */
enum gz_status gz_target_check(const struct gz_target *target,
                               const char *const *names, size_t several,
                               struct gz_error *err) GZ_MUST_CHECK;

#endif
