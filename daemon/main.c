// The program is a table of commands; see daemon/commands/.

#include <stdio.h>
#include <string.h>

#include "daemon/commands/commands.h"

static void print_help(FILE *out)
{
    fputs("gazetted turns news articles into entity events.\n\n"
          "usage: gazetted COMMAND [OPTION...]\n\ncommands:\n",
          out);
    for (const struct gz_command *c = gz_commands; c->name != NULL; c++) {
        fprintf(out, "  %-13s %s\n", c->name, c->summary);
    }
    fputs("\n`gazetted COMMAND --help` explains a command; "
          "gazetted(8) is the manual.\n",
          out);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return GZ_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return GZ_EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("gazetted " GZ_VERSION);
        return GZ_EXIT_OK;
    }
    for (const struct gz_command *c = gz_commands; c->name != NULL; c++) {
        if (strcmp(argv[1], c->name) == 0) {
            return c->run(argc - 1, argv + 1);
        }
    }
    fprintf(stderr, "error: unknown command \"%s\"; see gazetted --help\n",
            argv[1]);
    return GZ_EXIT_USAGE;
}
