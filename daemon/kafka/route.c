#include "daemon/kafka/route.h"

struct gz_route gz_route_extract(const struct gz_config *config)
{
    return (struct gz_route){
        .stage = "extract",
        .input = config->input.topic,
        .input_role = "input",
        .group = config->input.group,
        .start = config->input.start,
        .outputs =
            {
                [GZ_TO_EVENTS] = config->output.topic,
                [GZ_TO_DEAD_LETTERS] = config->dead_letter.topic,
            },
    };
}

struct gz_route gz_route_alert(const struct gz_config *config)
{
    return (struct gz_route){
        .stage = "alert",
        .input = config->output.topic,
        .input_role = "entity event",
        .group = config->alerts.group,
        .start = GZ_CONFIG_EARLIEST,
        .outputs =
            {
                [GZ_TO_EVENTS] = config->alerts.topic,
                [GZ_TO_DEAD_LETTERS] = config->dead_letter.topic,
                [GZ_TO_STATE] = config->alerts.state,
            },
        .prompt = true,
    };
}

const char *gz_route_role(enum gz_output_to to)
{
    static const char *const names[GZ_TO_COUNT] = {
        [GZ_TO_EVENTS] = "output",
        [GZ_TO_DEAD_LETTERS] = "dead letter",
        [GZ_TO_STATE] = "state",
    };
    return names[to];
}
