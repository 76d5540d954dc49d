// Mistakes that a compiler finds in fields of CSV and JSON: each is marked
// where it stands in the file, in quotes, behind escapes and in arrays.

#include <stdlib.h>
#include <unistd.h>

#include "rules/gazetteer/compile/compile.h"
#include "tests/support/check.h"

static const struct {
    const char *path;
    const char *text;
    const char *want;
} rows[] = {
    {"list.csv", "id,type,name,aliases\na,Org,\"The \"\"A\"\"\",\"A|--|B\"\n",
     "list.csv:2:22: error: name \"--\" holds no word\n"
     "a,Org,\"The \"\"A\"\"\",\"A|--|B\"\n                     ^~\n"},
    {"list.csv", "id,type,name,aliases\na,Org,A,\"\"\"A\"\"|--|B\"\n",
     "list.csv:2:16: error: name \"--\" holds no word\n"
     "a,Org,A,\"\"\"A\"\"|--|B\"\n               ^~\n"},
    {"list.csv", "id,type,name,aliases\na,Org,A,\"B\n|\"\n",
     "list.csv:3:2: error: alias is empty\n|\"\n ^\n"},
    {"list.csv", "id,type,name\na,,\"A\"\"B\"\nb,Org,\n",
     "list.csv:2:3: error: type is empty in the first row of id \"a\"\n"
     "a,,\"A\"\"B\"\n  ^\n"
     "list.csv:3:7: error: name is empty\nb,Org,\n      ^\n"},
    {"list.jsonl",
     "{\"id\":\"a\",\"type\":\"Org\",\"name\":\"A\",\"aliases\":[\"B\","
     "\"\\u002d-\",\"C\"]}\n",
     "list.jsonl:1:51: error: name \"--\" holds no word\n"
     "{\"id\":\"a\",\"type\":\"Org\",\"name\":\"A\",\"aliases\":[\"B\","
     "\"\\u002d-\",\"C\"]}\n"
     "                                                  ^~~~~~~\n"},
    {"list.jsonl",
     "{\"id\":\"a\",\"type\":\"Org\",\"name\":\"A\"}\n"
     "{\"id\":\"a\",\"policy\":[\"exact\"],\"aliases\":[\"B\",\"A\"]}\n",
     "list.jsonl:2:46: error: name \"A\" has policy exact here and smart in an "
     "earlier row of this id\n"
     "{\"id\":\"a\",\"policy\":[\"exact\"],\"aliases\":[\"B\",\"A\"]}\n"
     "                                             ^\n"},
    {"list.jsonl", "{\"id\":\"a\",\"name\":\"A\"}\n",
     "list.jsonl:1:1: error: type is empty in the first row of id \"a\"\n"
     "{\"id\":\"a\",\"name\":\"A\"}\n^\n"},
    {"list.ndjson",
     "{\"id\":\"a\",\"type\":\"Org\",\"name\":\"A\",\"same_as\":[\"x:1\","
     "\"Q30\"]}\n",
     "list.ndjson:1:53: error: same_as \"Q30\" is no entity id; one looks like "
     "wd:Q30 or pack:row-id\n"
     "{\"id\":\"a\",\"type\":\"Org\",\"name\":\"A\",\"same_as\":[\"x:1\","
     "\"Q30\"]}\n"
     "                                                    ^~~\n"},
};

static void check_row(const char *path, const char *text, const char *want)
{
    struct gz_error err;
    struct gz_compiler *c = gz_compiler_new();
    FILE *out = fopen(path, "w");
    CHECK(c != NULL && out != NULL);
    fputs(text, out);
    CHECK_EQ(fclose(out), 0);
    gz_error_init(&err);
    CHECK_EQ(gz_compiler_add(c, path, &err), GZ_INVALID);
    CHECK_Z(gz_error_text(&err), want);
    gz_error_fini(&err);
    gz_compiler_free(c);
    unlink(path);
}

int main(void)
{
    char folder[] = "/tmp/gz-lists-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    CHECK_EQ(chdir(folder), 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(rows[i].path, rows[i].text, rows[i].want);
    }
    CHECK_EQ(chdir("/"), 0);
    rmdir(folder);
    return 0;
}
