#include "daemon/kafka/property_rules.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#define NO_CODE "loads code into the daemon"
#define NO_COMMAND "runs a command"
#define IN_FILE "is a secret"
#define OUR_OFFSETS                                                            \
    "is fixed: offsets are committed with their events, or behind "            \
    "acknowledged ones"
#define NO_TIMEOUT "is fixed: an event waits for its broker as long as it takes"
#define OUR_CALLBACK "belongs to the daemon's own event loop"

static const struct rule {
    const char *name;
    enum gz_property_rule rule;
    const char *why;
} rules[] = {
    {"group.id", GZ_PROPERTY_OWNED, "is set by input.group"},
    {"group.instance.id", GZ_PROPERTY_OWNED,
     "is set by instance and membership"},
    {"client.id", GZ_PROPERTY_OWNED, "is set by instance"},
    {"transactional.id", GZ_PROPERTY_OWNED, "is set by delivery and instance"},
    {"auto.offset.reset", GZ_PROPERTY_OWNED, "is set by input.start"},
    {"auto.commit.interval.ms", GZ_PROPERTY_OWNED, "is set by commit_interval"},
    {"metadata.broker.list", GZ_PROPERTY_OWNED,
     "has another name here: bootstrap.servers"},
    {"enable.auto.commit", GZ_PROPERTY_OWNED, OUR_OFFSETS},
    {"auto.commit.enable", GZ_PROPERTY_OWNED, OUR_OFFSETS},
    {"enable.auto.offset.store", GZ_PROPERTY_OWNED, OUR_OFFSETS},
    {"offset.store.method", GZ_PROPERTY_OWNED, OUR_OFFSETS},
    {"offset.store.path", GZ_PROPERTY_OWNED, OUR_OFFSETS},
    {"message.timeout.ms", GZ_PROPERTY_OWNED, NO_TIMEOUT},
    {"delivery.timeout.ms", GZ_PROPERTY_OWNED, NO_TIMEOUT},
    {"enable.idempotence", GZ_PROPERTY_OWNED,
     "is fixed: without it a retry could publish an event twice or out of "
     "order"},
    {"acks", GZ_PROPERTY_OWNED,
     "is fixed: an event counts once all in-sync replicas have it"},
    {"request.required.acks", GZ_PROPERTY_OWNED,
     "is fixed: an event counts once all in-sync replicas have it"},
    {"isolation.level", GZ_PROPERTY_OWNED,
     "is fixed: read_committed, so that aborted articles are never read, and "
     "offsets not before they are settled"},
    {"enable.gapless.guarantee", GZ_PROPERTY_OWNED,
     "is fixed: a gap is mended by reading again, not by ending"},
    {"partitioner", GZ_PROPERTY_OWNED,
     "is fixed: murmur2_random, as Java clients do, so that joins find their "
     "partner"},
    {"partition.assignment.strategy", GZ_PROPERTY_OWNED,
     "is fixed: range, the one that never loses a partition"},
    {"allow.auto.create.topics", GZ_PROPERTY_OWNED,
     "is fixed: the daemon never creates topics, see gazetted topics"},
    {"enable.partition.eof", GZ_PROPERTY_OWNED, OUR_CALLBACK},
    {"log.queue", GZ_PROPERTY_OWNED, OUR_CALLBACK},
    {"enabled_events", GZ_PROPERTY_OWNED, OUR_CALLBACK},
    {"delivery.report.only.error", GZ_PROPERTY_OWNED, OUR_CALLBACK},
    {"plugin.library.paths", GZ_PROPERTY_UNSAFE, NO_CODE},
    {"ssl.engine.location", GZ_PROPERTY_UNSAFE, NO_CODE},
    {"ssl.engine.id", GZ_PROPERTY_UNSAFE, NO_CODE},
    {"ssl.providers", GZ_PROPERTY_UNSAFE, NO_CODE},
    {"sasl.kerberos.kinit.cmd", GZ_PROPERTY_UNSAFE, NO_COMMAND},
    {"sasl.password", GZ_PROPERTY_SECRET, IN_FILE},
    {"ssl.key.password", GZ_PROPERTY_SECRET, IN_FILE},
    {"ssl.key.pem", GZ_PROPERTY_SECRET, IN_FILE},
    {"ssl.keystore.password", GZ_PROPERTY_SECRET, IN_FILE},
    {"sasl.oauthbearer.config", GZ_PROPERTY_SECRET, IN_FILE},
    {"sasl.oauthbearer.client.secret", GZ_PROPERTY_SECRET, IN_FILE},
    {"sasl.oauthbearer.assertion.private.key.pem", GZ_PROPERTY_SECRET, IN_FILE},
    {"sasl.oauthbearer.assertion.private.key.passphrase", GZ_PROPERTY_SECRET,
     IN_FILE},
};

enum gz_property_rule gz_property_rules_find(const char *name, const char **why)
{
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        if (strcmp(rules[i].name, name) == 0) {
            *why = rules[i].why;
            return rules[i].rule;
        }
    }
    *why = NULL;
    return GZ_PROPERTY_FREE;
}

bool gz_property_rules_insecure(const char *name, const char *value)
{
    // librdkafka's normal form of each value, as rd_kafka_conf_get() has it.
    static const struct {
        const char *name;
        const char *value;
    } bad[] = {
        {"enable.ssl.certificate.verification", "false"},
        {"ssl.endpoint.identification.algorithm", "none"},
        {"enable.sasl.oauthbearer.unsecure.jwt", "true"},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (strcmp(bad[i].name, name) == 0 &&
            strcasecmp(bad[i].value, value) == 0) {
            return true;
        }
    }
    return false;
}
