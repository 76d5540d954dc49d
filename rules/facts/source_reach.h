#ifndef GZ_SOURCE_REACH_H
#define GZ_SOURCE_REACH_H

#include "daemon/base/status.h"
#include "rules/facts/fact_work.h"

/*
 * For which facts of its sentence a source speaks.  Those of its own clause
 * are its word.  One of a clause that has no source is, too ("Acme grew and
 * Globex fell, Jane Roe said"), unless
 *
 *   - a semicolon parts them;
 *   - a conjunction leads to the source, and the fact is before it ("Acme grew,
 *     while Globex said it fell") or behind the clause that the sentence begins
 *     with ("After Globex said no, Acme grew");
 *   - the source ends what it says ("Acme grew, Globex said, but Initech
 * fell").
 */
struct gz_source_place {
    enum gz_field field;
    uint32_t sentence;
    uint32_t begin_token;  // of the match that found it
    uint32_t end_token;
};

struct gz_source_reach {
    const struct gz_fact_sources *in;
    const struct gz_clause_place *places[GZ_FIELD_COUNT];  // NULL: not open
};

/** Read the clauses of a field; begins says of each token whether a source
 * begins there.  Fails with GZ_LIMIT when the arena is full. */
enum gz_status gz_source_reach_open(struct gz_source_reach *r,
                                    enum gz_field field,
                                    const bool *begins) GZ_MUST_CHECK;

/** Whether a source has a clause with a fact of its sentence. */
bool gz_source_reach_near(const struct gz_source_reach *r,
                          const struct gz_source_place *s,
                          const struct gz_match *fact);

/** Whether a source speaks for a fact of its sentence with whose clauses no
 * source is. */
bool gz_source_reach_far(const struct gz_source_reach *r,
                         const struct gz_source_place *s,
                         const struct gz_match *fact);

#endif
