// `gazetted schema`: what an editor needs to know of the files that people
// write.

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/commands/commands.h"
#include "rules/language/rule_set.h"

static const char usage[] =
    "usage: gazetted schema rules\n"
    "\n"
    "Print the JSON Schema (draft 2020-12) of rule files.  An editor that has "
    "it\n"
    "completes keys, explains them and marks what is wrong, before gazetted "
    "check\n"
    "says so.\n"
    "\n"
    "  -h, --help  print this\n";

static int print_schema(void)
{
    struct gz_buffer out;
    gz_buffer_init(&out, 0);
    gz_rule_set_schema(&out);
    gz_buffer_append_byte(&out, '\n');
    const bool good = gz_buffer_status(&out) == GZ_OK;
    if (good) {
        gz_buffer_print(&out, stdout);
    } else {
        fputs("error: no memory for the schema\n", stderr);
    }
    gz_buffer_fini(&out);
    return good && fflush(stdout) == 0 ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}

int gz_command_schema(int argc, char **argv)
{
    static const struct option longs[] = {
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int c;
    while ((c = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
        if (c != 'h') {
            fputs("see gazetted schema --help\n", stderr);
            return GZ_EXIT_USAGE;
        }
        fputs(usage, stdout);
        return GZ_EXIT_OK;
    }
    if (optind + 1 != argc || strcmp(argv[optind], "rules") != 0) {
        fputs("error: say what to print the schema of: gazetted schema rules\n",
              stderr);
        return GZ_EXIT_USAGE;
    }
    return print_schema();
}
