#ifndef GZ_COREF_H
#define GZ_COREF_H

#include "daemon/base/status.h"
#include "rules/match/matcher.h"
#include "rules/resolve/draft.h"

/*
 * "The company", "the Chinese carmaker", "she": mentions of an entity that the
 * text named before, by rules that say of what type it must be.
 *
 * Whom a mention may mean is ranked as in centering (see coref_grade.h): the
 * nearest sentence that names one who fits, up to GZ_COREF_SENTENCES back; in
 * it the highest grade, subject before object before those behind prepositions,
 * owners and asides; then whom the article names twice as much, in title and
 * first sentence above all; then, of subjects and objects, the first.  Where
 * two are still alike, or stand in one list ("Acme and Globex"), nobody is
 * meant: a wrong link makes wrong facts, and no link makes none.
 *
 * Who does not fit is of another type, country, trade or gender, has a part in
 * what the same verb says, or is known only as what others work for ("analysts
 * at Acme").  Somebody whom no list knows is a candidate too, when a rule finds
 * one (role "nobody") or when "the company" itself was not resolved: who means
 * that one means nobody known.
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
