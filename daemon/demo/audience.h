#ifndef GZ_AUDIENCE_H
#define GZ_AUDIENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * What the demonstration prints: articles as they are fed, events as they
 * come back, counts.  Use from one thread.
 */
struct gz_audience;

/** An owned audience; release with gz_audience_free(). */
enum gz_status gz_audience_new(uint64_t fingerprint, bool colours,
                               struct gz_audience **out,
                               struct gz_error *err) GZ_MUST_CHECK;
void gz_audience_free(struct gz_audience *a);

/** An article was fed. */
void gz_audience_article(struct gz_audience *a, struct gz_str name);

/** An event came; fails when it cannot be decoded. */
enum gz_status gz_audience_event(struct gz_audience *a, struct gz_str value,
                                 struct gz_error *err) GZ_MUST_CHECK;

/** Events shown so far. */
uint64_t gz_audience_events(const struct gz_audience *a);

/** Print the counts so far. */
void gz_audience_counts(const struct gz_audience *a, int64_t articles,
                        int64_t dead_letters);

#endif
