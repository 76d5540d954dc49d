// Every folder tests/errors/rules/NAME is a pack with mistakes, or holds
// several packs, and its said.txt is all that is said about them.
// `test_rule_errors NAME` runs one case and `test_rule_errors --write` writes
// the texts anew.

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/compile/program.h"
#include "rules/language/rule_set.h"
#include "tests/support/check.h"

static const char folder[] = "tests/errors/rules";

enum { PACKS_MAX = 8, PATH_BYTES = 512, CASES_MIN = 40 };

static int is_folder(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && entry->d_type == DT_DIR;
}

// The case itself, or the packs in it.
static size_t find_packs(const char *name, char packs[PACKS_MAX][PATH_BYTES])
{
    struct dirent **entries = NULL;
    const int count = scandir(name, &entries, is_folder, alphasort);
    CHECK(count >= 0 && count < PACKS_MAX);
    for (int i = 0; i < count; i++) {
        CHECK(snprintf(packs[i], PATH_BYTES, "%s/%s", name,
                       entries[i]->d_name) < PATH_BYTES);
        free(entries[i]);
    }
    free(entries);
    if (count == 0) {
        CHECK(snprintf(packs[0], PATH_BYTES, "%s", name) < PATH_BYTES);
    }
    return count == 0 ? 1 : (size_t)count;
}

static void judge(const char *name, struct gz_error *err)
{
    char packs[PACKS_MAX][PATH_BYTES];
    const char *folders[PACKS_MAX];
    struct gz_rule_set *set = NULL;
    const size_t count = find_packs(name, packs);
    for (size_t i = 0; i < count; i++) {
        folders[i] = packs[i];
    }
    enum gz_status st = gz_rule_set_load(folders, count, &set, err);
    if (st == GZ_OK) {
        struct gz_program *program = NULL;
        st = gz_program_build(set, &program, err);
        gz_program_free(program);
        gz_rule_set_sort_errors(set, 0, err);
        gz_rule_set_free(set);
    }
    if (st == GZ_OK) {
        fprintf(stderr, "%s: no mistake found\n", name);
        exit(1);
    }
    CHECK(err->count > 0);
}

static void write_text(const char *name, const char *text)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof(path), "%s/said.txt", name);
    FILE *out = fopen(path, "w");
    CHECK(out != NULL);
    fputs(text, out);
    CHECK_EQ(fclose(out), 0);
}

// Both texts from the first line in which they differ.
static void show_difference(const char *name, struct gz_str want,
                            struct gz_str got)
{
    struct gz_str want_line = gz_str_cut(&want, '\n');
    struct gz_str got_line = gz_str_cut(&got, '\n');
    while (gz_str_eq(want_line, got_line) && want.ptr != NULL &&
           got.ptr != NULL) {
        want_line = gz_str_cut(&want, '\n');
        got_line = gz_str_cut(&got, '\n');
    }
    fprintf(stderr,
            "--- %s/%s/said.txt\n+++ got\n-" GZ_STR_FMT "\n+" GZ_STR_FMT
            "\nrerun: test_rule_errors %s\n",
            folder, name, GZ_STR_ARG(want_line), GZ_STR_ARG(got_line), name);
}

static int run_case(const char *name, bool write)
{
    struct gz_error err;
    struct gz_source want;
    char path[PATH_BYTES];
    int bad = 0;

    gz_error_init(&err);
    judge(name, &err);
    if (write) {
        write_text(name, gz_error_text(&err));
    }
    snprintf(path, sizeof(path), "%s/said.txt", name);
    CHECK_OK(gz_source_load(&want, path, 0, NULL));
    if (strcmp(gz_error_text(&err), want.text) != 0) {
        show_difference(name, gz_str_z(want.text),
                        gz_str_z(gz_error_text(&err)));
        bad = 1;
    }
    gz_source_fini(&want);
    gz_error_fini(&err);
    return bad;
}

int main(int argc, char **argv)
{
    const bool write = argc == 2 && strcmp(argv[1], "--write") == 0;
    struct dirent **entries = NULL;
    int bad = 0;

    CHECK_EQ(chdir(folder), 0);
    if (argc == 2 && !write) {
        return run_case(argv[1], false);
    }
    const int count = scandir(".", &entries, is_folder, alphasort);
    CHECK(count >= CASES_MIN);
    for (int i = 0; i < count; i++) {
        bad |= run_case(entries[i]->d_name, write);
        free(entries[i]);
    }
    free(entries);
    return bad;
}
