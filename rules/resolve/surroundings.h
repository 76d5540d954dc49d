#ifndef GZ_SURROUNDINGS_H
#define GZ_SURROUNDINGS_H

#include "daemon/base/status.h"
#include "rules/resolve/draft.h"

/*
 * What the article is about, as far as it helps to tell entities apart: the
 * countries, regions and cities that its certain names have as attributes or
 * are.
 */

/**
 * Where a list has several entities of one name and nothing spoke for any,
 * prefer the one whose surroundings the article names: at least two other
 * entities share its country, region or state, and none shares those of the
 * one that the lists prefer.  One that is preferred by far stays.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_surroundings_prefer(struct gz_draft *draft) GZ_MUST_CHECK;

/**
 * Note where organisations are from when an adjective says so: "the Chinese
 * carmaker BYD", "BYD, a Chinese carmaker".  What a list says stays.
 */
void gz_surroundings_origins(struct gz_draft *draft);

#endif
