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

// What a mention says of what its article is about, beside the 1 of each.
enum { GZ_COREF_LEAD_TITLE = 40, GZ_COREF_LEAD_FIRST = 20 };

/** The lead of a mention in a sentence, numbered as gz_draft_sentence() does:
 * that of the title, of the first sentence behind it, or 0. */
uint32_t gz_coref_lead(const struct gz_document *doc, uint32_t sentence);

/** The grade of a mention that nominal, which stands behind it, may mean. */
enum gz_coref_grade gz_coref_grade_of(const struct gz_document *doc,
                                      const struct gz_draft_mention *m,
                                      const struct gz_draft_mention *nominal);

#endif
