// `gazetted names` as a user sees it: status, what is said and how.

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/commands/commands.h"
#include "tests/support/check.h"

#define HEADER "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tsame_as\n"

static const char companies[] =
    HEADER "a\tOrg/Company\tAcme Corp.\tThe Acme\t\t\t\tticker=ACM\t\n"
           "a\t\tAcme Corp.\t\t\t\t\t\t\n"
           "b\tOrg\tTarget\t\t\texact\t5\t\t\n"
           "g\tOrg\tGlobex Inc.\t\t\t\t\t\t\n";

static const char more[] = HEADER "q\tPerson\tGlobex\t\t\t\t9\t\t\n"
                                  "z\tOrg\tZed\tTARGET\t\t\t\t\t\n"
                                  "w\tOrg\tacme corp\t\t\t\t\t\t\n"
                                  "v\tOrg\tAcme Corp.\tVee\t\tfree\t\t\t"
                                  "companies:a|more:z\n"
                                  "m\tWork\tMonday\t\t\tstop\t\t\t\n"
                                  "r\tPlace\tReading\t\t\tcontext\t\t\t\n"
                                  "k\tOrg\tReading Target\t\t\t\t\t\t\n";

static const char bad[] = HEADER "x\tOrk\tAcme\t\t\t\t\t\t\n"
                                 "y\tOrg\tYak\t\t\t\t\t\t\n";

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    CHECK(out != NULL);
    fputs(text, out);
    CHECK_EQ(fclose(out), 0);
}

// A command in a child, its output in the files "out" and "err".
static int run(int (*command)(int, char **), const char *const *arguments)
{
    char *argv[16] = {(char[]){"names"}};
    int argc = 1;
    for (; arguments[argc - 1] != NULL; argc++) {
        argv[argc] = strdup(arguments[argc - 1]);
    }
    fflush(NULL);
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        CHECK(freopen("out", "w", stdout) != NULL);
        CHECK(freopen("err", "w", stderr) != NULL);
        CHECK(freopen("in", "r", stdin) != NULL);
        const int status = command(argc, argv);
        fflush(NULL);
        _exit(status);
    }
    for (int i = 1; i < argc; i++) {
        free(argv[i]);
    }
    int status = 0;
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void check_file(const char *path, const char *want)
{
    char text[8192];
    FILE *in = fopen(path, "r");
    CHECK(in != NULL);
    const size_t len = fread(text, 1, sizeof(text), in);
    fclose(in);
    CHECK_STR(gz_str_of(text, len), want);
}

#define USAGE "; see gazetted names --help\n"
#define LISTS "companies.tsv", "more.tsv"

static const struct {
    const char *arguments[8];
    int status;
    const char *out;
    const char *err;
} rows[] = {
    // A name and its row again, another policy, another entity, a merged one.
    {{"why", "ACME corp", LISTS},
     GZ_EXIT_OK,
     "companies.tsv:2:15: \"Acme Corp.\" is companies:a, Org/Company\n"
     "    name of the row; policy smart, priority 0\n"
     "    shared: more:w is called so in more.tsv:4:7\n"
     "companies.tsv:3:4: \"Acme Corp.\" is companies:a, Org/Company\n"
     "    name of the row; policy smart, priority 0\n"
     "    duplicate: it has this name from companies.tsv:2:15\n"
     "more.tsv:4:7: \"acme corp\" is more:w, Org\n"
     "    name of the row; policy smart, priority 0\n"
     "    shared: companies:a is called so in companies.tsv:2:15\n"
     "more.tsv:5:7: \"Acme Corp.\" is companies:a, Org/Company\n"
     "    name of the row; policy free, priority 0\n"
     "    overruled: the policy that counts is in companies.tsv:2:15: smart\n",
     ""},
    {{"why", "target", LISTS},
     GZ_EXIT_OK,
     "companies.tsv:4:7: \"Target\" is companies:b, Org\n"
     "    name of the row; policy exact, priority 5\n"
     "    shared: companies:a is called so in more.tsv:3:11\n"
     "more.tsv:3:11: \"TARGET\" is companies:a, Org/Company\n"
     "    alias of the row; policy smart, priority 0\n"
     "    merged: more:z is companies:a, \"Acme Corp.\"\n"
     "    shared: companies:b is called so in companies.tsv:4:7, with the "
     "higher priority 5\n",
     ""},
    // What rules made, and what they may not.
    {{"why", "--expand", "legal-suffix,the", "Acme", "companies.tsv"},
     GZ_EXIT_OK,
     "companies.tsv:2:15: \"Acme\" is companies:a, Org/Company\n"
     "    alias made by legal-suffix from \"Acme Corp.\"; policy smart, "
     "priority 0\n"
     "companies.tsv:2:26: \"Acme\" is companies:a, Org/Company\n"
     "    alias made by the from \"The Acme\"; policy smart, priority 0\n"
     "    duplicate: it has this name from companies.tsv:2:15\n",
     ""},
    {{"why", "-e", "all", "globex", LISTS},
     GZ_EXIT_OK,
     "more.tsv:2:10: \"Globex\" is more:q, Person\n"
     "    name of the row; policy smart, priority 9\n"
     "companies.tsv:5:7: \"Globex\" is companies:g, Org\n"
     "    alias made by legal-suffix from \"Globex Inc.\"; policy smart, "
     "priority 0\n"
     "    conflict: left out, because a row gives this name to more:q, in "
     "more.tsv:2:10\n",
     ""},
    {{"why", "-e", "ticker", "acm", "companies.tsv"},
     GZ_EXIT_OK,
     "companies.tsv:2:15: \"ACM\" is companies:a, Org/Company\n"
     "    alias made by ticker from \"ticker=ACM\"; policy exact,ticker, "
     "priority 0\n"
     "companies.tsv:2:26: \"ACM\" is companies:a, Org/Company\n"
     "    alias made by ticker from \"ticker=ACM\"; policy exact,ticker, "
     "priority 0\n"
     "    duplicate: it has this name from companies.tsv:2:15\n",
     ""},
    {{"why", "Target", "more.gzt", "companies.tsv"},
     GZ_EXIT_OK,
     "companies.tsv:4:7: \"Target\" is companies:b, Org\n"
     "    name of the row; policy exact, priority 5\n"
     "more.gzt: \"TARGET\" is more:z, Org\n"
     "    alias in an image, which keeps no rows; policy smart, priority 0\n",
     ""},
    {{"why", "monday", "more.gzt"},
     GZ_EXIT_OK,
     "more.gzt: \"Monday\" is more:m, Work\n"
     "    name in an image, which keeps no rows; policy smart,stop, priority "
     "0\n",
     ""},
    {{"why", "Zed", "pack"},
     GZ_EXIT_OK,
     "pack/p.csv:2:7: \"Zed\" is p:z, Org\n"
     "    name of the row; policy smart, priority 0\n",
     ""},
    {{"why", "Zed", "pack", "-e", "the"},
     GZ_EXIT_OK,
     "pack/p.csv:2:7: \"Zed\" is p:z, Org\n"
     "    name of the row; policy smart, priority 0\n",
     ""},
    // The pack's own rules.
    {{"why", "Zedd", "pack"},
     GZ_EXIT_FAILURE,
     "",
     "error: no name is \"Zedd\", did you mean \"Zed\"?\n"},
    {{"why", "Zee", "pack"},
     GZ_EXIT_OK,
     "pack/p.csv:2:12: \"Zee\" is p:z, Org\n"
     "    alias made by the from \"The Zee\"; policy smart, priority 0\n",
     ""},
    // Nothing.
    {{"why", "Globx", LISTS},
     GZ_EXIT_FAILURE,
     "",
     "error: no name is \"Globx\", did you mean \"Globex\"?\n"},
    {{"why", "Akme corp", LISTS},
     GZ_EXIT_FAILURE,
     "",
     "error: no name is \"Akme corp\", did you mean \"acme corp\", \"Acme "
     "Corp.\"?\n"},
    {{"why", "reading list", "more.gzt"},
     GZ_EXIT_FAILURE,
     "",
     "error: no name is \"reading list\", did you mean \"Reading\", \"Reading "
     "Target\"?\n"},
    {{"why", "Zzyzx", LISTS},
     GZ_EXIT_FAILURE,
     "",
     "error: no name is \"Zzyzx\"\n"},
    {{"why", "?!", LISTS},
     GZ_EXIT_FAILURE,
     "",
     "error: \"?!\" cannot be a name: it holds no word\n"},
    {{"why", "\xff", LISTS},
     GZ_EXIT_FAILURE,
     "",
     "error: the name is not valid UTF-8\n"},
    // Bad rows are named, the others answer.
    {{"why", "yak", "bad.tsv"},
     GZ_EXIT_FAILURE,
     "bad.tsv:3:7: \"Yak\" is bad:y, Org\n"
     "    name of the row; policy smart, priority 0\n",
     "bad.tsv:2:3: error: unknown type \"Ork\", did you mean \"Org\"?\n"
     "x\tOrk\tAcme\t\t\t\t\t\t\n \t^~~\n"},
    {{"why", "Yak", "gone.tsv"},
     GZ_EXIT_FAILURE,
     "",
     "error: cannot open gone.tsv: No such file or directory\n"},
    {{"why", "Yak", "gone.gzt"},
     GZ_EXIT_FAILURE,
     "",
     "error: cannot open gone.gzt: No such file or directory\n"},
    {{"find", "Globex and Target: target, Reading Target Monday", LISTS},
     GZ_EXIT_OK,
     "[Globex] and [Target]: target, [Reading Target] Monday\n"
     "\n"
     "found:\n"
     "  0-6    Globex          more:q       Person       name \"Globex\" "
     "smart\n"
     "  11-17  Target          companies:b  Org          name \"Target\" "
     "exact\n"
     "  27-41  Reading Target  more:k       Org          name \"Reading "
     "Target\" smart\n"
     "\n"
     "not found:\n"
     "  11-17  Target          companies:a  Org/Company  alias \"TARGET\" "
     "smart: neither written like \"TARGET\" nor all in capitals\n"
     "  19-25  target          companies:a  Org/Company  alias \"TARGET\" "
     "smart: neither written like \"TARGET\" nor all in capitals\n"
     "  19-25  target          companies:b  Org          name \"Target\" "
     "exact: written otherwise than \"Target\", and its policy is exact\n"
     "  27-34  Reading         more:r       Place        name \"Reading\" "
     "smart,context: inside a longer name: \"Reading Target\", more:k\n"
     "  35-41  Target          companies:b  Org          name \"Target\" "
     "exact: inside a longer name: \"Reading Target\", more:k\n"
     "  35-41  Target          companies:a  Org/Company  alias \"TARGET\" "
     "smart: neither written like \"TARGET\" nor all in capitals\n"
     "  42-48  Monday          more:m       Work         name \"Monday\" "
     "smart,stop: a stop name: nothing stands here\n",
     ""},
    {{"find", "-", "more.gzt"},
     GZ_EXIT_OK,
     "From a file\nto Reading.\n"
     "\n"
     "nothing is found\n"
     "\n"
     "not found:\n"
     "  15-22  Reading  more:r  Place  name \"Reading\" smart,context: policy "
     "context, and nothing else in the text speaks for it\n",
     ""},
    {{"find", "No names", "more.gzt"},
     GZ_EXIT_OK,
     "No names\n\nnothing is found\n",
     ""},
    {{"find", "Zed (zed\x1b[31m)", "more.gzt"},
     GZ_EXIT_OK,
     "[Zed] (zed [31m)\n"
     "\n"
     "found:\n"
     "  0-3  Zed  more:z  Org  name \"Zed\" smart\n"
     "\n"
     "not found:\n"
     "  5-8  zed  more:z  Org  name \"Zed\" smart: neither written like "
     "\"Zed\" nor all in capitals\n",
     ""},
    {{"find", "--json", "Globex, Reading Target", LISTS},
     GZ_EXIT_OK,
     "{\"begin_byte\":0,\"end_byte\":6,\"fate\":\"mention\",\"text\":"
     "\"Globex\",\"id\":\"more:q\",\"type\":\"Person\",\"entity\":\"Globex\","
     "\"name\":\"Globex\",\"how\":\"name\",\"policy\":[\"smart\"],"
     "\"priority\":9}\n"
     "{\"begin_byte\":8,\"end_byte\":22,\"fate\":\"mention\",\"text\":"
     "\"Reading Target\",\"id\":\"more:k\",\"type\":\"Org\",\"entity\":"
     "\"Reading Target\",\"name\":\"Reading Target\",\"how\":\"name\","
     "\"policy\":[\"smart\"],\"priority\":0}\n"
     "{\"begin_byte\":8,\"end_byte\":15,\"fate\":\"inside\",\"text\":"
     "\"Reading\",\"id\":\"more:r\",\"type\":\"Place\",\"entity\":\"Reading\","
     "\"name\":\"Reading\",\"how\":\"name\",\"policy\":[\"smart\",\"context\"],"
     "\"priority\":0,\"why\":\"inside a longer name: \\\"Reading Target\\\", "
     "more:k\",\"by\":{\"begin_byte\":8,\"end_byte\":22,\"id\":\"more:k\"}}\n"
     "{\"begin_byte\":16,\"end_byte\":22,\"fate\":\"inside\",\"text\":"
     "\"Target\",\"id\":\"companies:b\",\"type\":\"Org\",\"entity\":"
     "\"Target\",\"name\":\"Target\",\"how\":\"name\",\"policy\":[\"exact\"],"
     "\"priority\":5,\"why\":\"inside a longer name: \\\"Reading Target\\\", "
     "more:k\",\"by\":{\"begin_byte\":8,\"end_byte\":22,\"id\":\"more:k\"}}\n"
     "{\"begin_byte\":16,\"end_byte\":22,\"fate\":\"case\",\"text\":"
     "\"Target\",\"id\":\"companies:a\",\"type\":\"Org/Company\",\"entity\":"
     "\"Acme Corp.\",\"name\":\"TARGET\",\"how\":\"alias\",\"policy\":"
     "[\"smart\"],\"priority\":0,\"why\":\"neither written like "
     "\\\"TARGET\\\" nor all in capitals\"}\n",
     ""},
    {{"find", "Acme", "bad.tsv"},
     GZ_EXIT_DATA,
     "",
     "bad.tsv:2:3: error: unknown type \"Ork\", did you mean \"Org\"?\n"
     "x\tOrk\tAcme\t\t\t\t\t\t\n \t^~~\n"},
    {{"find", "\xff", "more.tsv"},
     GZ_EXIT_FAILURE,
     "",
     "error: the text is not valid UTF-8\n"},
    {{"find", "-c", "config.yaml", "Zed"},
     GZ_EXIT_OK,
     "[Zed]\n\nfound:\n  0-3  Zed  more:z  Org  name \"Zed\" smart\n",
     ""},
    {{"why", "-c", "config.yaml", "Zed"},
     GZ_EXIT_OK,
     "./more.gzt: \"Zed\" is more:z, Org\n"
     "    name in an image, which keeps no rows; policy smart, priority 0\n",
     ""},
    {{"why", "-c", "gone.yaml", "Zed"},
     GZ_EXIT_CONFIG,
     "",
     "error: cannot open gone.yaml: No such file or directory\n"},
    {{NULL}, GZ_EXIT_USAGE, "", "error: say why or find" USAGE},
    {{"fidn", "x"},
     GZ_EXIT_USAGE,
     "",
     "error: \"fidn\" is neither why nor find, did you mean "
     "\"find\"?" USAGE},
    {{"where", "x"},
     GZ_EXIT_USAGE,
     "",
     "error: \"where\" is neither why nor find" USAGE},
    {{"why"}, GZ_EXIT_USAGE, "", "error: why what? give a name" USAGE},
    {{"find"}, GZ_EXIT_USAGE, "", "error: find what? give a text, or -" USAGE},
    {{"why", "-j", "x"},
     GZ_EXIT_USAGE,
     "",
     "error: --json is an option of find" USAGE},
    {{"find", "-e", "all", "x"},
     GZ_EXIT_USAGE,
     "",
     "error: --expand is an option of why" USAGE},
    {{"why", "-e", "teh", "x"},
     GZ_EXIT_USAGE,
     "",
     "error: unknown rule \"teh\" in --expand, did you mean \"the\"?\n"},
};

static void write_files(void)
{
    CHECK_EQ(mkdir("pack", 0700), 0);
    write_file("companies.tsv", companies);
    write_file("more.tsv", more);
    write_file("bad.tsv", bad);
    write_file("in", "From a file\nto Reading.\n");
    write_file("config.yaml", "rules: {packs: [./more.gzt]}\n");
    write_file("pack/pack.yaml", "namespace: p\nexpand: [the]\n");
    write_file("pack/p.csv", "id,type,name,aliases\nz,Org,Zed,\"The Zee\"\n");
    CHECK_EQ(run(gz_command_compile,
                 (const char *[]){"-o", "more.gzt", "more.tsv", NULL}),
             GZ_EXIT_OK);
}

int main(void)
{
    char folder[] = "/tmp/gz-names-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    CHECK_EQ(chdir(folder), 0);
    write_files();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const int status = run(gz_command_names, rows[i].arguments);
        check_file("err", rows[i].err);
        check_file("out", rows[i].out);
        CHECK_EQ(status, rows[i].status);
    }
    CHECK_EQ(run(gz_command_names, (const char *[]){"--help", NULL}),
             GZ_EXIT_OK);
    static const char *const files[] = {
        "companies.tsv", "more.tsv",    "bad.tsv",  "in",
        "out",           "err",         "more.gzt", "pack/pack.yaml",
        "pack/p.csv",    "config.yaml",
    };
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        CHECK_EQ(unlink(files[i]), 0);
    }
    CHECK_EQ(rmdir("pack"), 0);
    CHECK_EQ(chdir("/"), 0);
    CHECK_EQ(rmdir(folder), 0);
    return 0;
}
