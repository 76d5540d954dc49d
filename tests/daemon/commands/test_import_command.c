// `gazetted import`: golden cases, each a list under tests/cases/import with
// the list that comes of it in NAME.tsv and all that is said in NAME.txt; then
// options and status.  `test_import_command --write` writes those files anew:
// read the diff.

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/base/buffer.h"
#include "daemon/base/source.h"
#include "daemon/commands/commands.h"
#include "tests/support/check.h"

#define FOLDER "tests/cases/import/"

static const struct {
    const char *name;
    const char *format;
    const char *path;
    const char *map;
    int status;
} cases[] = {
    {"spacy", "spacy", FOLDER "spacy.jsonl", "FRUIT=Product", 1},
    {"gate", "gate", FOLDER "gate", "date/day=Event", 1},
    {"gate_index", "gate", FOLDER "gate/lists.def", NULL, 1},
    {"regexner", "regexner", FOLDER "regexner.tab", "degree=Work", 1},
};

static char out_path[] = "/tmp/gz-import-out-XXXXXX";
static char err_path[] = "/tmp/gz-import-err-XXXXXX";

// The command in a child, its output in the two files.
static int run(char **argv)
{
    int argc = 0;
    while (argv[argc] != NULL) {
        argc++;
    }
    fflush(NULL);
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        CHECK(freopen(out_path, "w", stdout) != NULL);
        CHECK(freopen(err_path, "w", stderr) != NULL);
        const int status = gz_command_import(argc, argv);
        fflush(NULL);
        _exit(status);
    }
    int status = 0;
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

#define RUN(...) run((char *[]){"import", __VA_ARGS__, NULL})

static void check_file(const char *path, const char *want)
{
    struct gz_source got;
    CHECK_OK(gz_source_load(&got, path, 0, NULL));
    CHECK_Z(got.text, want);
    gz_source_fini(&got);
}

static void check_starts(const char *path, const char *want)
{
    struct gz_source got;
    CHECK_OK(gz_source_load(&got, path, 0, NULL));
    CHECK(gz_str_starts(gz_str_z(got.text), gz_str_z(want)));
    gz_source_fini(&got);
}

static void write_golden(const char *path, const char *got_path)
{
    struct gz_source got;
    CHECK_OK(gz_source_load(&got, got_path, 0, NULL));
    FILE *out = fopen(path, "w");
    CHECK(out != NULL);
    fputs(got.text, out);
    CHECK_EQ(fclose(out), 0);
    gz_source_fini(&got);
}

static void check_golden(const char *name, const char *suffix,
                         const char *got_path, bool write)
{
    char path[256];
    struct gz_source want;
    snprintf(path, sizeof(path), FOLDER "%s%s", name, suffix);
    if (write) {
        write_golden(path, got_path);
    }
    CHECK_OK(gz_source_load(&want, path, 0, NULL));
    check_file(got_path, want.text);
    gz_source_fini(&want);
}

static void check_cases(bool write)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *format = strdup(cases[i].format);
        char *path = strdup(cases[i].path);
        char *map = strdup(cases[i].map == NULL ? "x=Org" : cases[i].map);
        CHECK(format != NULL && path != NULL && map != NULL);
        CHECK_EQ(RUN("-m", map, format, path), cases[i].status);
        check_golden(cases[i].name, ".tsv", out_path, write);
        check_golden(cases[i].name, ".txt", err_path, write);
        free(format);
        free(path);
        free(map);
    }
}

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    CHECK(out != NULL);
    fputs(text, out);
    CHECK_EQ(fclose(out), 0);
}

#define HEADER "type\tid\tname\tpolicy\tpriority\tattributes\n"
#define LOST                                                                   \
    "in.tab:2: lost: label \"TITLE\" has no type; give it one with --map "     \
    "TITLE=TYPE\nlost 1, read 2, names written 1\n"                            \
    "       1  label \"TITLE\" has no type; give it one with --map "           \
    "TITLE=TYPE\n"

static void check_options(void)
{
    write_file("in.tab", "Acme\tORGANIZATION\nCEO\tTITLE\n");
    CHECK_EQ(RUN("regexner", "in.tab"), GZ_EXIT_OK);
    check_file(out_path, HEADER "Org\tOrg/Acme\tAcme\texact\t\t\n");
    check_file(err_path, LOST);
    CHECK_EQ(RUN("regexner", "in.tab", "--strict", "-p", "free"),
             GZ_EXIT_FAILURE);
    check_file(out_path, HEADER "Org\tOrg/Acme\tAcme\tfree\t\t\n");
    check_file(err_path, LOST);

    CHECK_EQ(
        RUN("-o", "x.tsv", "-m", (char[]){"TITLE=Work"}, "regexner", "in.tab"),
        GZ_EXIT_OK);
    check_file(out_path, "x.tsv: 2 read, 2 names, 0 lost\n");
    check_file(err_path, "");
    check_file("x.tsv", HEADER "Org\tOrg/Acme\tAcme\texact\t\t\n"
                               "Work\tWork/CEO\tCEO\texact\t\t\n");
    unlink("in.tab");
    unlink("x.tsv");
}

static void check_mistakes(void)
{
    CHECK_EQ(RUN("regexner", "gone.tab"), GZ_EXIT_FAILURE);
    check_file(err_path, "error: cannot open gone.tab: No such file or "
                         "directory\n");
    write_file("in.tab", "Acme\tORG\n");
    CHECK_EQ(RUN("-o", "gone/x.tsv", "regexner", "in.tab"), GZ_EXIT_FAILURE);
    check_file(err_path, "error: cannot write gone/x.tsv: No such file or "
                         "directory\n");
    CHECK_EQ(RUN("-o", "in.tab", "regexner", "in.tab"), GZ_EXIT_USAGE);
    check_file(err_path, "error: in.tab is read and would be overwritten; name "
                         "another file with --output\n");
    unlink("in.tab");
    CHECK_EQ(RUN("spacey", "x"), GZ_EXIT_USAGE);
    check_file(err_path, "error: unknown format \"spacey\", allowed are spacy, "
                         "gate and regexner\n");
    CHECK_EQ(RUN("spacy"), GZ_EXIT_USAGE);
    check_file(err_path, "error: a format and a file are needed; see gazetted "
                         "import --help\n");
    CHECK_EQ(RUN("-m", (char[]){"ORG"}, "spacy", "x"), GZ_EXIT_USAGE);
    check_file(err_path, "error: \"ORG\" is not of the form LABEL=TYPE, as in "
                         "ORG=Org\n");
    CHECK_EQ(RUN("-m", (char[]){"ORG=Ork"}, "spacy", "x"), GZ_EXIT_USAGE);
    check_file(err_path,
               "error: unknown type \"Ork\", did you mean \"Org\"?\n");
    CHECK_EQ(RUN("-m", (char[]){"ORG=Planet"}, "spacy", "x"), GZ_EXIT_USAGE);
    check_starts(err_path, "error: unknown type \"Planet\"");
    CHECK_EQ(RUN("-p", "loose", "spacy", "x"), GZ_EXIT_USAGE);
    check_file(err_path, "error: unknown policy \"loose\", allowed are exact, "
                         "smart and free\n");
    CHECK_EQ(RUN("--help"), GZ_EXIT_OK);
    check_starts(out_path, "usage: gazetted import ");
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/gz-import-XXXXXX";
    const bool write = argc == 2 && strcmp(argv[1], "--write") == 0;
    CHECK(mkdtemp(folder) != NULL);
    CHECK(mkstemp(out_path) >= 0 && mkstemp(err_path) >= 0);
    check_cases(write);
    CHECK_EQ(chdir(folder), 0);
    check_options();
    check_mistakes();
    CHECK_EQ(chdir("/"), 0);
    rmdir(folder);
    unlink(out_path);
    unlink(err_path);
    return 0;
}
