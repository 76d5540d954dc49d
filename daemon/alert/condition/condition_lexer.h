#ifndef GZ_CONDITION_LEXER_H
#define GZ_CONDITION_LEXER_H

#include <stdbool.h>

#include "daemon/base/str.h"

// What a condition is made of.
enum gz_condition_token_kind {
    GZ_CONDITION_END,
    GZ_CONDITION_WORD,    // letters, digits and _ - / : inside
    GZ_CONDITION_DIGITS,  // a number with what is written onto it: 500m
    GZ_CONDITION_QUOTED,
    GZ_CONDITION_SIGN,  // ( ) [ ] , . == != < <= > >=
    GZ_CONDITION_BAD,   // a quote without an end, or any other byte
};

struct gz_condition_token {
    enum gz_condition_token_kind kind;
    struct gz_str text;  // a part of the condition; quotes included
};

/** Cut the next token off *rest, white space before it skipped. */
struct gz_condition_token gz_condition_lexer_next(struct gz_str *rest);

#endif
