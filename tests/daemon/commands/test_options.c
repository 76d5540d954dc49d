// Options as commands have them, and what is said of those that are wrong.

#include "daemon/commands/options.h"

#include <getopt.h>
#include <unistd.h>

#include "daemon/commands/commands.h"
#include "tests/support/check.h"

struct given {
    bool flag;
    const char *text;
    uint32_t count;
    int choice;
    struct gz_option_list list;
    int called;
};

static const char *const colours[] = {"red", "green", "blue", NULL};

static bool read_even(void *target, char *text)
{
    int64_t number;
    if (!gz_str_to_int64(gz_str_z(text), &number) || number % 2 != 0) {
        fprintf(stderr, "error: \"%s\" is odd\n", text);
        return false;
    }
    *(int *)target = (int)number;
    return true;
}

static bool read_all(int argc, char **argv, bool only, struct given *out,
                     int *status)
{
    const struct gz_option options[] = {
        gz_option_flag("flag", 'f', &out->flag),
        gz_option_text("text", 't', &out->text),
        gz_option_count("count", 'c', &out->count, 9),
        gz_option_choice("colour", 0, &out->choice, colours),
        gz_option_list("list", 'l', &out->list, 2),
        gz_option_call("even", 'e', &out->called, read_even),
    };
    const struct gz_option_table table = {"paint", "usage\n", options, 6};
    optind = 0;  // start over
    return (only ? gz_options_read_only : gz_options_read)(&table, argc, argv,
                                                           status);
}

// Cut a line into arguments, in place; the command's own name comes first.
static int cut(char *line, char *argv[16])
{
    static char name[] = "paint";
    int argc = 0;
    char *rest = NULL;
    argv[argc++] = name;
    for (char *word = strtok_r(line, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        argv[argc++] = word;
    }
    argv[argc] = NULL;
    return argc;
}

static void test_values(void)
{
    char line[] = "-f --text=a -c 9 --colour blue -l x --list y -e 4 rest";
    char *argv[16];
    struct given given = {.choice = -1};
    int status = -1;
    const int argc = cut(line, argv);
    CHECK(read_all(argc, argv, false, &given, &status));
    CHECK_EQ(status, GZ_EXIT_OK);
    CHECK(given.flag);
    CHECK_Z(given.text, "a");
    CHECK_EQ(given.count, 9);
    CHECK_EQ(given.choice, 2);
    CHECK_EQ(given.list.count, 2);
    CHECK_Z(given.list.items[1], "y");
    CHECK_EQ(given.called, 4);
    CHECK_Z(argv[optind], "rest");
}

// What stands on standard error, or on standard output for help.
static const struct {
    const char *line;
    bool only;
    int status;
    const char *said;
} rows[] = {
    {"", true, -1, ""},
    {"--help", false, GZ_EXIT_OK, "usage\n"},
    {"-h", false, GZ_EXIT_OK, "usage\n"},
    {"-c 0", false, GZ_EXIT_USAGE,
     "error: --count \"0\" is no whole number from 1 to 9\n"},
    {"-c 10", false, GZ_EXIT_USAGE,
     "error: --count \"10\" is no whole number from 1 to 9\n"},
    {"-c x", false, GZ_EXIT_USAGE,
     "error: --count \"x\" is no whole number from 1 to 9\n"},
    {"--colour gren", false, GZ_EXIT_USAGE,
     "error: unknown colour \"gren\", allowed are red, green and blue; did you "
     "mean \"green\"?\n"},
    {"--colour 7", false, GZ_EXIT_USAGE,
     "error: unknown colour \"7\", allowed are red, green and blue\n"},
    {"-l 1 -l 2 -l 3", false, GZ_EXIT_USAGE,
     "error: --list is given more than 2 times\n"},
    {"-e 3", false, GZ_EXIT_USAGE, "error: \"3\" is odd\n"},
    {"-x", false, GZ_EXIT_USAGE,
     "paint: invalid option -- 'x'\nsee gazetted paint --help\n"},
    {"-t", false, GZ_EXIT_USAGE,
     "paint: option requires an argument -- 't'\nsee gazetted paint --help\n"},
    {"--nope", false, GZ_EXIT_USAGE,
     "paint: unrecognized option '--nope'\nsee gazetted paint --help\n"},
    {"word", true, GZ_EXIT_USAGE,
     "error: unexpected \"word\"; see gazetted paint --help\n"},
};

// Both streams go into one pipe while a row is run.
static void check_row(size_t i)
{
    char line[128];
    char *argv[16];
    char said[512];
    int ends[2];
    struct given given = {.choice = -1};
    int status = -1;
    snprintf(line, sizeof(line), "%s", rows[i].line);
    const int argc = cut(line, argv);
    fflush(stdout);
    const int out = dup(STDOUT_FILENO);
    const int err = dup(STDERR_FILENO);
    CHECK_EQ(pipe(ends), 0);
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    const bool on = read_all(argc, argv, rows[i].only, &given, &status);
    fflush(stdout);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    close(out);
    close(err);
    close(ends[1]);
    const ssize_t len = read(ends[0], said, sizeof(said) - 1);
    close(ends[0]);
    CHECK(len >= 0);
    said[len] = '\0';
    CHECK_Z(said, rows[i].said);
    CHECK_EQ(on, rows[i].status == -1);
    CHECK_EQ(status, on ? GZ_EXIT_OK : rows[i].status);
}

int main(void)
{
    test_values();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(i);
    }
    return 0;
}
