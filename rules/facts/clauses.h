#ifndef GZ_CLAUSES_H
#define GZ_CLAUSES_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/language/rule_set.h"
#include "rules/text/document.h"

/*
 * Where one clause of a sentence ends and another begins: at a semicolon, at a
 * quotation mark, at a word of the packs' clause_breaks, at ", but", and at an
 * "and" or "but" with a subject of its own behind it.
 *
 * Immutable; any number of threads may read.
 */
struct gz_clauses;

/** An owned reader of clauses for a rule set (NULL allowed), or NULL when out
 * of memory. */
struct gz_clauses *gz_clauses_new(const struct gz_rule_set *rules);

/** Release it; NULL allowed. */
void gz_clauses_free(struct gz_clauses *c);

/** Whether tokens begin..end of a passage hold a break.  subject says whether
 * a mention begins at a token, and is asked behind an "and". */
bool gz_clauses_break(const struct gz_clauses *c,
                      const struct gz_passage *passage, uint32_t begin_token,
                      uint32_t end_token,
                      bool (*subject)(const void *context, uint32_t token),
                      const void *context);

/** Whether a token is "and" or "but". */
bool gz_clauses_joint(const struct gz_clauses *c,
                      const struct gz_passage *passage, uint32_t token);

#endif
