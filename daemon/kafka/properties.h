#ifndef GZ_PROPERTIES_H
#define GZ_PROPERTIES_H

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"

struct rd_kafka_conf_s;  // rd_kafka_conf_t

// What a transaction has left for its commit when that is due.  Whoever takes
// over from a dead worker waits for the end of its transaction, too: that must
// not come much later than the end of its session.
#define GZ_KAFKA_COMMIT_TIME_MS 8000

/*
 * The pairs under `kafka:` and `kafka_secrets:` on their way to librdkafka.
 * All of its properties may be set but those that the engine owns, that run
 * programs or load code, and that hold a secret inline.
 */
enum gz_kafka_client {
    GZ_KAFKA_CONSUMER,
    GZ_KAFKA_PRODUCER,
    GZ_KAFKA_ADMIN,  // what consumers and producers have in common
};

/**
 * Judge every pair: known names, allowed values, readable secrets, verified
 * certificates.  Every mistake is in err with its place.
 * Fails with GZ_INVALID or GZ_NO_MEMORY.
 */
enum gz_status gz_kafka_properties_check(const struct gz_config *config,
                                         struct gz_error *err) GZ_MUST_CHECK;

/**
 * Set the pairs that concern this kind of client, secrets included, on an
 * rd_kafka_conf_t.  Call it before the engine sets what it owns.
 * Fails as above, or with the status of gz_secret_read().
 */
enum gz_status gz_kafka_properties_apply(struct rd_kafka_conf_s *conf,
                                         enum gz_kafka_client client,
                                         const struct gz_config *config,
                                         struct gz_error *err) GZ_MUST_CHECK;

#endif
