// Every tests/errors/receivers/NAME.yaml is a file of receivers with mistakes,
// and NAME.txt is all that is said about it.  `test_receiver_errors NAME` runs
// one case and `test_receiver_errors --write` writes the texts anew.

#include <dirent.h>

#include "daemon/notify/receiver_setup.h"
#include "tests/support/check.h"

static const char folder[] = "tests/errors/receivers";

static void load(const char *name, const char *suffix, struct gz_source *src)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s%s", folder, name, suffix);
    CHECK_OK(gz_source_load(src, path, 0, NULL));
}

static void judge(const char *name, struct gz_error *err)
{
    const struct gz_config config = {.credentials_dir = NULL};
    struct gz_receivers *receivers = NULL;
    struct gz_source file;
    struct gz_source src;
    char known_as[256];

    load(name, ".yaml", &file);
    snprintf(known_as, sizeof(known_as), "%s.yaml", name);
    CHECK_OK(
        gz_source_init(&src, known_as, gz_str_of(file.text, file.len_bytes)));
    if (gz_receivers_parse(&config, &src, &receivers, err) == GZ_OK) {
        fprintf(stderr, "%s: no mistake found\n", name);
        exit(1);
    }
    CHECK(receivers == NULL);
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

static void run_case(const char *name, bool write)
{
    struct gz_source want;
    struct gz_error err;

    gz_error_init(&err);
    judge(name, &err);
    if (write) {
        write_text(name, gz_error_text(&err));
    } else {
        load(name, ".txt", &want);
        if (strcmp(gz_error_text(&err), want.text) != 0) {
            fprintf(stderr, "%s says\n%swant\n%s", name, gz_error_text(&err),
                    want.text);
            exit(1);
        }
        gz_source_fini(&want);
    }
    gz_error_fini(&err);
}

static void run_all(bool write)
{
    struct dirent *entry;
    DIR *dir = opendir(folder);
    size_t count = 0;

    CHECK(dir != NULL);
    while ((entry = readdir(dir)) != NULL) {
        char *dot = strstr(entry->d_name, ".yaml");
        if (dot != NULL) {
            *dot = '\0';
            run_case(entry->d_name, write);
            count++;
        }
    }
    closedir(dir);
    CHECK(count > 0);
}

int main(int argc, char **argv)
{
    const bool write = argc > 1 && strcmp(argv[1], "--write") == 0;

    if (argc > 1 && !write) {
        run_case(argv[1], false);
    } else {
        run_all(write);
    }
    return 0;
}
