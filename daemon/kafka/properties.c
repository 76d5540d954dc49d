// The judge of what stands under `kafka:` and `kafka_secrets:`.  Which names
// exist, and to which kind of client they belong, is asked of the library
// that runs, not of the one we were built with.

#include "daemon/kafka/properties.h"

#include <errno.h>
#include <inttypes.h>
#include <librdkafka/rdkafka.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/config/secret.h"
#include "daemon/kafka/property_names.h"
#include "daemon/kafka/property_rules.h"

enum { REASON_BYTES = 512 };

struct judge {
    const struct gz_config *config;
    struct gz_error *err;
    struct gz_property_names names;
    rd_kafka_conf_t *conf;  // takes every pair that is accepted
    enum gz_status mistake;
};

GZ_PRINTF(3, 4)
static void refuse_name(struct judge *j, const struct gz_config_pair *pair,
                        const char *fmt, ...)
{
    char text[REASON_BYTES];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    j->mistake =
        gz_error_span(j->err, &j->config->source, pair->name_begin_byte,
                      pair->name_end_byte, "%s", text);
}

// The line of a password is not shown: reports end up in logs.
static void refuse_secret(struct judge *j, const struct gz_config_pair *pair)
{
    const struct gz_place place =
        gz_source_place(&j->config->source, pair->name_begin_byte);

    j->mistake = gz_error_set(
        j->err, GZ_INVALID,
        "%s:%u:%u: \"%s\" is a secret: put it into a file and write its name "
        "under kafka_secrets",
        j->config->source.name, place.line, place.column, pair->name);
}

// Whether the name may be set at all; says so if not.
static bool name_allowed(struct judge *j, const struct gz_config_pair *pair,
                         bool secret)
{
    const char *why = NULL;
    switch (gz_property_rules_find(pair->name, &why)) {
    case GZ_PROPERTY_OWNED:
        refuse_name(j, pair, "\"%s\" %s", pair->name, why);
        return false;
    case GZ_PROPERTY_UNSAFE:
        refuse_name(j, pair, "\"%s\" %s, which is not allowed", pair->name,
                    why);
        return false;
    case GZ_PROPERTY_SECRET:
        if (!secret) {
            refuse_secret(j, pair);
            return false;
        }
        break;
    case GZ_PROPERTY_FREE:
        break;
    }
    if (gz_property_names_scope(&j->names, pair->name) != '\0') {
        return true;
    }
    const char *close = gz_property_names_suggest(&j->names, pair->name);
    refuse_name(j, pair, "librdkafka has no property \"%s\"%s%s%s", pair->name,
                close == NULL ? "" : " (did you mean \"",
                close == NULL ? "" : close, close == NULL ? "" : "\"?)");
    return false;
}

static void refuse_value(struct judge *j, const struct gz_config_pair *pair,
                         const char *why)
{
    j->mistake =
        gz_error_span(j->err, &j->config->source, pair->value_begin_byte,
                      pair->value_end_byte, "%s: %s", pair->name, why);
}

// Paths are tried here, because librdkafka tells it in OpenSSL's words.
static bool location_readable(struct judge *j,
                              const struct gz_config_pair *pair)
{
    static const char suffix[] = ".location";
    const size_t length = strlen(pair->name);
    char why[REASON_BYTES];

    if (length < sizeof(suffix) ||
        strcmp(pair->name + length - (sizeof(suffix) - 1), suffix) != 0 ||
        strcmp(pair->value, "probe") == 0 || access(pair->value, R_OK) == 0) {
        return true;
    }
    snprintf(why, sizeof(why), "cannot read %s: %s", pair->value,
             strerrordesc_np(errno));
    refuse_value(j, pair, why);
    return false;
}

static void judge_pair(struct judge *j, const struct gz_config_pair *pair)
{
    char reason[REASON_BYTES] = "librdkafka says: ";
    const size_t used = strlen(reason);
    char normal[REASON_BYTES];
    size_t size = sizeof(normal);

    if (!name_allowed(j, pair, false) || !location_readable(j, pair)) {
        return;
    }
    if (rd_kafka_conf_set(j->conf, pair->name, pair->value, reason + used,
                          sizeof(reason) - used) != RD_KAFKA_CONF_OK) {
        refuse_value(j, pair, reason);
        return;
    }
    if (!j->config->insecure &&
        rd_kafka_conf_get(j->conf, pair->name, normal, &size) ==
            RD_KAFKA_CONF_OK &&
        gz_property_rules_insecure(pair->name, normal)) {
        refuse_value(j, pair,
                     "leaves the peer unverified, which needs insecure: true");
    }
}

// Set a property from its file, without ever printing the value.
static enum gz_status set_secret(rd_kafka_conf_t *conf,
                                 const struct gz_config *config,
                                 const struct gz_config_pair *pair,
                                 struct gz_secret_fault *fault)
{
    char unused[REASON_BYTES];
    struct gz_buffer secret;

    gz_buffer_init(&secret, 0);
    enum gz_status st =
        gz_secret_read(pair->value, config->credentials_dir, &secret, fault);
    if (st == GZ_OK &&
        rd_kafka_conf_set(conf, pair->name, (const char *)secret.data, unused,
                          sizeof(unused)) != RD_KAFKA_CONF_OK) {
        snprintf(fault->text, sizeof(fault->text),
                 "librdkafka does not accept what is in \"%s\"", pair->value);
        st = GZ_INVALID;
    }
    explicit_bzero(unused, sizeof(unused));
    gz_secret_fini(&secret);
    return st;
}

static void judge_secret(struct judge *j, const struct gz_config_pair *pair)
{
    struct gz_secret_fault fault;

    if (!name_allowed(j, pair, true)) {
        return;
    }
    if (gz_config_kafka(j->config, pair->name) != NULL) {
        refuse_name(j, pair, "\"%s\" also stands under kafka", pair->name);
        return;
    }
    if (set_secret(j->conf, j->config, pair, &fault) != GZ_OK) {
        refuse_value(j, pair, fault.text);
    }
}

static enum gz_status judge_all(struct judge *j)
{
    const struct gz_config *config = j->config;

    for (size_t i = 0; i < config->kafka.count; i++) {
        judge_pair(j, &config->kafka.pairs[i]);
    }
    for (size_t i = 0; i < config->kafka_secrets.count; i++) {
        judge_secret(j, &config->kafka_secrets.pairs[i]);
    }
    return j->mistake;
}

// The one property that must be there.
static enum gz_status check_brokers(const struct gz_config *config,
                                    struct gz_error *err)
{
    if (gz_config_kafka(config, "bootstrap.servers") != NULL) {
        return GZ_OK;
    }
    return gz_error_set(err, GZ_INVALID,
                        "%s: kafka has no bootstrap.servers, such as "
                        "\"bootstrap.servers: localhost:9092\"",
                        config->source.name);
}

// An event that librdkafka refuses for its size could never be published.
static enum gz_status check_sizes(const struct judge *j)
{
    enum { BESIDE_THE_VALUE = 16384 };  // key and headers
    char text[32] = "0";
    size_t size = sizeof(text);
    const size_t limit = j->config->output.limit_bytes;

    const rd_kafka_conf_res_t found =
        rd_kafka_conf_get(j->conf, "message.max.bytes", text, &size);
    if (found != RD_KAFKA_CONF_OK ||
        limit + BESIDE_THE_VALUE <= strtoull(text, NULL, 10)) {
        return GZ_OK;
    }
    return gz_error_set(j->err, GZ_INVALID,
                        "%s: output.limit allows events of %zu bytes, but "
                        "message.max.bytes under kafka only messages of %s "
                        "(the difference must be %d at least)",
                        j->config->source.name, limit, text, BESIDE_THE_VALUE);
}

// A transaction must not time out while it waits for its commit to be due.
static enum gz_status check_timeout(const struct judge *j)
{
    enum { FOR_THE_COMMIT_MS = 10000 };
    char text[32] = "0";
    size_t size = sizeof(text);
    const int64_t interval_ms = j->config->commit_interval_ms;

    const rd_kafka_conf_res_t found =
        rd_kafka_conf_get(j->conf, "transaction.timeout.ms", text, &size);
    if (found != RD_KAFKA_CONF_OK ||
        j->config->delivery != GZ_CONFIG_EXACTLY_ONCE ||
        strtoll(text, NULL, 10) >= interval_ms + FOR_THE_COMMIT_MS) {
        return GZ_OK;
    }
    return gz_error_set(j->err, GZ_INVALID,
                        "%s: transaction.timeout.ms under kafka is %s, and "
                        "with a commit_interval of %" PRId64 " ms must be "
                        "%" PRId64 " at least",
                        j->config->source.name, text, interval_ms,
                        interval_ms + FOR_THE_COMMIT_MS);
}

static void ignore_log(const rd_kafka_t *client, int level,
                       const char *facility, const char *text)
{
    (void)client;
    (void)level;
    (void)facility;
    (void)text;
}

// Takes conf.
static enum gz_status try_client(rd_kafka_type_t type, rd_kafka_conf_t *conf,
                                 struct gz_error *err)
{
    char reason[REASON_BYTES];

    rd_kafka_t *client = rd_kafka_new(type, conf, reason, sizeof(reason));
    if (client == NULL) {
        rd_kafka_conf_destroy(conf);
        return gz_error_set(err, GZ_INVALID, "kafka: %s", reason);
    }
    rd_kafka_destroy(client);
    return GZ_OK;
}

// Some mistakes show only when a client is made, such as a CA file that is
// missing.  These know no broker, so nothing is sent.
static enum gz_status try_clients(const struct judge *j)
{
    rd_kafka_conf_t *conf = j->conf;
    char unused[REASON_BYTES];

    rd_kafka_conf_set_log_cb(conf, ignore_log);
    if (rd_kafka_conf_set(conf, "bootstrap.servers", NULL, unused,
                          sizeof(unused)) != RD_KAFKA_CONF_OK) {
        return gz_error_set(j->err, GZ_INVALID, "kafka: %s", unused);
    }
    rd_kafka_conf_t *writing = rd_kafka_conf_dup(conf);
    if (j->config->delivery == GZ_CONFIG_EXACTLY_ONCE) {
        (void)rd_kafka_conf_set(writing, "transactional.id",
                                j->config->instance, unused, sizeof(unused));
    }
    const enum gz_status st = try_client(RD_KAFKA_PRODUCER, writing, j->err);
    return st != GZ_OK
               ? st
               : try_client(RD_KAFKA_CONSUMER, rd_kafka_conf_dup(conf), j->err);
}

enum gz_status gz_kafka_properties_check(const struct gz_config *config,
                                         struct gz_error *err)
{
    struct judge j = {.config = config, .err = err};

    if (gz_property_names_init(&j.names) != GZ_OK) {
        return gz_error_set(err, GZ_NO_MEMORY,
                            "no memory for the properties "
                            "of librdkafka");
    }
    j.conf = rd_kafka_conf_new();
    enum gz_status st = judge_all(&j);
    if (st == GZ_OK) {
        st = check_brokers(config, err);
    }
    if (st == GZ_OK) {
        st = check_sizes(&j);
    }
    if (st == GZ_OK) {
        st = check_timeout(&j);
    }
    if (st == GZ_OK) {
        st = try_clients(&j);
    }
    rd_kafka_conf_destroy(j.conf);
    gz_property_names_fini(&j.names);
    return st;
}

static bool concerns(const struct gz_property_names *names, const char *name,
                     enum gz_kafka_client client)
{
    const char scope = gz_property_names_scope(names, name);
    return scope == '*' || (scope == 'C' && client == GZ_KAFKA_CONSUMER) ||
           (scope == 'P' && client == GZ_KAFKA_PRODUCER);
}

static enum gz_status apply_secret(rd_kafka_conf_t *conf,
                                   const struct gz_config *config,
                                   const struct gz_config_pair *pair,
                                   struct gz_error *err)
{
    struct gz_secret_fault fault;

    const enum gz_status st = set_secret(conf, config, pair, &fault);
    if (st != GZ_OK) {
        return gz_error_set(err, st, "%s: %s", pair->name, fault.text);
    }
    return GZ_OK;
}

static enum gz_status apply_pairs(rd_kafka_conf_t *conf,
                                  enum gz_kafka_client client,
                                  const struct gz_property_names *names,
                                  const struct gz_config *config,
                                  struct gz_error *err)
{
    char reason[REASON_BYTES];

    for (size_t i = 0; i < config->kafka.count; i++) {
        const struct gz_config_pair *pair = &config->kafka.pairs[i];
        if (concerns(names, pair->name, client) &&
            rd_kafka_conf_set(conf, pair->name, pair->value, reason,
                              sizeof(reason)) != RD_KAFKA_CONF_OK) {
            return gz_error_set(err, GZ_INVALID, "%s: %s", pair->name, reason);
        }
    }
    enum gz_status st = GZ_OK;
    for (size_t i = 0; i < config->kafka_secrets.count && st == GZ_OK; i++) {
        const struct gz_config_pair *pair = &config->kafka_secrets.pairs[i];
        if (concerns(names, pair->name, client)) {
            st = apply_secret(conf, config, pair, err);
        }
    }
    return st;
}

enum gz_status gz_kafka_properties_apply(struct rd_kafka_conf_s *conf,
                                         enum gz_kafka_client client,
                                         const struct gz_config *config,
                                         struct gz_error *err)
{
    struct gz_property_names names;

    if (gz_property_names_init(&names) != GZ_OK) {
        return gz_error_set(err, GZ_NO_MEMORY,
                            "no memory for the properties "
                            "of librdkafka");
    }
    const enum gz_status st = apply_pairs(conf, client, &names, config, err);
    gz_property_names_fini(&names);
    return st;
}
