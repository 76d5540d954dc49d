#ifndef GZ_ALERT_MATCH_H
#define GZ_ALERT_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "codecs/event.h"
#include "daemon/alert/subscription/subscription.h"

#define GZ_ALERT_MATCH_FACTS 64  // of an event that are looked at

/**
 * Whether an event concerns a subscription: entities, facts, condition,
 * company, language and source.  *facts gets a bit for each fact that does,
 * none when the event as a whole does.
 */
bool gz_alert_match(const struct gz_subscription_view *view,
                    const struct gz_event *event, uint64_t *facts);

/** Whether another entity is named by the article, or by a sentence that
 * names the event's too (as far as the event tells: see GZ_EVENT_NEAR). */
bool gz_alert_match_with(const struct gz_event *event, struct gz_str other,
                         enum gz_subscription_scope scope);

/** Whether a fact is as asked for, with an entity in the anchor role. */
bool gz_alert_match_fact(const struct gz_subscription_fact *asked,
                         const struct gz_event_fact *fact,
                         struct gz_str entity);

/** Whether an article's language is one of those wanted, or below one; any
 * is when none is wanted. */
bool gz_alert_match_language(struct gz_packed wanted, struct gz_str language);

#endif
