#ifndef GZ_TOPIC_PROBE_H
#define GZ_TOPIC_PROBE_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"

/*
 * Whether the topics that the daemon works with are there, asked before it
 * joins its group: a missing topic is said at once and by name, and never
 * made by the asking.
 */

/**
 * Ask for all three, each with timeout_ms.  rk: a consumer, which does not
 * create topics by asking for them.
 * GZ_UNAVAILABLE: no answer; err is untouched.  GZ_NOT_FOUND or GZ_DENIED:
 * every topic concerned is in err, with the remedy.
 */
enum gz_status gz_topic_probe(rd_kafka_t *rk, const struct gz_config *config,
                              int timeout_ms,
                              struct gz_error *err) GZ_MUST_CHECK;

/**
 * Whether the cluster, which has answered before, is librdkafka's stand-in.  It
 * accepts transactions, but shows them before they are committed and forgets
 * their offsets.
 */
bool gz_topic_probe_stand_in(rd_kafka_t *rk, int timeout_ms);

#endif
