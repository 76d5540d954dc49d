// `gazetted config`: what the configuration is, what it could be, and the
// files that the program's package ships about it.

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/config/config.h"
#include "daemon/config/config_print.h"

static const char usage[] =
    "usage: gazetted config print [--config FILE]\n"
    "       gazetted config default\n"
    "       gazetted config reference [--format text|man]\n"
    "\n"
    "print      the configuration in effect: the file's values and all "
    "defaults\n"
    "default    a commented configuration file to start from\n"
    "reference  every key, with what it takes and what it does\n"
    "\n"
    "  -c, --config FILE    read this file (default: " GZ_CONFIG_FILE ")\n"
    "  -f, --format FORMAT  of the reference: text (default) or man\n"
    "  -h, --help           print this\n";

static const char *const format_names[] = {"text", "man", NULL};

enum { TEXT, MAN };

struct options {
    const char *config;
    int format;
};

static enum gz_status print_effective(const char *path, struct gz_buffer *out,
                                      struct gz_error *err)
{
    struct gz_config *config = NULL;
    const enum gz_status st = gz_config_load(path, &config, err);
    if (st == GZ_OK) {
        gz_config_print_effective(config, out);
    }
    gz_config_free(config);
    return st;
}

// Fill out by the name of what is wanted; false when there is no such name.
static bool print(const char *what, const struct options *options,
                  struct gz_buffer *out, struct gz_error *err)
{
    if (strcmp(what, "print") == 0) {
        return print_effective(options->config, out, err) == GZ_OK ||
               err->count > 0;
    }
    if (strcmp(what, "default") == 0) {
        gz_config_print_default(out);
        return true;
    }
    if (strcmp(what, "reference") == 0) {
        if (options->format == MAN) {
            gz_config_print_manual(out);
        } else {
            gz_config_print_text(out);
        }
        return true;
    }
    return false;
}

static int finish(struct gz_buffer *out, struct gz_error *err)
{
    if (gz_buffer_status(out) != GZ_OK) {
        gz_error_set(err, gz_buffer_status(out), "no memory to print");
    }
    if (err->count == 0) {
        gz_buffer_print(out, stdout);
    }
    gz_error_print(err, stderr);
    return err->count == 0 ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}

int gz_command_config(int argc, char **argv)
{
    struct options options = {.config = GZ_CONFIG_FILE, .format = TEXT};
    const struct gz_option rows[] = {
        gz_option_text("config", 'c', &options.config),
        gz_option_choice("format", 'f', &options.format, format_names),
    };
    const struct gz_option_table table = {"config", usage, rows, 2};
    struct gz_buffer out;
    struct gz_error err;
    int status = GZ_EXIT_OK;

    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    gz_buffer_init(&out, 0);
    gz_error_init(&err);
    if (argc - optind == 1 && print(argv[optind], &options, &out, &err)) {
        status = finish(&out, &err);
    } else {
        status =
            gz_options_fail(&table, "say one of print, default and reference");
    }
    gz_buffer_fini(&out);
    gz_error_fini(&err);
    return status;
}
