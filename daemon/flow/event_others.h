#ifndef GZ_EVENT_OTHERS_H
#define GZ_EVENT_OTHERS_H

#include "codecs/event.h"
#include "codecs/event_encode.h"
#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/findings.h"

/*
 * What the events of an article say of each other's entities.  All of them
 * list nearly the same ids, so these are put in order and encoded once.
 */
#define GZ_EVENT_CO_ENTITIES_MAX 64

struct gz_event_others {
    const struct gz_findings *findings;
    struct gz_arena *arena;
    const uint32_t *ranked;  // entities by salience, the most salient first
    const uint32_t *ranks;   // of each entity: its place in ranked
    // The ids of the first ones, one more than an event lists at most.
    struct gz_event_ids ids;
    uint64_t *near;  // bits by rank; all zero between calls
};

/** Order the entities, in arena.  Fails with GZ_LIMIT when that is full. */
enum gz_status gz_event_others_init(struct gz_event_others *o,
                                    const struct gz_findings *findings,
                                    struct gz_arena *arena) GZ_MUST_CHECK;

/**
 * The ids of the other entities of the article than one, the most salient
 * first, at most GZ_EVENT_CO_ENTITIES_MAX: co_entities of its event.  They are
 * the list of all, but for one.
 */
void gz_event_others_list(const struct gz_event_others *o, uint32_t entity,
                          struct gz_event *event);

/**
 * The ids of the entities that a sentence names beside one, in the same order,
 * at most GZ_EVENT_CO_ENTITIES_MAX, with line ends between them: GZ_EVENT_NEAR
 * of its event.  In arena; GZ_LIMIT when that is full.
 */
enum gz_status gz_event_others_near(const struct gz_event_others *o,
                                    uint32_t entity,
                                    struct gz_str *out) GZ_MUST_CHECK;

#endif
