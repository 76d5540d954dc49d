#ifndef GZ_GRAMMAR_KEYS_H
#define GZ_GRAMMAR_KEYS_H

#include "rules/language/rule_shape.h"

/** What stands under `grammar` in a rule file: each class of grammar.h with its
 * words. */
extern const struct gz_rule_shape gz_grammar_keys;

#endif
