#ifndef GZ_SUBSCRIPTION_LARGE_H
#define GZ_SUBSCRIPTION_LARGE_H

#include "daemon/alert/subscription/subscription_cut.h"
#include "daemon/alert/subscription/subscription_file.h"

/*
 * The subscriptions of a large file, part by part: each is read, packed and
 * let go before the next, so that memory is that of the text and of packed
 * subscriptions, and parts are read at the same time.
 */

/**
 * Read all parts into file, on so many threads; says nothing of mistakes, only
 * that there is one.  On failure file may hold some.
 */
enum gz_status
gz_subscription_large_read(struct gz_subscription_file *file,
                           const struct gz_subscription_cut *cut,
                           const struct gz_subscription_context *context,
                           unsigned threads) GZ_MUST_CHECK;

/**
 * Say what is wrong with the parts, in order: with their YAML, or, when nothing
 * is, with what they say.  On one thread, as only one order is right.
 */
enum gz_status
gz_subscription_large_report(struct gz_subscription_file *file,
                             const struct gz_subscription_cut *cut,
                             const struct gz_subscription_context *context,
                             struct gz_error *err) GZ_MUST_CHECK;

#endif
