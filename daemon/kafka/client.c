#include "daemon/kafka/client.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/kafka/trouble.h"

enum { REASON_BYTES = 512, NUMBER_BYTES = 32 };

// Statistics are how we learn that a broker is back: never off.
#define STATISTICS_MS "2000"

static const char COMPONENT[] = "kafka";

struct preset {
    const char *name;
    const char *value;
};

// A call that waits for a coordinator may go on only when some connection of
// its client changes its state (requests.h), and after the death of a broker
// that is the next try to reach it: at most so long the output stands still
// longer than the brokers do.
static const struct preset common_presets[] = {
    {"socket.nagle.disable", "true"},
    {"log.connection.close", "false"},
    {"statistics.interval.ms", STATISTICS_MS},
    {"reconnect.backoff.max.ms", "500"},
    {NULL, NULL},
};

// The queue limits are terms of the memory formula in worker.h.  A heartbeat is
// how a member learns of a rebalance: until the last of them has, partitions
// of one that left stand still.  With the session that makes 10 s for those of
// one that died.
static const struct preset consumer_presets[] = {
    {"check.crcs", "true"},
    {"isolation.level", "read_committed"},
    {"queued.max.messages.kbytes", "32768"},
    {"fetch.max.bytes", "8388608"},
    {"session.timeout.ms", "9000"},
    // How long a group waits for a member that does not answer, too.
    {"max.poll.interval.ms", "60000"},
    {"heartbeat.interval.ms", "500"},
    {"allow.auto.create.topics", "false"},
    {NULL, NULL},
};

// Outputs wait for their broker as long as it takes: giving up after a time
// would lose them, and the engine bounds how many there are.  An idempotent
// client sends one request of a partition at a time anyway, and while more
// requests than that are allowed, its thread spins until the answer comes
// (librdkafka 2.0.2 to 2.13).  A broker takes the requests of a connection one
// after the other, so that what is lost is the way of the packets.
static const struct preset producer_presets[] = {
    {"compression.codec", "lz4"},
    {"partitioner", "murmur2_random"},
    {"queue.buffering.max.kbytes", "65536"},
    {"queue.buffering.max.messages", "100000"},
    {"message.timeout.ms", "0"},
    {"max.in.flight", "1"},
    {NULL, NULL},
};

static const struct preset no_presets[] = {{NULL, NULL}};

static const struct preset *const presets[] = {
    [GZ_KAFKA_CONSUMER] = consumer_presets,
    [GZ_KAFKA_PRODUCER] = producer_presets,
    [GZ_KAFKA_ADMIN] = no_presets,
};

void gz_client_init(struct gz_client *client, const struct gz_config *config,
                    const char *name, struct gz_log *log)
{
    *client = (struct gz_client){.log = log, .config = config, .name = name};

    pthread_mutexattr_t attr;
    (void)pthread_mutexattr_init(&attr);
    (void)pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
    (void)pthread_mutex_init(&client->gate, &attr);
    (void)pthread_mutexattr_destroy(&attr);
}

void gz_client_leave(struct gz_client *client)
{
    (void)pthread_mutex_lock(&client->gate);
    client->left = true;
    (void)pthread_mutex_unlock(&client->gate);
}

bool gz_client_enter(struct gz_client *client)
{
    (void)pthread_mutex_lock(&client->gate);
    return !client->left;
}

void gz_client_exit(struct gz_client *client)
{
    (void)pthread_mutex_unlock(&client->gate);
}

void gz_client_own(rd_kafka_conf_t *conf, const char *name, const char *value)
{
    char reason[REASON_BYTES];
    const rd_kafka_conf_res_t res =
        rd_kafka_conf_set(conf, name, value, reason, sizeof(reason));

    assert(res == RD_KAFKA_CONF_OK);
    (void)res;
}

static void apply(rd_kafka_conf_t *conf, const struct preset *preset)
{
    for (; preset->name != NULL; preset++) {
        gz_client_own(conf, preset->name, preset->value);
    }
}

// librdkafka's levels are those of syslog.
static enum gz_log_level level_of(int level)
{
    if (level <= 2) {
        return GZ_LOG_ERROR;
    }
    if (level <= 4) {
        return GZ_LOG_WARNING;
    }
    return level <= 6 ? GZ_LOG_INFO : GZ_LOG_DEBUG;
}

static void on_log(const rd_kafka_t *rk, int level, const char *facility,
                   const char *text)
{
    struct gz_client *client = rd_kafka_opaque(rk);

    if (gz_client_enter(client)) {
        gz_log_write(client->log, client->calm ? GZ_LOG_DEBUG : level_of(level),
                     COMPONENT, "%s: %s: %s", client->name, facility, text);
    }
    gz_client_exit(client);
}

static void take_error(struct gz_client *client, int code, const char *reason)
{
    const enum gz_trouble trouble = gz_trouble_of(code);

    client->errors++;
    if (trouble == GZ_TROUBLE_REFUSED) {
        client->refused = true;
    } else if (trouble == GZ_TROUBLE_UNREACHABLE) {
        client->unreachable = true;
        if (client->refused) {
            return;  // what follows from a refusal must not hide it
        }
    } else {
        gz_log_debug(client->log, COMPONENT, "%s: %s", client->name, reason);
        return;
    }
    gz_trouble_describe(client->problem, sizeof(client->problem), code, reason,
                        client->config);
    gz_log_write(client->log, client->calm ? GZ_LOG_DEBUG : GZ_LOG_WARNING,
                 COMPONENT, "%s: %s; trying again", client->name,
                 client->problem);
}

static void on_error(rd_kafka_t *rk, int code, const char *reason, void *opaque)
{
    struct gz_client *client = opaque;
    (void)rk;

    if (gz_client_enter(client)) {
        take_error(client, code, reason);
    }
    gz_client_exit(client);
}

// Statistics say what no callback does: that a broker is back.
static int on_statistics(rd_kafka_t *rk, char *json, size_t len, void *opaque)
{
    struct gz_client *client = opaque;
    (void)rk;
    (void)len;

    if (gz_client_enter(client) && client->unreachable &&
        strstr(json, "\"state\":\"UP\"") != NULL) {
        gz_client_reached(client);
    }
    gz_client_exit(client);
    return 0;
}

enum gz_status gz_client_no_answer(const struct gz_client *client, int code,
                                   const char *topic, const char *role,
                                   struct gz_error *err)
{
    if (client->problem[0] != '\0') {
        return gz_error_set(err, client->refused ? GZ_DENIED : GZ_UNAVAILABLE,
                            "%s", client->problem);
    }
    return gz_trouble_topic(err, code, topic, role);
}

void gz_client_reached(struct gz_client *client)
{
    if (client->unreachable) {
        client->unreachable = false;
        gz_log_info(client->log, COMPONENT, "%s: a broker answers again",
                    client->name);
    }
    client->refused = false;
}

static int64_t number_of(const rd_kafka_conf_t *conf, const char *name)
{
    char text[NUMBER_BYTES];
    size_t size = sizeof(text);
    int64_t number = 0;

    if (rd_kafka_conf_get(conf, name, text, &size) != RD_KAFKA_CONF_OK ||
        !gz_str_to_int64(gz_str_z(text), &number)) {
        return 0;
    }
    return number;
}

// An open transaction keeps readers waiting, and whoever takes over from a dead
// worker, until it times out.  librdkafka wants it longer than a request.
static int64_t transaction_ms(const rd_kafka_conf_t *conf,
                              const struct gz_config *config)
{
    const int64_t least_ms =
        config->commit_interval_ms + GZ_KAFKA_COMMIT_TIME_MS;
    const int64_t request_ms =
        gz_config_kafka(config, "socket.timeout.ms") == NULL
            ? 0
            : number_of(conf, "socket.timeout.ms") + 100;

    return request_ms > least_ms ? request_ms : least_ms;
}

int64_t gz_client_transaction_ms(rd_kafka_t *rk)
{
    return number_of(rd_kafka_conf(rk), "transaction.timeout.ms");
}

// How long records wait for others.  Alerts do not: while their one request is
// under way, more for the next come together.  Nobody sees those of a
// transaction before it ends, which sends what still waits.
static const char *linger_ms(const struct gz_client *client)
{
    const bool prompt = client->route != NULL && client->route->prompt;
    const bool hidden = client->config->delivery == GZ_CONFIG_EXACTLY_ONCE;

    return prompt ? "0" : hidden ? "20" : "5";
}

static bool chose_linger(const struct gz_config *config)
{
    return gz_config_kafka(config, "linger.ms") != NULL ||
           gz_config_kafka(config, "queue.buffering.max.ms") != NULL;
}

// Our defaults must not stand against what the user chose.
static void reconcile(rd_kafka_conf_t *conf, enum gz_kafka_client kind,
                      const struct gz_client *client)
{
    const struct gz_config *config = client->config;
    const int64_t message_bytes = number_of(conf, "message.max.bytes");
    char text[NUMBER_BYTES];

    if (number_of(conf, "statistics.interval.ms") == 0) {
        gz_client_own(conf, "statistics.interval.ms", STATISTICS_MS);
    }
    if (kind == GZ_KAFKA_PRODUCER && !chose_linger(config)) {
        gz_client_own(conf, "linger.ms", linger_ms(client));
    }
    if (kind == GZ_KAFKA_PRODUCER &&
        config->delivery == GZ_CONFIG_EXACTLY_ONCE &&
        gz_config_kafka(config, "transaction.timeout.ms") == NULL) {
        snprintf(text, sizeof(text), "%" PRId64, transaction_ms(conf, config));
        gz_client_own(conf, "transaction.timeout.ms", text);
    }
    if (gz_config_kafka(config, "fetch.max.bytes") == NULL &&
        number_of(conf, "fetch.max.bytes") < message_bytes) {
        snprintf(text, sizeof(text), "%" PRId64, message_bytes);
        gz_client_own(conf, "fetch.max.bytes", text);
    }
}

rd_kafka_conf_t *gz_client_conf(struct gz_client *client,
                                enum gz_kafka_client kind, struct gz_error *err)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();

    apply(conf, common_presets);
    apply(conf, presets[kind]);
    gz_client_own(conf, "client.id", client->name);
    if (gz_kafka_properties_apply(conf, kind, client->config, err) != GZ_OK) {
        rd_kafka_conf_destroy(conf);
        return NULL;
    }
    reconcile(conf, kind, client);
    gz_client_own(conf, "log.queue", "true");
    rd_kafka_conf_set_opaque(conf, client);
    rd_kafka_conf_set_log_cb(conf, on_log);
    rd_kafka_conf_set_error_cb(conf, on_error);
    rd_kafka_conf_set_stats_cb(conf, on_statistics);
    return conf;
}

rd_kafka_t *gz_client_create(rd_kafka_type_t type, rd_kafka_conf_t *conf,
                             struct gz_error *err)
{
    char reason[REASON_BYTES];
    rd_kafka_t *rk = rd_kafka_new(type, conf, reason, sizeof(reason));

    if (rk == NULL) {
        rd_kafka_conf_destroy(conf);
        (void)gz_error_set(err, GZ_INVALID, "kafka: %s", reason);
    }
    return rk;
}

rd_kafka_t *gz_client_new(rd_kafka_type_t type, rd_kafka_conf_t *conf,
                          struct gz_error *err)
{
    rd_kafka_t *rk = gz_client_create(type, conf, err);

    if (rk != NULL) {
        // With log.queue, logs wait in the main queue for whoever polls.
        (void)rd_kafka_set_log_queue(rk, NULL);
    }
    return rk;
}
