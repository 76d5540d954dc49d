// Which files of a pack are lists, and lists of each format as files.

#include "rules/gazetteer/lists/pack.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/check.h"
#include "tests/support/gazetteer_fixture.h"

static const struct {
    const char *path;
    const char *stem;
} stems[] = {
    {"names.tsv", "names"},       {"a/b/names.csv", "names"},
    {"a/names.jsonl", "names"},   {"./names.ndjson", "names"},
    {"a/names.v1", "names.v1"},   {"packs/places/", "places"},
    {"packs/places//", "places"}, {"/", "/"},
};

// Each file of the pack, and what it holds.
static const struct {
    const char *path;
    const char *text;
} files[] = {
    {"mix/pack.yaml", "name: Mixed\n"},
    {"mix/c.tsv", "id\ttype\tname\nc\tOrg\tC\n"},
    {"mix/a.csv", "id,type,name\na,Org,\"A, Inc\"\n"},
    {"mix/b.jsonl", "{\"id\":\"b\",\"type\":\"Org\",\"name\":\"B\"}\n"},
    {"mix/d.NDJSON", "{\"id\":\"d\",\"type\":\"Org\",\"name\":\"D\"}\n"},
    {"mix/e.json", "{\"id\":\"e\",\"type\":\"Org\",\"name\":\"E\"}\n"},
    {"mix/.f.csv", "nothing"},
};

enum { FILES = sizeof(files) / sizeof(files[0]) };

static void write_files(void)
{
    CHECK_EQ(mkdir("mix", 0700), 0);
    for (size_t i = 0; i < FILES; i++) {
        FILE *out = fopen(files[i].path, "w");
        CHECK(out != NULL);
        fputs(files[i].text, out);
        CHECK_EQ(fclose(out), 0);
    }
}

static void check_lists(void)
{
    static const char *const want[] = {"mix/a.csv", "mix/b.jsonl", "mix/c.tsv",
                                       "mix/d.NDJSON"};
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_pack pack;
    CHECK(arena != NULL);
    CHECK_OK(gz_pack_read("mix", arena, &pack, NULL));
    CHECK_STR(pack.namespace, "mix");
    CHECK_EQ(pack.list_count, 4);
    for (size_t i = 0; i < pack.list_count; i++) {
        CHECK_Z(pack.lists[i], want[i]);
    }
    gz_arena_free(arena);
}

static void check_compiled(const char *path, const char *want_entities)
{
    struct gz_compiler *c = gz_compiler_new();
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_gazetteer *g = NULL;
    gz_buffer_init(&image, 0);
    CHECK(c != NULL);
    CHECK_OK(gz_compiler_add(c, path, NULL));
    CHECK_OK(gz_compiler_finish(c, &image, &report, NULL));
    CHECK_OK(gz_gazetteer_adopt(image.data, image.len, &g, NULL));
    test_check_entities(g, want_entities);
    gz_gazetteer_close(g);
    gz_compiler_free(c);
}

int main(void)
{
    char folder[] = "/tmp/gz-pack-XXXXXX";
    for (size_t i = 0; i < sizeof(stems) / sizeof(stems[0]); i++) {
        CHECK_STR(gz_pack_stem(stems[i].path), stems[i].stem);
    }
    CHECK(mkdtemp(folder) != NULL);
    CHECK_EQ(chdir(folder), 0);
    write_files();
    check_lists();
    check_compiled("mix", "mix:a|Org|A, Inc||\nmix:b|Org|B||\n"
                          "mix:c|Org|C||\nmix:d|Org|D||\n");
    check_compiled("mix/a.csv", "a:a|Org|A, Inc||\n");
    check_compiled("mix/d.NDJSON", "d:d|Org|D||\n");
    for (size_t i = 0; i < FILES; i++) {
        unlink(files[i].path);
    }
    rmdir("mix");
    CHECK_EQ(chdir("/"), 0);
    rmdir(folder);
    return 0;
}
