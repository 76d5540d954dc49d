// Every tests/errors/config/NAME.yaml is a configuration with mistakes, and
// NAME.txt is all that is said about it.  `test_config_errors NAME` runs one
// case and `test_config_errors --write` writes the texts anew.

#include <dirent.h>
#include <unistd.h>

#include "daemon/config/config.h"
#include "daemon/kafka/properties.h"
#include "tests/support/check.h"

static const char folder[] = "tests/errors/config";

static void load_case(const char *name, const char *suffix,
                      struct gz_source *src)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s%s", folder, name, suffix);
    CHECK_OK(gz_source_load(src, path, 0, NULL));
}

// What the program says; the source is known by the name of the case.
static void judge(const char *name, struct gz_error *err)
{
    static const struct gz_config_context context = {.host_name = "host-1"};
    struct gz_source file;
    struct gz_source src;
    struct gz_config *config = NULL;
    char known_as[256];

    load_case(name, ".yaml", &file);
    snprintf(known_as, sizeof(known_as), "%s.yaml", name);
    CHECK_OK(
        gz_source_init(&src, known_as, gz_str_of(file.text, file.len_bytes)));
    enum gz_status st = gz_config_parse(&src, &context, &config, err);
    if (st == GZ_OK) {
        st = gz_kafka_properties_check(config, err);
    }
    if (st == GZ_OK) {
        fprintf(stderr, "%s: no mistake found\n", name);
        exit(1);
    }
    gz_config_free(config);
    gz_source_fini(&file);
}

static void write_text(const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s.txt", folder, name);
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
            "--- %s/%s.txt\n+++ got\n-" GZ_STR_FMT "\n+" GZ_STR_FMT
            "\nrerun: test_config_errors %s\n",
            folder, name, GZ_STR_ARG(want_line), GZ_STR_ARG(got_line), name);
}

static int run_case(const char *name, bool write)
{
    struct gz_error err;
    struct gz_source want;
    int bad = 0;

    gz_error_init(&err);
    judge(name, &err);
    if (write) {
        write_text(name, gz_error_text(&err));
    }
    load_case(name, ".txt", &want);
    if (strcmp(gz_error_text(&err), want.text) != 0) {
        show_difference(name, gz_str_z(want.text),
                        gz_str_z(gz_error_text(&err)));
        bad = 1;
    }
    gz_source_fini(&want);
    gz_error_fini(&err);
    return bad;
}

static int is_case(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && strcmp(dot, ".yaml") == 0;
}

int main(int argc, char **argv)
{
    const bool write = argc == 2 && strcmp(argv[1], "--write") == 0;
    struct dirent **entries = NULL;
    int bad = 0;

    if (argc == 2 && !write) {
        return run_case(argv[1], false);
    }
    const int count = scandir(folder, &entries, is_case, alphasort);
    CHECK(count >= 40);
    for (int i = 0; i < count; i++) {
        *strrchr(entries[i]->d_name, '.') = '\0';
        bad |= run_case(entries[i]->d_name, write);
        free(entries[i]);
    }
    free(entries);
    return bad;
}
