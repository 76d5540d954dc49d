#ifndef GZ_EXCHANGE_H
#define GZ_EXCHANGE_H

#include "daemon/http/reply.h"

/*
 * One request and its answer, for handlers that cannot answer at once, and for
 * streams, which have to say when there is more.
 */
struct gz_exchange;

/**
 * Answer later: the reply of the handler is ignored, and the exchange lives
 * until gz_exchange_finish().  Loop thread, within the handler.
 */
void gz_exchange_defer(struct gz_exchange *x);

/**
 * Answer now, exactly once after gz_exchange_defer(), any thread.  Takes what
 * reply holds.  When the client has gone or the time is over the reply is
 * dropped, its stream closed.  x is no longer the caller's, unless the reply
 * is a stream: then until that is closed.
 */
void gz_exchange_finish(struct gz_exchange *x, struct gz_reply *reply);

/** The stream has more; any thread, from finish to the stream's close. */
void gz_exchange_wake(struct gz_exchange *x);

#endif
