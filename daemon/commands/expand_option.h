#ifndef GZ_EXPAND_OPTION_H
#define GZ_EXPAND_OPTION_H

/**
 * Read the argument of --expand, "all" or rules of alias_rules.h with commas
 * between, into a set.  Returns an exit status; a mistake is said on standard
 * error.
 */
int gz_expand_option_read(const char *text, unsigned *rules);

#endif
