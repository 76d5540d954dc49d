#ifndef GZ_CLAUSES_H
#define GZ_CLAUSES_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/text/document.h"

/*
 * Where one clause of a sentence ends and another begins: at a semicolon, at a
 * quotation mark, at a word of the class clause_break, at ", but", at an "and"
 * or "but" with a subject of its own behind it, and at a conjunction such as
 * "after" with one: "after the meeting" begins none.  A clause that a sentence
 * begins with, and what begins with an opener such as "despite", ends at a
 * comma with a subject behind it: "After Acme fell, Globex rose".
 */

/** Whether tokens begin..end of a passage hold a break.  subject says whether
 * a mention begins at a token, and is asked behind a conjunction. */
bool gz_clauses_break(const struct gz_passage *passage, uint32_t begin_token,
                      uint32_t end_token,
                      bool (*subject)(const void *context, uint32_t token),
                      const void *context);

// Where a token stands in its passage, from 0 on.
struct gz_clause_place {
    uint32_t clause;
    uint32_t part;  // what semicolons part
};

/** Number the clauses of a passage, which quotation marks do not part:
 * out[token] is where a token stands.  subject as above. */
void gz_clauses_number(const struct gz_passage *passage,
                       bool (*subject)(const void *context, uint32_t token),
                       const void *context, struct gz_clause_place *out);

/** Whether a token is a word as "and" or "but". */
bool gz_clauses_joint(const struct gz_passage *passage, uint32_t token);

#endif
