#ifndef GZ_ITEM_CHAIN_H
#define GZ_ITEM_CHAIN_H

#include "rules/match/match_walk.h"

/*
 * Items that a text lists: "A and B", "A, B or C", "the A, the B, and C".
 * The last ones are joined by "and", "or" or "&", those before by these or
 * commas; each may have "the" before it, or what it is: "the Dutch bank",
 * "its rival", "state-owned".  What joins may lead to whom the list leaves out:
 * "A, B and others".  Without a word that joins it is no list:
 * in "Paris, France" one explains the other.  Nor is it one of two with a comma
 * before the word, or between two verbs: in "A beat B, and C fell" and in "A
 * fined B and C fell" another clause begins with C.
 *
 * At each place the longest item of the type is taken.
 */
#define GZ_ITEM_CHAIN_MAX 16

struct gz_item_chain {
    uint32_t items[GZ_ITEM_CHAIN_MAX];  // numbers of items
    bool closed[GZ_ITEM_CHAIN_MAX];     // the list may end behind it
    uint32_t count;
};

/** Whether an item is of a type that a state asks for. */
bool gz_item_chain_fits(const struct gz_walk *w, const struct gz_state *s,
                        uint32_t item);

/** Where the next item of a list may begin behind the end of one, an article
 * before it not counted; or GZ_TRAIT_RUN_NONE. */
uint32_t gz_item_chain_behind(const struct gz_field_view *v,
                              const struct gz_known_keys *known, uint32_t end);

/** Where the name begins that "chipmaker", "the Dutch bank" or the like at a
 * place describes; where nothing does, the place itself. */
uint32_t gz_item_chain_described(const struct gz_field_view *v, uint32_t place);

/** The longest list that begins with an item, maybe of it alone. */
void gz_item_chain_follow(const struct gz_walk *w, const struct gz_state *s,
                          uint32_t item, struct gz_item_chain *out);

#endif
