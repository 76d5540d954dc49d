#ifndef GZ_REGEX_SET_H
#define GZ_REGEX_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Regexes of rules, all of one kind in one Hyperscan database (or one of
 * Vectorscan, which offers the same), which looks for all of them at once in
 * linear time.  Syntax is that of Hyperscan: PCRE without what looks around or
 * back; characters are those of Unicode.
 *
 * Compiling can take any amount of time and memory, so that is done in a child
 * process with limits, see regex_child.h.
 */
enum gz_regex_use {
    GZ_REGEX_WHOLE,  // a text is matched as a whole
    GZ_REGEX_FIND,   // and matches are found anywhere in it
};

struct gz_regex_set;

/** Takes what is wrong with one of the regexes, by its index. */
typedef void gz_regex_fault_fn(void *context, uint32_t regex, const char *text);

/**
 * Compile; each mistake goes to fault.  Fails with GZ_INVALID then, else with
 * GZ_NO_MEMORY or GZ_UNAVAILABLE (no process could be made).
 * Release with gz_regex_set_free().
 */
enum gz_status gz_regex_set_new(const struct gz_str *regexes, uint32_t count,
                                enum gz_regex_use use, gz_regex_fault_fn *fault,
                                void *context,
                                struct gz_regex_set **out) GZ_MUST_CHECK;

/** Release a set; NULL allowed. */
void gz_regex_set_free(struct gz_regex_set *set);

// What one thread needs to look for regexes of any number of sets.
struct gz_regex_scratch {
    void *memory;  // of Hyperscan
};

/** Make scratch fit for one more set; starts as {NULL}. */
enum gz_status
gz_regex_scratch_fit(struct gz_regex_scratch *scratch,
                     const struct gz_regex_set *set) GZ_MUST_CHECK;

void gz_regex_scratch_fini(struct gz_regex_scratch *scratch);

/** Takes a match; false ends the search. */
typedef bool gz_regex_match_fn(void *context, uint32_t regex, size_t begin_byte,
                               size_t end_byte);

/**
 * Look for all regexes of a set in valid UTF-8 of less than 2^32 bytes.  Where
 * they are found, every end of a match is told, with its first begin; begins
 * are 0 where they match as a whole.
 */
enum gz_status gz_regex_set_scan(const struct gz_regex_set *set,
                                 struct gz_regex_scratch *scratch,
                                 struct gz_str text, gz_regex_match_fn *match,
                                 void *context) GZ_MUST_CHECK;

#endif
