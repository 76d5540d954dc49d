#ifndef GZ_COREF_GRADE_H
#define GZ_COREF_GRADE_H

#include "rules/resolve/draft.h"

/*
 * What a mention is in its sentence, as far as the words around it tell: the
 * ranks of centering (Grosz, Joshi and Weinstein, "Centering", Computational
 * Linguistics 21, 1995) read off without a parser, as Kennedy and Boguraev do
 * ("Anaphora for everyone", COLING 1996).
 */

// How much a mention is what its sentence, and the next one, is about.
enum gz_coref_grade {
    GZ_COREF_OUTSIDE,  // "analysts at Acme", "formerly of Acme": not of Acme
    GZ_COREF_SILENT,   // "Acme declined to comment.", in a paragraph before
    GZ_COREF_ASIDE,    // "Globex, a rival of Acme, grew"
    GZ_COREF_OWNER,    // "Acme's chips": the chips are
    GZ_COREF_OBLIQUE,  // behind a preposition
    GZ_COREF_OBJECT,   // anybody else
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

/** The token at which the list begins that a mention is a part of, "Acme,
 * Globex and Initech"; of any other, its own first one. */
uint32_t gz_coref_list_begin(const struct gz_document *doc,
                             const struct gz_draft_mention *m);

#endif
