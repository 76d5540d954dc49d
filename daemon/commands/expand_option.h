#ifndef GZ_EXPAND_OPTION_H
#define GZ_EXPAND_OPTION_H

#include <stdbool.h>

/**
 * Read the argument of --expand, "all" or rules of alias_rules.h with commas
 * between, into a set of them, an unsigned: for gz_option_call().  False for a
 * mistake, which is said on standard error.
 */
bool gz_expand_option_read(void *rules, char *text);

#endif
