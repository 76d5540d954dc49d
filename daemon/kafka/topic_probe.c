#include "daemon/kafka/topic_probe.h"

#include <string.h>

#include "daemon/kafka/trouble.h"

// *code is the topic's own error.  False when nobody answered.
static bool ask(rd_kafka_t *rk, const char *topic, int timeout_ms,
                rd_kafka_resp_err_t *code)
{
    const struct rd_kafka_metadata *answer = NULL;
    rd_kafka_topic_t *rkt = rd_kafka_topic_new(rk, topic, NULL);

    if (rkt == NULL) {
        return false;
    }
    const bool answered = rd_kafka_metadata(rk, 0, rkt, &answer, timeout_ms) ==
                              RD_KAFKA_RESP_ERR_NO_ERROR &&
                          answer->topic_cnt == 1;
    if (answered) {
        *code = answer->topics[0].err;
    }
    if (answer != NULL) {
        rd_kafka_metadata_destroy(answer);
    }
    rd_kafka_topic_destroy(rkt);
    return answered;
}

enum gz_status gz_topic_probe(rd_kafka_t *rk, const struct gz_config *config,
                              int timeout_ms, struct gz_error *err)
{
    const struct {
        const char *topic;
        const char *role;
    } topics[] = {
        {config->input.topic, "input"},
        {config->output.topic, "output"},
        {config->dead_letter.topic, "dead letter"},
    };
    enum gz_status st = GZ_OK;

    for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++) {
        rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
        if (!ask(rk, topics[i].topic, timeout_ms, &code) ||
            code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE) {
            return st == GZ_OK ? GZ_UNAVAILABLE : st;
        }
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
            st = gz_trouble_topic(err, code, topics[i].topic, topics[i].role);
        }
    }
    return st;
}

bool gz_topic_probe_stand_in(rd_kafka_t *rk, int timeout_ms)
{
    static const char prefix[] = "mockCluster";
    char *id = rd_kafka_clusterid(rk, timeout_ms);
    const bool found =
        id != NULL && strncmp(id, prefix, sizeof(prefix) - 1) == 0;

    if (id != NULL) {
        rd_kafka_mem_free(rk, id);
    }
    return found;
}
