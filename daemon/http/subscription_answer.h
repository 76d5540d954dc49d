#ifndef GZ_SUBSCRIPTION_ANSWER_H
#define GZ_SUBSCRIPTION_ANSWER_H

#include "daemon/alert/subscription/subscription_keeper.h"
#include "daemon/http/change_condition.h"
#include "daemon/http/reply.h"

/*
 * What the keeper says of a change, in HTTP:
 *
 *     done      200 or 201, the version as ETag and in the body
 *     conflict  412; 428 when the request did not say what it changes; the
 *               present version in the words and as ETag
 *     missing   412; 404 of a removal
 *     of a file 409
 *     busy, unavailable  503, Retry-After
 */
struct gz_subscription_change {
    struct gz_change_condition condition;
    bool removes;
    bool creates;  // nothing was there when it was asked for
    char id[GZ_SUBSCRIPTION_ID_BYTES + 1];
};

/** Fill an initialised reply. */
void gz_subscription_answer(const struct gz_subscription_change *change,
                            const struct gz_keeping_answer *answer,
                            struct gz_reply *reply);

/** Set the header ETag to a version. */
void gz_subscription_answer_etag(uint64_t version, struct gz_reply *reply);

#endif
