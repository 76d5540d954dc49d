#ifndef GZ_COREF_GRADE_H
#define GZ_COREF_GRADE_H

#include "rules/resolve/draft.h"

/*
 * Of those whom "the company" could mean, who is more likely.
 */

// How much a mention is what its sentence, and the next one, is about.
enum gz_coref_grade {
    GZ_COREF_SILENT,  // "Acme declined to comment.", in a paragraph before
    GZ_COREF_OWNER,   // "Acme's chips": the chips are
    GZ_COREF_OTHER,
    GZ_COREF_SUBJECT,  // who begins the sentence
};

/** The grade of a mention that nominal, which stands behind it, may mean. */
enum gz_coref_grade gz_coref_grade_of(const struct gz_document *doc,
                                      const struct gz_draft_mention *m,
                                      const struct gz_draft_mention *nominal);

#endif
