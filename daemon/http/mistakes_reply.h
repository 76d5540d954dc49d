#ifndef GZ_MISTAKES_REPLY_H
#define GZ_MISTAKES_REPLY_H

#include "daemon/base/error.h"
#include "daemon/http/reply.h"

/**
 * Refuse what a request sent because of all the mistakes in err:
 *
 *     {"error": "WHAT has 2 mistakes; body:1:8: ...", "remedy": ...,
 *      "mistakes": [{"line": 1, "column": 8, "error": ...}, ...]}
 *
 * A mistake without a place has neither line nor column.  body: what was read,
 * to which the marks of err belong.  what: "the subscription", say.
 */
void gz_mistakes_reply(struct gz_reply *reply, unsigned status,
                       const char *what, struct gz_str body,
                       const struct gz_error *err, const char *remedy);

#endif
