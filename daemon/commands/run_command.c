// `gazetted run`: the daemon itself.

#include <signal.h>
#include <stdio.h>

#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/service.h"
#include "daemon/setup.h"

static const char usage[] =
    "usage: gazetted run [--config FILE]\n"
    "\n"
    "Read articles from Kafka and publish entity events, until SIGTERM.\n"
    "SIGHUP loads the packs anew.\n"
    "\n"
    "  -c, --config FILE  read this file (default: " GZ_CONFIG_FILE ")\n"
    "\n"
    "exit status: 0 ended by a signal, 64 bad usage, 65 packs are wrong,\n"
    "78 the configuration is wrong, 1 anything else; the message says what.\n";

static bool parse_options(int argc, char **argv, const char **file, int *status)
{
    const struct gz_option options[] = {
        gz_option_text("config", 'c', file),
    };
    const struct gz_option_table table = {"run", usage, options, 1};
    *file = GZ_CONFIG_FILE;
    return gz_options_read_only(&table, argc, argv, status);
}

// Whether the configuration is at fault for a failed setup, or the packs.
static int blame(const char *file)
{
    struct gz_config *config = NULL;
    int status = GZ_EXIT_CONFIG;

    if (gz_config_load(file, &config, NULL) == GZ_OK &&
        gz_setup_config(config, NULL) == GZ_OK) {
        status = GZ_EXIT_DATA;
    }
    gz_config_free(config);
    return status;
}

static struct gz_log *open_log(const struct gz_config *config)
{
    static const enum gz_log_level levels[] = {
        [GZ_CONFIG_LOG_ERROR] = GZ_LOG_ERROR,
        [GZ_CONFIG_LOG_WARNING] = GZ_LOG_WARNING,
        [GZ_CONFIG_LOG_INFO] = GZ_LOG_INFO,
        [GZ_CONFIG_LOG_DEBUG] = GZ_LOG_DEBUG,
    };
    static const enum gz_log_format formats[] = {
        [GZ_CONFIG_LOG_TEXT] = GZ_LOG_AUTO,
        [GZ_CONFIG_LOG_JSON] = GZ_LOG_JSON,
    };

    return gz_log_new(levels[config->log.level], formats[config->log.format]);
}

static int serve(const struct gz_setup *setup, struct gz_log *log)
{
    const struct gz_service_options options = {.setup = setup, .log = log};
    struct gz_service *service = NULL;
    struct gz_error err;
    gz_error_init(&err);

    enum gz_status st = gz_service_new(&options, &service, &err);
    if (st == GZ_OK) {
        st = gz_service_run(service, &err);
    }
    if (st != GZ_OK) {
        gz_log_error(log, "service", "%s", gz_error_text(&err));
    }
    gz_service_free(service);
    gz_error_fini(&err);
    return st == GZ_OK ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}

int gz_command_run(int argc, char **argv)
{
    const char *file = NULL;
    struct gz_setup setup;
    struct gz_error err;
    int status = GZ_EXIT_FAILURE;

    if (!parse_options(argc, argv, &file, &status)) {
        return status;
    }
    gz_error_init(&err);
    if (gz_setup_load(&setup, file, &err) == GZ_OK) {
        // That nobody reads our log must not stop the work.
        (void)signal(SIGPIPE, SIG_IGN);
        struct gz_log *log = open_log(setup.config);
        status = serve(&setup, log);
        gz_log_free(log);
    } else {
        gz_error_print(&err, stderr);
        status = blame(file);
    }
    gz_setup_fini(&setup);
    gz_error_fini(&err);
    return status;
}
