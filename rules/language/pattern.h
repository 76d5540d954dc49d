#ifndef GZ_PATTERN_H
#define GZ_PATTERN_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * A pattern as its author wrote it: a tree over the tokens of a sentence.
 * gazetted-rules(5) has the grammar.  The tree knows nothing of lists, types
 * or roles but their names; what they mean is rule_set.h's business.
 */
enum gz_pattern_kind {
    GZ_PATTERN_SEQUENCE,  // children one after the other, maybe none
    GZ_PATTERN_CHOICE,    // one of the children, at least two
    GZ_PATTERN_WORD,      // text in any case; may be cut into tokens
    GZ_PATTERN_FORMS,     // word~: any form of text
    GZ_PATTERN_LITERAL,   // "text": exactly so; may be cut into tokens
    GZ_PATTERN_REGEX,     // /text/: one token, the whole of it
    GZ_PATTERN_TYPE,      // <text>: a mention or value of that type
    GZ_PATTERN_LIST,      // $text: a phrase of that list, the longest
    GZ_PATTERN_MACRO,     // %text: another pattern
    GZ_PATTERN_NUMBER,    // #: a number in digits or words
    GZ_PATTERN_GAP,       // ..n: 0 to gap_max tokens, as few as will do
    GZ_PATTERN_FIRST,     // ^: the begin of a sentence
    GZ_PATTERN_LAST,      // $: its end
};

#define GZ_PATTERN_REPEAT_MAX 8  // what * and + stop at, and the most in {}
#define GZ_PATTERN_GAP_MAX 30    // what .. without a number means
#define GZ_PATTERN_DEPTH_MAX 32
#define GZ_PATTERN_NODES_MAX 4096
#define GZ_PATTERN_BYTES_MAX 65536

struct gz_pattern {
    enum gz_pattern_kind kind;
    uint8_t repeat_min;  // 1 and 1 without a quantifier
    uint8_t repeat_max;
    uint16_t gap_max;
    uint32_t pack;        // that it was written in: its names are those there
    struct gz_str text;   // without its marks, escapes undone
    struct gz_str role;   // of a capture, else empty
    uint32_t begin_byte;  // half open, in the pattern's text
    uint32_t end_byte;
    const struct gz_pattern *first;  // child
    const struct gz_pattern *next;   // sibling
};

// Where a pattern stands, for errors; see text_place.h.
struct gz_pattern_source {
    const struct gz_source *src;  // borrowed
    // Where text stands in src; SIZE_MAX where its bytes do not stand there
    // one for one (an escaped YAML string): then they are searched for in the
    // range, and where that fails the whole range is marked.
    size_t at_byte;
    size_t begin_byte;
    size_t end_byte;
    uint32_t pack;       // number, in its set
    struct gz_str text;  // as parsed, to find its bytes in the range; or empty
};

/**
 * Parse one pattern, in arena.  Every mistake that allows to go on is in err,
 * marked in its source.  The tree borrows from text.
 * Fails with GZ_INVALID, or GZ_LIMIT when the arena is full.
 */
enum gz_status gz_pattern_parse(struct gz_str text,
                                const struct gz_pattern_source *where,
                                struct gz_arena *arena,
                                const struct gz_pattern **out,
                                struct gz_error *err) GZ_MUST_CHECK;

/**
 * Append a pattern as text: parsing that gives the same tree.  Failure sticks
 * in out.
 */
void gz_pattern_print(const struct gz_pattern *pattern, struct gz_buffer *out);

/**
 * A copy of a pattern, and of its siblings, with another node in the place of
 * one part; texts are shared.  In arena; NULL when that is full.
 */
const struct gz_pattern *gz_pattern_replace(const struct gz_pattern *pattern,
                                            const struct gz_pattern *part,
                                            const struct gz_pattern *with,
                                            struct gz_arena *arena);

/** The source range of a part of a pattern, for errors. */
void gz_pattern_place(const struct gz_pattern *part,
                      const struct gz_pattern_source *where, size_t *begin_byte,
                      size_t *end_byte);

#endif
