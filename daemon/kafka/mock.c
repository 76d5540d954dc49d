#include "daemon/kafka/mock.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdlib.h>

#include "daemon/kafka/client.h"

enum { PRODUCE_TIMEOUT_MS = 10000 };

struct gz_mock {
    rd_kafka_t *rk;  // holds the cluster, and writes to it
    rd_kafka_mock_cluster_t *cluster;
};

static rd_kafka_t *open_producer(const char *brokers, struct gz_error *err)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();

    gz_client_own(conf, "test.mock.num.brokers", brokers);
    gz_client_own(conf, "client.id", "stand-in");
    gz_client_own(conf, "linger.ms", "0");
    rd_kafka_conf_set_log_cb(conf, NULL);
    return gz_client_create(RD_KAFKA_PRODUCER, conf, err);
}

static enum gz_status open_cluster(const char *brokers, struct gz_mock **out,
                                   struct gz_error *err)
{
    struct gz_mock *m = calloc(1, sizeof(*m));

    *out = NULL;
    if (m == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    m->rk = open_producer(brokers, err);
    if (m->rk == NULL) {
        free(m);
        return GZ_IO;
    }
    m->cluster = rd_kafka_handle_mock_cluster(m->rk);
    *out = m;
    return GZ_OK;
}

enum gz_status gz_mock_new(struct gz_mock **out, struct gz_error *err)
{
    return open_cluster("1", out, err);
}

enum gz_status gz_mock_new_pair(struct gz_mock **out, struct gz_error *err)
{
    return open_cluster("2", out, err);
}

void gz_mock_free(struct gz_mock *m)
{
    if (m != NULL) {
        rd_kafka_destroy(m->rk);
        free(m);
    }
}

enum gz_status gz_mock_topic(struct gz_mock *m, const char *topic,
                             uint32_t partitions, struct gz_error *err)
{
    const rd_kafka_resp_err_t code =
        rd_kafka_mock_topic_create(m->cluster, topic, (int)partitions, 1);

    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return gz_error_set(err, GZ_INVALID, "cannot make topic %s: %s", topic,
                            rd_kafka_err2str(code));
    }
    return GZ_OK;
}

const char *gz_mock_bootstrap(const struct gz_mock *m)
{
    return rd_kafka_mock_cluster_bootstraps(m->cluster);
}

enum gz_status gz_mock_produce(struct gz_mock *m, const char *topic,
                               struct gz_str key, struct gz_str value,
                               struct gz_error *err)
{
    // The bytes are copied, so the casts lie to nobody.
    const rd_kafka_vu_t vus[] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = topic},
        {.vtype = RD_KAFKA_VTYPE_KEY,
         .u.mem = {(void *)(uintptr_t)key.ptr, key.len_bytes}},
        {.vtype = RD_KAFKA_VTYPE_VALUE,
         .u.mem = {(void *)(uintptr_t)value.ptr, value.len_bytes}},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
    };
    rd_kafka_error_t *error =
        rd_kafka_produceva(m->rk, vus, sizeof(vus) / sizeof(vus[0]));
    rd_kafka_resp_err_t code = rd_kafka_error_code(error);

    rd_kafka_error_destroy(error);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        code = rd_kafka_flush(m->rk, PRODUCE_TIMEOUT_MS);
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return gz_error_set(err, GZ_UNAVAILABLE, "cannot write to %s: %s",
                            topic, rd_kafka_err2str(code));
    }
    return GZ_OK;
}

struct rd_kafka_mock_cluster_s *gz_mock_cluster(const struct gz_mock *m)
{
    return m->cluster;
}
