// `gazetted compile` as a user sees it: status, texts, files.

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/commands/commands.h"
#include "rules/gazetteer/gazetteer.h"
#include "tests/support/check.h"

enum { OUTPUT_MAX = 200000 };

static const char good[] = "id\ttype\tname\na\tOrg\tAcme\nb\tOrg\tGlobex\n";
static const char bad[] = "id\ttype\tname\na\tOrg\tAcme\nb\tOrk\tGlobex\n";

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    CHECK(out != NULL);
    fputs(text, out);
    CHECK_EQ(fclose(out), 0);
}

// The command in a child, its output in the files "out" and "err".
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
        CHECK(freopen("out", "w", stdout) != NULL);
        CHECK(freopen("err", "w", stderr) != NULL);
        const int status = gz_command_compile(argc, argv);
        fflush(NULL);
        _exit(status);
    }
    int status = 0;
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static size_t read_output(const char *path, char text[OUTPUT_MAX])
{
    FILE *in = fopen(path, "r");
    CHECK(in != NULL);
    const size_t got = fread(text, 1, OUTPUT_MAX - 1, in);
    fclose(in);
    text[got] = '\0';
    return got;
}

static void check_output(const char *path, const char *want, size_t len)
{
    static char text[OUTPUT_MAX];
    const size_t got = read_output(path, text);
    CHECK_STR(gz_str_of(text, got < len ? got : len), want);
}

static void check_has(const char *path, const char *want)
{
    static char text[OUTPUT_MAX];
    read_output(path, text);
    if (strstr(text, want) == NULL) {
        fprintf(stderr, "%s has no \"%s\"\n", path, want);
        exit(1);
    }
}

static void check_starts(const char *path, const char *want)
{
    check_output(path, want, strlen(want));
}

static void check_is(const char *path, const char *want)
{
    check_output(path, want, SIZE_MAX);
}

static void check_image(const char *path, uint32_t names)
{
    struct gz_gazetteer *g = NULL;
    CHECK_OK(gz_gazetteer_open(path, &g, NULL));
    CHECK_EQ(gz_gazetteer_size(g).names, names);
    gz_gazetteer_close(g);
}

#define RUN(...) run((char *[]){"compile", __VA_ARGS__, NULL})

#define BAD_TEXT                                                               \
    "bad.tsv:3:3: error: unknown type \"Ork\", did you mean \"Org\"?\n"        \
    "b\tOrk\tGlobex\n \t^~~\n"

static void check_all(void)
{
    struct stat info;
    CHECK_EQ(RUN("good.tsv"), GZ_EXIT_OK);
    check_starts("out", "names.gzt: 2 rows, 2 entities, 2 names, ");
    check_is("err", "");
    check_image("names.gzt", 2);
    CHECK_EQ(stat("names.gzt", &info), 0);
    CHECK_EQ(info.st_mode & 0777, 0640);

    CHECK_EQ(RUN("-o", "x.gzt", "bad.tsv"), GZ_EXIT_FAILURE);
    check_is("out", "");
    check_is("err", BAD_TEXT "1 bad row, no image written; see --keep-going\n");
    CHECK(access("x.gzt", F_OK) != 0);

    CHECK_EQ(RUN("-o", "x.gzt", "--keep-going", "bad.tsv"), GZ_EXIT_OK);
    check_starts("out", "x.gzt: 2 rows (1 bad, left out), 1 entity, 1 name,");
    check_is("err", BAD_TEXT "1 bad row left out\n");
    check_image("x.gzt", 1);

    CHECK_EQ(RUN("-o", "x.gzt", "good.tsv", "gone.tsv"), GZ_EXIT_FAILURE);
    check_is("err", "error: cannot open gone.tsv: No such file or directory\n");
    check_image("x.gzt", 1);

    CHECK_EQ(RUN("-o", "gone/x.gzt", "good.tsv"), GZ_EXIT_FAILURE);
    check_is("err",
             "error: cannot write gone/x.gzt: No such file or directory\n");
    CHECK_EQ(run((char *[]){"compile", NULL}), GZ_EXIT_USAGE);
    check_is("err", "error: no list or pack given; see gazetted compile "
                    "--help\n");
    CHECK_EQ(RUN("--help"), GZ_EXIT_OK);
    check_starts("out", "usage: gazetted compile ");
}

static const char findings[] =
    "good.tsv:3: duplicate: \"Acme\" of good:a stands in good.tsv:2 already\n"
    "more.tsv:2: ambiguous: \"Paris\" is more:x (more.tsv:2), more:y "
    "(more.tsv:3)\n";

static void check_findings(void)
{
    write_file("good.tsv", "id\ttype\tname\na\tOrg\tAcme\na\tOrg\tAcme\n");
    write_file("more.tsv", "id\ttype\tname\nx\tPlace\tParis\n"
                           "y\tPerson\tParis\n");
    CHECK_EQ(RUN("--report", "found", "-t", "3", "good.tsv", "more.tsv"),
             GZ_EXIT_OK);
    check_is("found", findings);
    check_starts("out", "names.gzt: 4 rows, 3 entities, 2 names, ");
    check_has("out", "\n1 duplicate, 1 ambiguous name, 0 merged entities\n");
    check_has("out", " bytes a name, 2 first words, the longest name has 5 "
                     "bytes: Paris\n");
    CHECK_EQ(RUN("--quiet", "--report", "-", "good.tsv", "more.tsv"),
             GZ_EXIT_OK);
    check_is("out", findings);
    CHECK_EQ(RUN("--verbose", "good.tsv"), GZ_EXIT_OK);
    check_has("out", "\nreading 0.");
    CHECK_EQ(RUN("--report", "gone/found", "good.tsv"), GZ_EXIT_FAILURE);
    check_is("err",
             "error: cannot write gone/found: No such file or directory\n");
    CHECK_EQ(RUN("--report", "/dev/full", "good.tsv"), GZ_EXIT_FAILURE);
    check_is("err", "error: cannot write /dev/full: No space left on device\n");
}

static void check_expand(void)
{
    write_file("more.tsv", "id\ttype\tname\nx\tOrg\tThe Globex AG\n"
                           "y\tPerson\tGlobex\n");
    CHECK_EQ(RUN("--expand", "legal-suffix, the", "more.tsv"), GZ_EXIT_OK);
    check_starts("out", "names.gzt: 2 rows, 2 entities, 4 names, ");
    check_has("out", "\n2 names made by rules, 1 left out for names of rows\n");
    CHECK_EQ(RUN("-e", "the", "more.tsv"), GZ_EXIT_OK);
    check_has("out", "\n1 name made by rules\n");
    CHECK_EQ(RUN("-e", "all", "more.tsv"), GZ_EXIT_OK);
    CHECK_EQ(RUN("-e", "the,initals", "more.tsv"), GZ_EXIT_USAGE);
    check_is("err", "error: unknown rule \"initals\" in --expand, did you mean "
                    "\"initials\"?\n");
    CHECK_EQ(RUN("-e", "", "more.tsv"), GZ_EXIT_USAGE);
    check_is("err", "error: unknown rule \"\" in --expand, there are all, "
                    "acronym, ticker, legal-suffix, the, ampersand, initials, "
                    "middle-initial and accents\n");
}

// Changes as a list and as an image, put into the image before them.
static void check_merge(void)
{
    write_file("good.tsv", good);
    write_file("more.tsv", "id\ttype\tname\tpolicy\n"
                           "good:a\t\tAcme\tremove\n"
                           "good:b\t\tGlobe\tremove\n"
                           "good:z\t\t\tremove\n"
                           "c\tOrg\tInitech\t\n");
    CHECK_EQ(RUN("-o", "names.gzt", "good.tsv"), GZ_EXIT_OK);
    CHECK_EQ(RUN("--merge", "names.gzt", "-o", "x.gzt", "more.tsv"),
             GZ_EXIT_OK);
    check_starts("out", "x.gzt: 4 rows, 3 entities, 2 names, ");
    check_has("out", "\n1 removal done, 0 kept for the images before this "
                     "one\n");
    check_is("err", "more.tsv:3:1: warning: the entity has no name \"Globe\" "
                    "to remove\n"
                    "good:b\t\tGlobe\tremove\n^\n"
                    "more.tsv:4:1: warning: there is no entity with this id to "
                    "remove\n"
                    "good:z\t\t\tremove\n^\n");
    check_image("x.gzt", 2);
    CHECK_EQ(RUN("-o", "found", "more.tsv"), GZ_EXIT_OK);
    check_is("err", "");
    check_has("out", "\n0 removals done, 3 kept for the images before this "
                     "one\n");
    CHECK_EQ(rename("found", "found.gzt"), 0);
    CHECK_EQ(RUN("-q", "-m", "names.gzt", "-m", "found.gzt", "-o", "found"),
             GZ_EXIT_OK);
    check_is("err", "warning: found.gzt: the entity good:b has no name "
                    "\"Globe\" to remove\n"
                    "warning: found.gzt: there is no entity good:z to "
                    "remove\n");
    check_image("found", 2);
    CHECK_EQ(RUN("-q", "-m", "found.gzt", "-o", "found", "good.tsv"),
             GZ_EXIT_OK);
    check_image("found", 3);
    write_file("found.gzt", "no image");
    CHECK_EQ(RUN("-k", "-m", "names.gzt", "-o", "found", "found.gzt"),
             GZ_EXIT_FAILURE);
    check_is("err", "error: found.gzt: this is no name image; make one with "
                    "\"gazetted compile\"\n");
    CHECK_EQ(unlink("found.gzt"), 0);
}

// Each of them is named, however many there are.
static void check_many_bad_rows(void)
{
    FILE *out = fopen("bad.tsv", "w");
    CHECK(out != NULL);
    fputs("id\ttype\tname\n", out);
    for (int i = 0; i < 1000; i++) {
        fprintf(out, "%d\tOrk\tGlobex\n", i);
    }
    CHECK_EQ(fclose(out), 0);
    CHECK_EQ(RUN("-k", "bad.tsv"), GZ_EXIT_OK);
    for (int i = 2; i < 1002; i++) {
        char place[40];
        snprintf(place, sizeof(place), "bad.tsv:%d:%d: error: ", i,
                 i < 12    ? 3
                 : i < 102 ? 4
                           : 5);
        check_has("err", place);
    }
    check_has("err", "\n1000 bad rows left out\n");
}

// A list is not overwritten, a device not replaced, a link followed.
static void check_outputs(void)
{
    struct stat info;
    CHECK_EQ(RUN("-o", "./good.tsv", "bad.tsv", "good.tsv"), GZ_EXIT_USAGE);
    check_is("err", "error: good.tsv is read and would be overwritten; name "
                    "another file with --output\n");
    CHECK_EQ(RUN("-o", "x.gzt", "-r", "./good.tsv", "good.tsv"), GZ_EXIT_USAGE);
    check_is("err", "error: good.tsv is read and would be overwritten; name "
                    "another file with --report\n");
    check_is("good.tsv", good);
    CHECK_EQ(RUN("-q", "-o", "names.gzt", "good.tsv"), GZ_EXIT_OK);
    CHECK_EQ(RUN("-q", "-o", "names.gzt", "names.gzt"), GZ_EXIT_OK);

    CHECK_EQ(symlink("names.gzt", "found.gzt"), 0);
    CHECK_EQ(RUN("-q", "-k", "-o", "found.gzt", "bad.tsv"), GZ_EXIT_OK);
    CHECK_EQ(lstat("found.gzt", &info), 0);
    CHECK(S_ISLNK(info.st_mode));
    check_image("names.gzt", 1);
    CHECK_EQ(unlink("found.gzt"), 0);

    CHECK_EQ(mkfifo("pipe", 0600), 0);
    const int reader = open("pipe", O_RDONLY | O_NONBLOCK);
    CHECK(reader >= 0);
    CHECK_EQ(RUN("-q", "-o", "pipe", "good.tsv"), GZ_EXIT_OK);
    CHECK_EQ(lstat("pipe", &info), 0);
    CHECK(S_ISFIFO(info.st_mode));
    char magic[8];
    CHECK_EQ(read(reader, magic, sizeof(magic)), (ssize_t)sizeof(magic));
    CHECK(memcmp(magic, "GZNAMES\n", sizeof(magic)) == 0);
    close(reader);
    CHECK_EQ(unlink("pipe"), 0);
}

static void check_usage(void)
{
    static const char *const wrong[] = {"0", "65", "-1", "x", ""};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        char threads[32];
        char want[100];
        snprintf(threads, sizeof(threads), "--threads=%s", wrong[i]);
        snprintf(want, sizeof(want),
                 "error: --threads \"%s\" is no whole number from 1 to 64\n",
                 wrong[i]);
        CHECK_EQ(RUN(threads, "good.tsv"), GZ_EXIT_USAGE);
        check_is("err", want);
    }
}

int main(void)
{
    char folder[] = "/tmp/gz-compile-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    CHECK_EQ(chdir(folder), 0);
    umask(027);
    write_file("good.tsv", good);
    write_file("bad.tsv", bad);
    check_all();
    check_findings();
    check_expand();
    check_merge();
    check_outputs();
    check_many_bad_rows();
    check_usage();
    static const char *const files[] = {"good.tsv", "bad.tsv",   "out",
                                        "err",      "names.gzt", "x.gzt",
                                        "more.tsv", "found"};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        CHECK_EQ(unlink(files[i]), 0);
    }
    CHECK_EQ(chdir("/"), 0);
    CHECK_EQ(rmdir(folder), 0);  // nothing else was left behind
    return 0;
}
