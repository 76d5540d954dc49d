#ifndef GZ_MOCK_CONFIG_H
#define GZ_MOCK_CONFIG_H

#include <stdio.h>

#include "daemon/config/config.h"
#include "daemon/kafka/mock.h"
#include "tests/support/check.h"

/** The configuration, owned, of a daemon that uses a mock cluster and hears of
 * it soon.  kafka: more lines under `kafka:`, indented by two spaces. */
static inline struct gz_config *
mock_config(const struct gz_mock *mock, const char *delivery, const char *kafka)
{
    const struct gz_config_context context = {.host_name = "test"};
    struct gz_config *config = NULL;
    struct gz_source src;
    char text[1024];

    snprintf(text, sizeof(text),
             "membership: dynamic\n"
             "delivery: %s\n"
             "kafka:\n"
             "  bootstrap.servers: %s\n"
             "  session.timeout.ms: 6000\n"
             "  heartbeat.interval.ms: 200\n"
             "%s",
             delivery, gz_mock_bootstrap(mock), kafka);
    CHECK_OK(gz_source_init(&src, "test.yaml", gz_str_z(text)));
    CHECK_OK(gz_config_parse(&src, &context, &config, NULL));
    return config;
}

#endif
