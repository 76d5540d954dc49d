#ifndef GZ_OPTIONS_H
#define GZ_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The options of a command as a table, over getopt_long().  --help and -h
 * belong to every command and stand in no table.
 */
enum gz_option_kind {
    GZ_OPTION_FLAG,    // bool: set when given
    GZ_OPTION_TEXT,    // const char *: the argument, borrowed from argv
    GZ_OPTION_COUNT,   // uint32_t: a whole number from 1 to most
    GZ_OPTION_CHOICE,  // int: index of the argument in choices
    GZ_OPTION_LIST,    // struct gz_option_list: given at most `most` times
};

#define GZ_OPTION_LIST_MAX 8

struct gz_option_list {
    const char *items[GZ_OPTION_LIST_MAX];  // borrowed from argv
    uint32_t count;
};

struct gz_option {
    const char *name;
    char letter;  // 0: only the long form
    enum gz_option_kind kind;
    void *target;
    uint32_t most;               // of a count or a list
    const char *const *choices;  // of a choice, closed by NULL
};

#define GZ_OPTIONS_MAX 16

struct gz_option_table {
    const char *command;  // "test"
    const char *usage;    // what --help prints
    const struct gz_option *items;
    size_t count;  // at most GZ_OPTIONS_MAX
};

/**
 * Read the options of argv; what follows them begins at argv[optind].  False
 * when the command is done: help was printed, or a mistake said on standard
 * error; *status is its exit status then.
 */
bool gz_options_read(const struct gz_option_table *table, int argc, char **argv,
                     int *status);

/** Say that the command line is wrong, on standard error, and where help is:
 * "error: WHAT; see gazetted COMMAND --help".  Returns GZ_EXIT_USAGE. */
int gz_options_fail(const struct gz_option_table *table, const char *what);

#endif
