#ifndef GZ_VALUE_NOUN_H
#define GZ_VALUE_NOUN_H

#include "rules/values/value_number.h"

/*
 * What is counted: the plural that follows a number, perhaps behind
 * adjectives, as its singular in small letters: "10,000 new jobs" is of "job".
 * It takes only what plainly is a noun: the words around a number in a name
 * or a score make no count.  German nouns stay as they are written.
 */

/** Whether a number behind token i stands for itself: no part of a name, as in
 * "iPhone 15 users". */
bool gz_value_noun_leads(const struct gz_value_work *w, uint32_t i);

/** Whether token i is a plural in small letters. */
bool gz_value_noun_plural(const struct gz_value_work *w, uint32_t i);

/** The noun behind a number, in arena; *end is behind it. */
bool gz_value_noun_read(struct gz_value_work *w,
                        const struct gz_value_number *n, struct gz_str *unit,
                        uint32_t *end);

#endif
