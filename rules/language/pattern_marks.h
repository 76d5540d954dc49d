#ifndef GZ_PATTERN_MARKS_H
#define GZ_PATTERN_MARKS_H

#include "rules/language/pattern_lexer.h"

/*
 * The parts of a pattern that begin with a mark and have more in them than
 * that.  Each is read from that mark on, and its mistakes are reported.
 */

/** "literal" or /regex/; mark is the quote or the slash. */
struct gz_pattern_token gz_pattern_marks_marked(struct gz_pattern_lexer *lexer,
                                                char mark);

/** <Type> or <role:Type>. */
struct gz_pattern_token gz_pattern_marks_type(struct gz_pattern_lexer *lexer);

/** $list, or a "$" alone: the sentence's end; %macro. */
struct gz_pattern_token gz_pattern_marks_named(struct gz_pattern_lexer *lexer,
                                               char sign);

/** .. or ..n. */
struct gz_pattern_token gz_pattern_marks_dots(struct gz_pattern_lexer *lexer);

/** {m}, {m,}, {,n} or {m,n}. */
struct gz_pattern_token gz_pattern_marks_braces(struct gz_pattern_lexer *lexer);

/** A quantifier from begin_byte to where the lexer is. */
struct gz_pattern_token
gz_pattern_marks_quantifier(const struct gz_pattern_lexer *lexer,
                            size_t begin_byte, uint32_t min, uint32_t max);

#endif
