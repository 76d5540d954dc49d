#ifndef GZ_MACRO_CACHE_H
#define GZ_MACRO_CACHE_H

#include "rules/compile/pattern_compile.h"

/*
 * What macros have become, so that one that many patterns use is compiled once
 * and copied after that.  Those that capture roles are not kept: the numbers of
 * roles are those of a rule.
 */
/** Make an empty cache for the macros of a set; GZ_NO_MEMORY.  To be released
 * in any case. */
enum gz_status gz_macro_cache_init(struct gz_macro_cache *cache,
                                   const struct gz_rule_set *set) GZ_MUST_CHECK;

/** Release what a cache has. */
void gz_macro_cache_fini(struct gz_macro_cache *cache);

/** Add the states of a macro before next, and its covers, as far as they are
 * kept; false: they are to be compiled. */
bool gz_macro_cache_copy(struct gz_pattern_compiler *c, uint32_t macro,
                         uint32_t next, struct gz_part *out);

/** Keep the states of a macro that are the last from first on, if they can be:
 * compiled without a mistake before next. */
void gz_macro_cache_keep(struct gz_pattern_compiler *c, uint32_t macro,
                         uint32_t first, uint32_t next,
                         const struct gz_part *part);

#endif
