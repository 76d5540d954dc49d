#ifndef GZ_EVENT_EXT_H
#define GZ_EVENT_EXT_H

#include "codecs/event.h"
#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/flow/event_others.h"

/**
 * The pairs of a list such as "isin=US5949181045;ticker=MSFT", in arena with
 * room for one more; what has no key or no value is left out.  Fails with
 * GZ_LIMIT when the arena is full.
 */
enum gz_status gz_event_ext_pairs(struct gz_str list, struct gz_arena *arena,
                                  struct gz_event_pair **out,
                                  uint32_t *count) GZ_MUST_CHECK;

/**
 * What stands under `ext` in the event of an entity: its attributes of the
 * lists, each under its own name, and under GZ_EVENT_NEAR what
 * gz_event_others_near() says.  In arena; GZ_LIMIT when that is full.
 */
enum gz_status gz_event_ext_build(const struct gz_event_others *others,
                                  uint32_t entity, struct gz_arena *arena,
                                  struct gz_event *event) GZ_MUST_CHECK;

#endif
