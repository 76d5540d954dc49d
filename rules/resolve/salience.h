#ifndef GZ_SALIENCE_H
#define GZ_SALIENCE_H

#include <stdint.h>

#include "rules/findings.h"

/**
 * Weigh one entity: how much the article is about it.  The score, 0..1, is
 * the sum of a term for standing in the title, one for standing in the first
 * sentence of the body, one for how often it is mentioned beside the most
 * mentioned entity of the article, and one for the roles that it has in
 * facts, which takes of what the others leave: up to half, with four roles.
 *
 * mentions: all of the article; indices: count of them, those of the entity;
 * most: mentions of the most mentioned entity, at least count.
 */
struct gz_salience gz_salience_of(const struct gz_mention *mentions,
                                  const uint32_t *indices, uint32_t count,
                                  uint32_t most, uint32_t roles);

#endif
