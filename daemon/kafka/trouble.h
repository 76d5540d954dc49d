#ifndef GZ_TROUBLE_H
#define GZ_TROUBLE_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"

/*
 * librdkafka's error codes as an operator meets them: what it means for the
 * worker, and in words with the remedy.
 */
enum gz_trouble {
    GZ_TROUBLE_PASSING,      // librdkafka mends it by itself
    GZ_TROUBLE_UNREACHABLE,  // no broker answers; it keeps trying
    GZ_TROUBLE_REFUSED,      // credentials or certificates
    GZ_TROUBLE_NO_TOPIC,
    GZ_TROUBLE_NO_RIGHT,   // an ACL is missing
    GZ_TROUBLE_TOO_OLD,    // the broker lacks a feature
    GZ_TROUBLE_SETTING,    // the broker does not allow what we set
    GZ_TROUBLE_TOO_LARGE,  // one record
    GZ_TROUBLE_CLOCK,      // the broker takes our time for a wrong one
    GZ_TROUBLE_RANGE,      // offsets that the broker no longer has
    GZ_TROUBLE_FENCED,     // a twin with the same name
    GZ_TROUBLE_RIVAL,      // a newer producer with our name, or our transaction
                           // timed out
    GZ_TROUBLE_FATAL,      // the client is of no more use
};

/** Classify a code of rd_kafka_resp_err_t. */
enum gz_trouble gz_trouble_of(int code);

/**
 * Whether only a person can mend it: trying again, or with a new client, would
 * end the same way.  A twin is not among it: who was merely slow looks like
 * one.
 */
bool gz_trouble_lasts(int code);

/** What a caller is told: GZ_UNAVAILABLE, GZ_DENIED, GZ_NOT_FOUND, ... */
enum gz_status gz_trouble_status(enum gz_trouble trouble);

/**
 * Write into text, at most size bytes with the NUL, what happened and what to
 * do.  reason: librdkafka's words, NULL allowed.
 */
void gz_trouble_describe(char *text, size_t size, int code, const char *reason,
                         const struct gz_config *config);

/** Report trouble with one topic in err; returns gz_trouble_status(). */
enum gz_status gz_trouble_topic(struct gz_error *err, int code,
                                const char *topic, const char *role);

#endif
