#ifndef GZ_NAME_GAP_H
#define GZ_NAME_GAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * What stands between two neighbouring words of a name, as a number: gaps that
 * a reader takes for the same have the same one.  It is made of the gap's
 * canonical form:
 *
 *   - characters that show nothing are left out
 *   - white space of any kind and length is one space
 *   - dashes and hyphens are "-", apostrophes "'", width forms plain ones
 *   - around "&" there is no space
 *   - behind a lone "." or "," there is no space: "J. Smith" is "J.Smith"
 *
 * Numbers are part of the image format: a change needs a new
 * GZ_IMAGE_VERSION.
 */
enum {
    GZ_NAME_GAP_BYTES_MAX = 16,  // of a canonical form
    GZ_NAME_GAP_SPAN_MAX = 56,   // bytes of text from word to word
};

// No name goes on over a paragraph's end or over a gap that is too long.
#define GZ_NAME_GAP_STOP UINT64_MAX

/** The number of the gap text[begin_byte..end_byte). */
uint64_t gz_name_gap_key(struct gz_str text, size_t begin_byte,
                         size_t end_byte);

/** The number of a gap of one ASCII byte that belongs to no word. */
extern const uint8_t gz_name_gap_single[128];

/**
 * The code points of a stretch of text one by one, with the gaps in it in
 * canonical form but for one freedom: a space behind any full stop or comma
 * does not count.  Composed, folded by width, case kept; no space at the end.
 */
struct gz_name_stream {
    struct gz_str text;  // valid UTF-8
    size_t pos;          // behind the last code point given out
    uint32_t last;       // that code point
    bool strict;         // all white space counts, as one space
};

// No code points.
enum {
    GZ_NAME_STREAM_END = 0x110000,
    GZ_NAME_STREAM_BREAK = 0x110001,  // a paragraph ends here
};

/** The next code point, GZ_NAME_STREAM_END or GZ_NAME_STREAM_BREAK. */
uint32_t gz_name_stream_next(struct gz_name_stream *s);

#endif
