// The table behind word_break.h.  It is generated and committed, so that a
// build needs no Unicode database and every build cuts text alike.

#include "rules/text/word_break.h"

#include "rules/text/word_break_table.inc"
