// `gazetted compile`: name lists to an image.

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/base/clock.h"
#include "daemon/commands/commands.h"
#include "rules/gazetteer/compile.h"

static const char usage[] =
    "usage: gazetted compile [OPTION...] PATH...\n"
    "\n"
    "Compile name lists into one image, which the daemon maps.  A PATH is a\n"
    "pack folder or a list (*.tsv); where several name the same entity, the\n"
    "first one decides what it is called.\n"
    "\n"
    "  -o, --output FILE  write the image there (default: names.gzt)\n"
    "  -k, --keep-going   leave out bad rows and write the rest\n"
    "  -h, --help         print this\n"
    "\n"
    "The status is 1 when a row is bad and --keep-going is not given; no\n"
    "image is written then.\n";

struct options {
    const char *output;
    bool keep_going;
    char **paths;
    int path_count;
};

static int parse_options(int argc, char **argv, struct options *out)
{
    static const struct option longs[] = {
        {"output", required_argument, NULL, 'o'},
        {"keep-going", no_argument, NULL, 'k'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    *out = (struct options){.output = "names.gzt"};
    int c;
    while ((c = getopt_long(argc, argv, "o:kh", longs, NULL)) != -1) {
        switch (c) {
        case 'o':
            out->output = optarg;
            break;
        case 'k':
            out->keep_going = true;
            break;
        case 'h':
            fputs(usage, stdout);
            exit(GZ_EXIT_OK);
        default:
            fputs("see gazetted compile --help\n", stderr);
            return GZ_EXIT_USAGE;
        }
    }
    out->paths = argv + optind;
    out->path_count = argc - optind;
    if (out->path_count == 0) {
        fputs("error: no list or pack given; see gazetted compile --help\n",
              stderr);
        return GZ_EXIT_USAGE;
    }
    return GZ_EXIT_OK;
}

static enum gz_status write_all(int fd, struct gz_str bytes)
{
    while (bytes.len_bytes > 0) {
        const ssize_t done = write(fd, bytes.ptr, bytes.len_bytes);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done < 0) {
            return GZ_IO;
        }
        bytes.ptr += done;
        bytes.len_bytes -= (size_t)done;
    }
    return fsync(fd) == 0 ? GZ_OK : GZ_IO;
}

// The mode that open() would have given; mkstemp() thinks of secrets.
static void open_to_readers(int fd)
{
    const mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask);
}

// Write beside the target, then rename: a daemon that maps the old image keeps
// it whole, and nobody ever sees half of the new one.
static enum gz_status write_file(const char *path, struct gz_str bytes,
                                 struct gz_error *err)
{
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.XXXXXX", path) < 0) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory to write %s", path);
    }
    const int fd = mkostemp(temporary, O_CLOEXEC);
    enum gz_status st = fd < 0 ? GZ_IO : write_all(fd, bytes);
    if (st == GZ_OK) {
        open_to_readers(fd);
        st = rename(temporary, path) == 0 ? GZ_OK : GZ_IO;
    }
    if (st != GZ_OK) {
        gz_error_errno(err, errno, "cannot write %s", path);
    }
    if (fd >= 0) {
        close(fd);
        if (st != GZ_OK) {
            unlink(temporary);
        }
    }
    free(temporary);
    return st;
}

// Take in every path, however many have mistakes.
static enum gz_status add_all(struct gz_compiler *c, const struct options *o,
                              struct gz_error *err)
{
    enum gz_status st = GZ_OK;
    for (int i = 0; i < o->path_count; i++) {
        const enum gz_status one = gz_compiler_add(c, o->paths[i], err);
        if (one != GZ_OK && (st == GZ_OK || st == GZ_INVALID)) {
            st = one;
        }
    }
    return st;
}

static enum gz_status compile(struct gz_compiler *c, const struct options *o,
                              struct gz_buffer *image,
                              struct gz_compile_report *report,
                              struct gz_error *err)
{
    enum gz_status st = add_all(c, o, err);
    if (st == GZ_INVALID && o->keep_going) {
        st = GZ_OK;
    }
    if (st == GZ_OK) {
        st = gz_compiler_finish(c, image, report, err);
    }
    return st == GZ_OK ? write_file(o->output, gz_buffer_str(image), err) : st;
}

static void print_count(uint64_t count, const char *one, const char *many)
{
    printf("%" PRIu64 " %s", count, count == 1 ? one : many);
}

static void print_report(const struct options *o,
                         const struct gz_compile_report *r, size_t bytes,
                         int64_t began_us)
{
    const int64_t us = gz_clock_monotonic_us(&gz_clock_system) - began_us;
    printf("%s: ", o->output);
    print_count(r->rows, "row", "rows");
    if (r->bad_rows > 0) {
        printf(" (%" PRIu64 " bad, left out)", r->bad_rows);
    }
    fputs(", ", stdout);
    print_count(r->entities, "entity", "entities");
    fputs(", ", stdout);
    print_count(r->names, "name", "names");
    printf(", %zu bytes, %.2f s\n", bytes, (double)us / 1e6);
}

int gz_command_compile(int argc, char **argv)
{
    const int64_t began_us = gz_clock_monotonic_us(&gz_clock_system);
    struct options options;
    const int usage_status = parse_options(argc, argv, &options);
    if (usage_status != GZ_EXIT_OK) {
        return usage_status;
    }
    struct gz_buffer image;
    struct gz_compile_report report = {0};
    struct gz_error err;
    gz_buffer_init(&image, 0);
    gz_error_init(&err);
    struct gz_compiler *c = gz_compiler_new();
    const enum gz_status st =
        c == NULL ? gz_error_set(&err, GZ_NO_MEMORY, "out of memory")
                  : compile(c, &options, &image, &report, &err);
    gz_error_print(&err, stderr);
    if (st == GZ_OK) {
        print_report(&options, &report, image.len, began_us);
    }
    gz_compiler_free(c);
    gz_buffer_fini(&image);
    gz_error_fini(&err);
    return st == GZ_OK ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}
