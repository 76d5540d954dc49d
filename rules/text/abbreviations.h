#ifndef GZ_ABBREVIATIONS_H
#define GZ_ABBREVIATIONS_H

#include <stdbool.h>

#include "daemon/base/str.h"

/*
 * Words of newspapers that decide whether a full stop ends a sentence: known
 * abbreviations by what may follow them, and words that open sentences.
 * English first, with what German, French and Spanish news adds.
 */
enum gz_abbreviation {
    GZ_ABBREVIATION_NONE,
    GZ_ABBREVIATION_INNER,   // "Mr.", "vs.": never ends a sentence
    GZ_ABBREVIATION_NAME,    // "Inc.", "U.S.": ends one before an opener
    GZ_ABBREVIATION_NUMBER,  // "No.": ends one unless a number follows
    GZ_ABBREVIATION_TIME,    // "p.m.": ends one unless a day or zone follows
};

/** What a word means before a stop; dotted ones come with theirs ("U.S."). */
enum gz_abbreviation gz_abbreviation_of(struct gz_str word);

/** Whether a capitalised word opens sentences more than names ("The"). */
bool gz_abbreviation_opener(struct gz_str word);

/** Whether a word follows a time of day: "Monday", "GMT". */
bool gz_abbreviation_zone(struct gz_str word);

/** Whether a word is a German month, before which "3." is a day. */
bool gz_abbreviation_month(struct gz_str word);

#endif
