#ifndef GZ_SUBSCRIPTION_PACK_H
#define GZ_SUBSCRIPTION_PACK_H

#include "daemon/alert/subscription/subscription.h"
#include "daemon/base/buffer.h"

/*
 * The packed form of a subscription: for each member that differs from its
 * default, in the order of one table, a tag and its value.  Numbers are
 * varints as in binary.h; texts and lists carry their length.
 *
 * It lives in memory only: what is kept elsewhere is JSON.
 */

/** A view of which all is at its default. */
void gz_subscription_pack_defaults(struct gz_subscription_view *out);

/** Append the packed form of view to out; failure sticks there. */
void gz_subscription_pack(const struct gz_subscription_view *view,
                          struct gz_buffer *out);

/** Append a text as one of a packed list. */
void gz_subscription_pack_text(struct gz_buffer *list, struct gz_str text);

/** Append a number, as those of the texts of a role. */
void gz_subscription_pack_count(struct gz_buffer *list, int64_t count);

/** Take the view out of packed bytes; borrowed from them. */
void gz_subscription_pack_look(struct gz_str packed,
                               struct gz_subscription_view *out);

#endif
