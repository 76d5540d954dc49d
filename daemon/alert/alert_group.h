#ifndef GZ_ALERT_GROUP_H
#define GZ_ALERT_GROUP_H

#include "daemon/alert/alert_run.h"

/**
 * What an event that a subscription matched says to each of its groups, in the
 * engine's arena: for each set of facts with the same values of `group_by` one
 * plan, or one for the event as a whole.
 */
enum gz_status gz_alert_group_plan(struct gz_alert_run *run, uint64_t facts,
                                   struct gz_alert_hit_plan **out,
                                   uint32_t *count) GZ_MUST_CHECK;

/** A group with one more pair, in arena; ptr NULL when that is full. */
struct gz_str gz_alert_group_add(struct gz_arena *arena, struct gz_str group,
                                 struct gz_str key, struct gz_str value);

/** The pairs of a group, in arena; borrowed from group. */
enum gz_status gz_alert_group_pairs(struct gz_str group, struct gz_arena *arena,
                                    const struct gz_event_pair **out,
                                    uint32_t *count) GZ_MUST_CHECK;

#endif
