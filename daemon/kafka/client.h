#ifndef GZ_CLIENT_H
#define GZ_CLIENT_H

#include <librdkafka/rdkafka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/kafka/properties.h"
#include "daemon/kafka/route.h"
#include "daemon/observe/log.h"

/*
 * What all our librdkafka clients have in common: defaults, logging, and what
 * is known of the brokers.
 *
 * Order of settings: our defaults, then the user's properties, then what the
 * engine owns, so that nobody can take the engine's ground from under it.
 *
 * Callbacks run in the thread that polls the client, or that waits for a
 * transaction of it to end; one at a time.  unreachable and errors may be read
 * by any thread.
 */
struct gz_client {
    struct gz_log *log;              // borrowed, NULL allowed
    const struct gz_config *config;  // borrowed
    const struct gz_route *route;    // borrowed; NULL for tools
    const char *name;                // client.id, borrowed
    bool calm;                       // what goes wrong is everyday: its owner
                                     // says what matters
    atomic_bool unreachable;         // no broker answers
    bool refused;                    // credentials or certificates
    char problem[512];               // in words; a refusal stays
    _Atomic uint64_t errors;         // reported so far, of any kind
    pthread_mutex_t gate;            // see gz_client_enter()
    bool left;                       // what is borrowed may be gone
};

/** Prepare the state that callbacks write to; nothing is opened. */
void gz_client_init(struct gz_client *client, const struct gz_config *config,
                    const char *name, struct gz_log *log);

/**
 * An owned configuration for a client of that kind, with callbacks that write
 * to client, which must live as long as the rd_kafka_t and not move.  NULL
 * with err filled when a property or a secret is wrong.
 */
rd_kafka_conf_t *gz_client_conf(struct gz_client *client,
                                enum gz_kafka_client kind,
                                struct gz_error *err);

/** Set what the engine owns; a refusal is a mistake of ours (asserted). */
void gz_client_own(rd_kafka_conf_t *conf, const char *name, const char *value);

/** Create a client; takes conf, also on failure.  NULL: said in err. */
rd_kafka_t *gz_client_create(rd_kafka_type_t type, rd_kafka_conf_t *conf,
                             struct gz_error *err);

/** The same for a conf of gz_client_conf(): its logs come when polled. */
rd_kafka_t *gz_client_new(rd_kafka_type_t type, rd_kafka_conf_t *conf,
                          struct gz_error *err);

/**
 * For a client that a thread is still busy with when all else is released:
 * what it borrows is not touched any more.  It must stay itself.
 */
void gz_client_leave(struct gz_client *client);

/**
 * Whether what the client borrows may be used, until gz_client_exit(), which
 * follows in any case.  For callbacks and for other threads; nests.
 */
bool gz_client_enter(struct gz_client *client);
void gz_client_exit(struct gz_client *client);

/**
 * Say why a question about a topic got no answer: what is wrong with the
 * connection, if that is known, else the code.  role: as in trouble.h.
 */
enum gz_status gz_client_no_answer(const struct gz_client *client, int code,
                                   const char *topic, const char *role,
                                   struct gz_error *err);

/** A broker answered. */
void gz_client_reached(struct gz_client *client);

/** After how long brokers abort a transaction of a producer. */
int64_t gz_client_transaction_ms(rd_kafka_t *rk);

#endif
