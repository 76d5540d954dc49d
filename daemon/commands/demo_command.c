// `gazetted demo`: see it work before there is a Kafka.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/commands/terminal.h"
#include "daemon/demo/demo.h"

static const char usage[] =
    "usage: gazetted demo [OPTION...]\n"
    "\n"
    "Run the daemon against a stand-in broker inside this process, feed it\n"
    "sample articles and print the entity events.\n"
    "\n"
    "  -1, --once    end after the last sample, with status 0 if all went "
    "well\n"
    "  -r, --rate N  articles a second (default: 1, with --once 10)\n"
    "  -h, --help    print this\n";

static bool parse_rate(void *target, char *text)
{
    double *out = target;
    char *end = NULL;
    *out = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(*out) || *out < 0.01 ||
        *out > 10000) {
        fprintf(stderr,
                "error: --rate is \"%s\", it must be from 0.01 to 10000\n",
                text);
        return false;
    }
    return true;
}

int gz_command_demo(int argc, char **argv)
{
    struct gz_demo_options options = {.colours = gz_terminal_colours()};
    const struct gz_option rows[] = {
        gz_option_flag("once", '1', &options.once),
        gz_option_call("rate", 'r', &options.rate, parse_rate),
    };
    const struct gz_option_table table = {"demo", usage, rows, 2};
    int status = GZ_EXIT_OK;
    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    if (options.rate == 0) {
        options.rate = options.once ? 10 : 1;
    }
    struct gz_error err;
    gz_error_init(&err);
    const enum gz_status st = gz_demo_run(&options, &err);
    gz_error_print(&err, stderr);
    gz_error_fini(&err);
    return st == GZ_OK ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}
