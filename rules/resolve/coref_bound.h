#ifndef GZ_COREF_BOUND_H
#define GZ_COREF_BOUND_H

#include "rules/resolve/draft.h"

// No clause is longer: what keeps time linear in a text of one endless
// sentence.
enum { GZ_COREF_BOUND_TOKENS = 40 };

/**
 * Whether a nominal cannot mean a mention's entity because both have a part in
 * what one verb says: "Acme owns 7% of the cloud provider", "The chipmaker sued
 * Acme".  Words that begin another clause, verbs of saying and marks part them;
 * an owner ("Acme's boss sold the company") has no part itself.
 */
bool gz_coref_bound(const struct gz_document *doc,
                    const struct gz_draft_mention *m,
                    const struct gz_draft_mention *nominal);

/**
 * Whether a mention begins a clause, and so is the subject of its verb.
 */
bool gz_coref_begins_clause(const struct gz_document *doc,
                            const struct gz_draft_mention *m);

// Which subject before it, in its sentence, a pronoun goes on about.
enum gz_coref_going {
    GZ_COREF_GOES_NOWHERE,
    GZ_COREF_GOES_FIRST,  // the first
    GZ_COREF_GOES_LAST,   // that of the clause before
};

/**
 * Which subject a pronoun goes on about: behind a clause that came first ("When
 * Acme hired Globex, it ...") and behind what somebody also says ("Jane Roe met
 * John Doe and said she ...") the first one, behind "Acme said it" and "as it"
 * the last one.
 */
enum gz_coref_going gz_coref_goes_on(const struct gz_document *doc,
                                     const struct gz_draft_mention *pronoun);

#endif
