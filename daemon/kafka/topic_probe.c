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

// GZ_UNAVAILABLE when there is no answer, which is not said in err.
static enum gz_status probe(rd_kafka_t *rk, const char *topic, const char *role,
                            int timeout_ms, struct gz_error *err)
{
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;

    if (!ask(rk, topic, timeout_ms, &code) ||
        code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE) {
        return GZ_UNAVAILABLE;
    }
    return code == RD_KAFKA_RESP_ERR_NO_ERROR
               ? GZ_OK
               : gz_trouble_topic(err, code, topic, role);
}

enum gz_status gz_topic_probe(rd_kafka_t *rk, const struct gz_route *route,
                              int timeout_ms, struct gz_error *err)
{
    enum gz_status first =
        probe(rk, route->input, route->input_role, timeout_ms, err);

    for (unsigned i = 0; i < GZ_TO_COUNT && first != GZ_UNAVAILABLE; i++) {
        if (route->outputs[i] == NULL) {
            continue;
        }
        const enum gz_status st =
            probe(rk, route->outputs[i], gz_route_role((enum gz_output_to)i),
                  timeout_ms, err);
        if (first == GZ_OK) {
            first = st;
        } else if (st == GZ_UNAVAILABLE) {
            return first;
        }
    }
    return first;
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
