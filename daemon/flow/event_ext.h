#ifndef GZ_EVENT_EXT_H
#define GZ_EVENT_EXT_H

#include "codecs/event.h"
#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/findings.h"

/**
 * What stands under `ext` in the event of an entity: its attributes of the
 * lists, each under its own name, and under GZ_EVENT_NEAR the ids of the
 * entities that a sentence names beside it, at most
 * GZ_EVENT_CO_ENTITIES_MAX, with line ends between them.  ranked: all
 * entities, the most salient first.  In arena; GZ_LIMIT when that is full.
 */
enum gz_status gz_event_ext_build(const struct gz_findings *findings,
                                  uint32_t entity, const uint32_t *ranked,
                                  struct gz_arena *arena,
                                  struct gz_event *event) GZ_MUST_CHECK;

#endif
