#ifndef GZ_OPTIONS_H
#define GZ_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The options of a command as a table, over getopt_long().  --help and -h
 * belong to every command and stand in no table.
 *
 *     const struct gz_option options[] = {
 *         gz_option_text("config", 'c', &o.config),
 *         gz_option_flag("json", 0, &o.json),
 *     };
 *
 * A row says the long name, the letter (0: none) and where what is given goes;
 * the targets keep what they have unless the option is there.
 */
enum gz_option_kind {
    GZ_OPTION_FLAG,
    GZ_OPTION_TEXT,
    GZ_OPTION_COUNT,
    GZ_OPTION_CHOICE,
    GZ_OPTION_LIST,
    GZ_OPTION_CALL,
};

#define GZ_OPTION_LIST_MAX 8

struct gz_option_list {
    const char *items[GZ_OPTION_LIST_MAX];  // borrowed from argv
    uint32_t count;
};

/** Read an argument, NUL-terminated and from argv, into target; false when it
 * is wrong, which has been said on standard error then. */
typedef bool gz_option_fn(void *target, char *text);

// Made by the functions below, which know the type of the target.
struct gz_option {
    const char *name;
    char letter;
    enum gz_option_kind kind;
    void *target;
    uint32_t most;
    const char *const *choices;
    gz_option_fn *call;
};

/** Set when given. */
static inline struct gz_option gz_option_flag(const char *name, char letter,
                                              bool *target)
{
    return (struct gz_option){name, letter, GZ_OPTION_FLAG, target, 0,
                              NULL, NULL};
}

/** The argument itself, borrowed from argv. */
static inline struct gz_option gz_option_text(const char *name, char letter,
                                              const char **target)
{
    return (struct gz_option){name, letter, GZ_OPTION_TEXT, target, 0,
                              NULL, NULL};
}

/** A whole number from 1 to most. */
static inline struct gz_option gz_option_count(const char *name, char letter,
                                               uint32_t *target, uint32_t most)
{
    return (struct gz_option){name, letter, GZ_OPTION_COUNT, target, most,
                              NULL, NULL};
}

/** The index of the argument in choices, which NULL closes. */
static inline struct gz_option gz_option_choice(const char *name, char letter,
                                                int *target,
                                                const char *const *choices)
{
    return (struct gz_option){name,    letter, GZ_OPTION_CHOICE, target, 0,
                              choices, NULL};
}

/** Given up to most times, at most GZ_OPTION_LIST_MAX. */
static inline struct gz_option gz_option_list(const char *name, char letter,
                                              struct gz_option_list *target,
                                              uint32_t most)
{
    return (struct gz_option){name, letter, GZ_OPTION_LIST, target, most,
                              NULL, NULL};
}

/** Whatever call makes of the argument. */
static inline struct gz_option gz_option_call(const char *name, char letter,
                                              void *target, gz_option_fn *call)
{
    return (struct gz_option){name, letter, GZ_OPTION_CALL, target, 0,
                              NULL, call};
}

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

/** Read the options of a command that takes nothing else. */
bool gz_options_read_only(const struct gz_option_table *table, int argc,
                          char **argv, int *status);

/** Say that the command line is wrong, on standard error, and where help is:
 * "error: WHAT; see gazetted COMMAND --help".  Returns GZ_EXIT_USAGE. */
int gz_options_fail(const struct gz_option_table *table, const char *what);

#endif
