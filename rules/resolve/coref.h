#ifndef GZ_COREF_H
#define GZ_COREF_H

#include "daemon/base/status.h"
#include "rules/match/matcher.h"
#include "rules/resolve/draft.h"

/*
 * "The company", "the Chinese carmaker", "she": mentions of an entity that the
 * text named before, by rules that say of what type it must be.  The nearest
 * sentence that has one wins, up to GZ_COREF_SENTENCES back, and in it the
 * entity that begins it, if it is an earlier one, else the one that the article
 * is most about; an owner ("Acme's chips") only if there is no other.  For
 * nouns, who only declined to comment, paragraphs ago, counts last.
 */
enum { GZ_COREF_SENTENCES = 5 };

/**
 * Add what coref rules matched, where an entity fits.  A mention that is there
 * already stands: only the name of a country may be inside.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_coref_add(struct gz_draft *draft,
                            const struct gz_matches *matches) GZ_MUST_CHECK;

#endif
