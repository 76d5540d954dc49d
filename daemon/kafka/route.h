#ifndef GZ_ROUTE_H
#define GZ_ROUTE_H

#include "daemon/config/config.h"
#include "daemon/flow/record.h"

/*
 * Where a kind of worker reads and where it writes.  Strings are borrowed from
 * the configuration.
 */
struct gz_route {
    const char *stage;  // part of workers' names: "extract"
    const char *input;  // topic
    const char *input_role;
    const char *group;
    enum gz_config_start start;        // without a committed offset
    const char *outputs[GZ_TO_COUNT];  // topics; NULL: none
    bool prompt;  // outputs are few: none waits for others to go along
};

/** From articles to entity events. */
struct gz_route gz_route_extract(const struct gz_config *config);

/** From entity events to alerts. */
struct gz_route gz_route_alert(const struct gz_config *config);

/** "output", "dead letter": how messages call an output topic. */
const char *gz_route_role(enum gz_output_to to);

#endif
