#ifndef GZ_EVENT_FACTS_H
#define GZ_EVENT_FACTS_H

#include <stdint.h>

#include "codecs/event.h"
#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/flow/event_builder.h"

/*
 * Facts as events show them: each stands in the event of every entity that
 * takes part, with the same id.
 */

// The facts of one entity, in the order of the findings.
struct gz_event_facts {
    const struct gz_event_fact *items;
    uint32_t count;
};

/**
 * The facts of all entities: (*out)[i] belongs to findings->entities[i].  In
 * arena, borrowing from in.  The id of a fact is a hash of the article's id
 * and content, the type of the fact, who and what fills its roles, and the
 * place of its evidence, so that it is the same on every replay and under
 * every rule set that finds it.  Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status
gz_event_facts_build(const struct gz_event_sources *in, struct gz_arena *arena,
                     const struct gz_event_facts **out) GZ_MUST_CHECK;

#endif
