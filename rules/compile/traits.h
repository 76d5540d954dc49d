#ifndef GZ_TRAITS_H
#define GZ_TRAITS_H

#include <stdint.h>

#include "rules/compile/automaton.h"

/*
 * A trait is what a state asks of the token at which it begins: to be the word
 * "said", to be capitalized, to begin a phrase of a list or an item of some
 * types.  Equal ones of all patterns are one trait, so that a text is asked
 * for each of them once, whatever the number of rules.
 *
 * Types are traits of a group of rules, since what items there are changes
 * from one group to the next.
 */
enum gz_trait_known {
    // Those of classes come first, with the numbers of enum gz_token_class.
    GZ_TRAIT_INITIAL = GZ_CLASS_COUNT,
    GZ_TRAIT_NUMBER,
    GZ_TRAIT_KNOWN,  // the first of those that rules bring
};

// Numbers in an array, from first on.
struct gz_trait_span {
    uint32_t first;
    uint32_t count;
};

struct gz_trait {
    uint32_t state;  // one that asks for it
    uint32_t group;  // of the rules that ask for a type
    // Units of which it is among the rarest things that they need, in
    // trait_units.
    struct gz_trait_span units;
};

// A trait that a word has if it is spelt so; no letters: however it is spelt.
struct gz_word_trait {
    uint32_t trait;
    struct {
        uint32_t first;  // byte of the table's letters
        uint32_t count;
    } letters;
};

#endif
