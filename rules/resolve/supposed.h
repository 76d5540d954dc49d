#ifndef GZ_SUPPOSED_H
#define GZ_SUPPOSED_H

#include "daemon/base/status.h"
#include "rules/language/rule_set.h"
#include "rules/resolve/draft.h"
#include "rules/values/values.h"

/*
 * Names that neither a list nor a rule knows: words in capitals where a
 * sentence has none of its own, as in "rents halls from Zembla".  Packs say of
 * what type such a name is supposed to be.  Only rules of facts see it, and it
 * stays where a fact has it beside somebody who is known.
 *
 * Up to four words of the body are such a name, but not one word that begins a
 * sentence, unless it is a name elsewhere; nor a kind of thing ("H20"); nor
 * what touches another name, is part of one or owns something.
 */
struct gz_supposed;

/** An owned finder for a rule set (NULL allowed), which any number of threads
 * may share, or NULL when out of memory. */
struct gz_supposed *gz_supposed_new(const struct gz_rule_set *rules);

/** Release it; NULL allowed. */
void gz_supposed_free(struct gz_supposed *s);

/**
 * Add what is supposed to be a name to a draft in which all other mentions
 * are; values are those of each field.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_supposed_find(const struct gz_supposed *s,
                                const struct gz_values values[GZ_FIELD_COUNT],
                                struct gz_draft *draft) GZ_MUST_CHECK;

/**
 * Take those out of findings that no fact has; the others are entities like
 * any.  Facts and mentions are changed in place.  Fails as above.
 */
enum gz_status gz_supposed_settle(struct gz_findings *findings,
                                  struct gz_arena *arena,
                                  struct gz_extract_trace *trace) GZ_MUST_CHECK;

#endif
