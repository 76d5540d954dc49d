#ifndef GZ_PATTERN_LEXER_H
#define GZ_PATTERN_LEXER_H

#include <stdbool.h>

#include "rules/language/pattern.h"

/*
 * Cuts the text of a pattern into its parts: words, literals, <types>, marks
 * of the grammar.  What is wrong inside a part is reported here, marked by
 * its very bytes; what is wrong with their order is the parser's business.
 */
enum gz_pattern_part {
    GZ_PATTERN_PART_ATOM,        // token.node says which
    GZ_PATTERN_PART_ROLE,        // name and colon; token.node.role
    GZ_PATTERN_PART_QUANTIFIER,  // token.node.repeat_min and _max
    GZ_PATTERN_PART_OPEN,
    GZ_PATTERN_PART_CLOSE,
    GZ_PATTERN_PART_OR,
    GZ_PATTERN_PART_BAD,  // reported; stands for an atom
    GZ_PATTERN_PART_END,
};

struct gz_pattern_token {
    enum gz_pattern_part part;
    bool space_before;
    struct gz_pattern node;  // its range, and what part says
};

struct gz_pattern_lexer {
    struct gz_str text;
    size_t at;
    const struct gz_pattern_source *where;
    struct gz_arena *arena;
    struct gz_error *err;
    uint32_t mistakes;
    enum gz_status status;  // GZ_OK, GZ_INVALID or GZ_LIMIT
};

// Beyond so many mistakes a pattern is no pattern; the rest is not read.
#define GZ_PATTERN_MISTAKES_MAX 10

/** The next part; GZ_PATTERN_PART_END for ever once the text is at its end,
 * or there were too many mistakes or no memory. */
struct gz_pattern_token gz_pattern_lexer_next(struct gz_pattern_lexer *lexer);

/** Report a mistake in bytes begin..end of the text. */
void gz_pattern_lexer_report(struct gz_pattern_lexer *lexer, size_t begin_byte,
                             size_t end_byte, const char *fmt, ...)
    GZ_PRINTF(4, 5);

/** A part, or an atom, from begin_byte to where the lexer is. */
struct gz_pattern_token
gz_pattern_lexer_token(const struct gz_pattern_lexer *lexer,
                       enum gz_pattern_part part, size_t begin_byte);
struct gz_pattern_token
gz_pattern_lexer_atom(const struct gz_pattern_lexer *lexer,
                      enum gz_pattern_kind kind, size_t begin_byte,
                      struct gz_str text);

/** The beginning of a text that is too long for a message. */
struct gz_str gz_pattern_lexer_clip(struct gz_str text);

#endif
