#ifndef GZ_STR_H
#define GZ_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * A borrowed run of bytes, usually UTF-8, not NUL-terminated.  A gz_str never
 * owns: whoever hands one out says until when it may be read.
 */
struct gz_str {
    const char *ptr;
    size_t len_bytes;
};

#define GZ_STR_LIT(s) ((struct gz_str){(s), sizeof(s) - 1})
#define GZ_STR_FMT "%.*s"
#define GZ_STR_ARG(s) (int)(s).len_bytes, (s).ptr

static inline struct gz_str gz_str_of(const char *ptr, size_t len_bytes)
{
    const struct gz_str s = {ptr, len_bytes};
    return s;
}

/** A view of a NUL-terminated string; NULL gives the empty view. */
static inline struct gz_str gz_str_z(const char *z)
{
    return gz_str_of(z, z == NULL ? 0 : strlen(z));
}

static inline bool gz_str_eq(struct gz_str a, struct gz_str b)
{
    return a.len_bytes == b.len_bytes &&
           (a.len_bytes == 0 || memcmp(a.ptr, b.ptr, a.len_bytes) == 0);
}

static inline bool gz_str_is(struct gz_str a, const char *z)
{
    return gz_str_eq(a, gz_str_z(z));
}

static inline bool gz_str_starts(struct gz_str s, struct gz_str prefix)
{
    return s.len_bytes >= prefix.len_bytes &&
           (prefix.len_bytes == 0 ||
            memcmp(s.ptr, prefix.ptr, prefix.len_bytes) == 0);
}

/** Order by bytes, then by length: <0, 0 or >0. */
int gz_str_compare(struct gz_str a, struct gz_str b);

/** Equal when ASCII letters are compared without case. */
bool gz_str_eq_nocase(struct gz_str a, struct gz_str b);

/** Whether it is one of count words, compared like that. */
bool gz_str_one_of_nocase(struct gz_str s, const char *const *words,
                          size_t count);

/** Without ASCII white space at both ends. */
struct gz_str gz_str_trim(struct gz_str s);

/** A path without the slashes behind it; "/" stays. */
struct gz_str gz_str_folder(const char *path);

/**
 * Split at the first separator: returns what stands before it and leaves the
 * rest in *s.  Without a separator returns all and leaves *s empty with a
 * NULL pointer, which ends a loop `while (s.ptr != NULL)`.
 */
struct gz_str gz_str_cut(struct gz_str *s, char separator);

/** Parse all of s as a decimal integer; false when it is none or too big. */
bool gz_str_to_int64(struct gz_str s, int64_t *out);

/** Damerau-Levenshtein distance with adjacent transpositions, case of ASCII
 * letters aside; SIZE_MAX when one is longer than 64 bytes. */
size_t gz_str_distance(struct gz_str a, struct gz_str b);

/**
 * The candidate closest to word for a "did you mean", or NULL when none is
 * close (Damerau-Levenshtein distance with adjacent transpositions, at most a
 * third of the longer word).  candidates: count NUL-terminated strings.
 */
const char *gz_str_suggest(struct gz_str word, const char *const *candidates,
                           size_t count);

#endif
