// `gazetted check`: all that a start would read is read, on the same path,
// and every mistake is printed.  Nothing is sent to anybody.

#include <inttypes.h>
#include <stdio.h>

#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/setup.h"

static const char usage[] =
    "usage: gazetted check [--config FILE]\n"
    "\n"
    "Check the configuration, the Kafka properties, the secret files and the\n"
    "packs, and print every mistake.  No broker is asked; `gazetted topics "
    "check`\n"
    "does that.  The status is 0 when `gazetted run` would start, else 1.\n"
    "\n"
    "  -c, --config FILE  check this file (default: " GZ_CONFIG_FILE ")\n"
    "  -h, --help         print this\n";

static bool parse_options(int argc, char **argv, const char **path, int *status)
{
    const struct gz_option options[] = {
        gz_option_text("config", 'c', path),
    };
    const struct gz_option_table table = {"check", usage, options, 1};
    *path = GZ_CONFIG_FILE;
    return gz_options_read_only(&table, argc, argv, status);
}

static void print_summary(const struct gz_setup *setup)
{
    const struct gz_config *config = setup->config;
    const struct gz_gazetteer_size size = gz_ruleset_size(setup->rules);

    printf("%s: ok\n", config->source.name);
    printf("instance  %s, %" PRIu32 " %s\n", config->instance, config->workers,
           config->workers == 1 ? "worker" : "workers");
    printf("topics    %s to %s, dead letters to %s\n", config->input.topic,
           config->output.topic, config->dead_letter.topic);
    printf("brokers   %s\n", gz_config_kafka(config, "bootstrap.servers"));
    printf("packs     %" PRIu32 " entities, %" PRIu32 " names, rule set %s\n",
           size.entities, size.names, gz_ruleset_hash(setup->rules));
}

int gz_command_check(int argc, char **argv)
{
    const char *path = NULL;
    struct gz_setup setup;
    struct gz_error err;
    int status = GZ_EXIT_OK;

    if (!parse_options(argc, argv, &path, &status)) {
        return status;
    }
    gz_error_init(&err);
    const enum gz_status st = gz_setup_load(&setup, path, &err);
    if (st == GZ_OK) {
        print_summary(&setup);
    }
    gz_error_print(&err, stderr);
    gz_setup_fini(&setup);
    gz_error_fini(&err);
    return st == GZ_OK ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}
