#ifndef GZ_COMMANDS_H
#define GZ_COMMANDS_H

/*
 * The subcommands of the program, one file each.  argv[0] is the command's
 * own name; its options follow, parsed with getopt_long().  Each returns the
 * exit status of the program.
 */
enum {
    GZ_EXIT_OK = 0,
    GZ_EXIT_FAILURE = 1,       // the work failed; the message says why
    GZ_EXIT_USAGE = 64,        // EX_USAGE: the command line is wrong
    GZ_EXIT_DATA = 65,         // EX_DATAERR: rules or lists are wrong
    GZ_EXIT_UNAVAILABLE = 69,  // EX_UNAVAILABLE: a peer cannot be reached
    GZ_EXIT_CONFIG = 78,       // EX_CONFIG: the configuration is wrong
};

struct gz_command {
    const char *name;
    const char *summary;  // one line for `gazetted --help`
    int (*run)(int argc, char **argv);
};

int gz_command_run(int argc, char **argv);
int gz_command_check(int argc, char **argv);
int gz_command_config(int argc, char **argv);
int gz_command_compile(int argc, char **argv);
int gz_command_bench(int argc, char **argv);
int gz_command_import(int argc, char **argv);
int gz_command_names(int argc, char **argv);
int gz_command_extract(int argc, char **argv);
int gz_command_test(int argc, char **argv);
int gz_command_why_not(int argc, char **argv);
int gz_command_diff(int argc, char **argv);
int gz_command_rules(int argc, char **argv);
int gz_command_explain(int argc, char **argv);
int gz_command_demo(int argc, char **argv);
int gz_command_tail(int argc, char **argv);
int gz_command_topics(int argc, char **argv);
int gz_command_acls(int argc, char **argv);
int gz_command_schema(int argc, char **argv);
int gz_command_alerts(int argc, char **argv);
int gz_command_subscribe(int argc, char **argv);
int gz_command_unsubscribe(int argc, char **argv);
int gz_command_subscriptions(int argc, char **argv);

/** All commands in the order of the help, closed by a row without a name. */
extern const struct gz_command gz_commands[];

#endif
