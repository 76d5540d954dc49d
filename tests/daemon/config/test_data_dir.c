#include "daemon/config/data_dir.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/check.h"

// What the test's data folder holds; a trailing slash marks a folder.
static const char *const files[] = {
    "one.gzt", "packs/", "packs/one/", "packs/two.gzt", "packs/three/",
};

// An entry of rules.packs and the path it stands for; NULL: not found.
static const struct {
    const char *entry;
    const char *path;  // below the folder
} rows[] = {
    {"one", "one.gzt"}, {"two", "packs/two.gzt"}, {"three", "packs/three"},
    {"four", NULL},     {"one.gzt", NULL},
};

static void make(const char *dir)
{
    char path[256];
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
        if (path[strlen(path) - 1] == '/') {
            CHECK_EQ(mkdir(path, 0700), 0);
        } else {
            FILE *out = fopen(path, "w");
            CHECK(out != NULL);
            CHECK_EQ(fclose(out), 0);
        }
    }
}

static void clean(const char *dir)
{
    char path[256];
    for (size_t i = sizeof(files) / sizeof(files[0]); i > 0; i--) {
        snprintf(path, sizeof(path), "%s/%s", dir, files[i - 1]);
        CHECK_EQ(remove(path), 0);
    }
    CHECK_EQ(rmdir(dir), 0);
}

static void test_rows(const char *dir, struct gz_arena *arena)
{
    char want[256];
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *const items[] = {rows[i].entry, NULL};
        const struct gz_config_list packs = {items, 1};
        const char *const *paths = NULL;
        const enum gz_status st =
            gz_data_dir_packs(&packs, arena, &paths, NULL);
        CHECK_EQ(st, rows[i].path == NULL ? GZ_INVALID : GZ_OK);
        if (st == GZ_OK) {
            snprintf(want, sizeof(want), "%s/%s", dir, rows[i].path);
            CHECK_Z(paths[0], want);
            CHECK(paths[1] == NULL);
        }
    }
}

// All entries that are wrong are named; a path is taken as it is.
static void test_messages(const char *dir, struct gz_arena *arena)
{
    const char *const items[] = {"four", dir, "./no/such", NULL};
    const struct gz_config_list packs = {items, 3};
    const char *const *paths = NULL;
    struct gz_error err;
    char want[512];

    gz_error_init(&err);
    CHECK_EQ(gz_data_dir_packs(&packs, arena, &paths, &err), GZ_INVALID);
    CHECK_Z(paths[1], dir);
    snprintf(want, sizeof(want),
             "error: rules.packs: there is no pack \"four\" in %s (a path has "
             "a slash, as in ./four)\n"
             "error: rules.packs: cannot find ./no/such: No such file or "
             "directory\n",
             dir);
    CHECK_Z(gz_error_text(&err), want);
    gz_error_fini(&err);
}

int main(void)
{
    char dir[] = "/tmp/gazetted-data-XXXXXX";
    struct gz_arena *arena = gz_arena_new(1 << 20);
    CHECK(mkdtemp(dir) != NULL);
    make(dir);
    CHECK_EQ(setenv("GAZETTED_DATA_DIR", dir, 1), 0);
    CHECK_Z(gz_data_dir_find(arena), dir);
    test_rows(dir, arena);
    test_messages(dir, arena);
    clean(dir);
    gz_arena_free(arena);
    return 0;
}
