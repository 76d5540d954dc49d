// The program is a table of commands; see daemon/commands/.

#include <errno.h>
#include <stdbool.h>
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

// What was printed may wait in a buffer still: a full disk is seen here only.
static int finish(int status)
{
    errno = 0;
    const bool lost = fflush(stdout) != 0 || ferror(stdout) != 0;
    if (!lost || status != GZ_EXIT_OK) {
        return status;
    }
    fprintf(stderr, "error: cannot write to standard output%s%s\n",
            errno == 0 ? "" : ": ", errno == 0 ? "" : strerror(errno));
    return GZ_EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return GZ_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return finish(GZ_EXIT_OK);
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("gazetted " GZ_VERSION);
        return finish(GZ_EXIT_OK);
    }
    for (const struct gz_command *c = gz_commands; c->name != NULL; c++) {
        if (strcmp(argv[1], c->name) == 0) {
            return finish(c->run(argc - 1, argv + 1));
        }
    }
    fprintf(stderr, "error: unknown command \"%s\"; see gazetted --help\n",
            argv[1]);
    return GZ_EXIT_USAGE;
}
