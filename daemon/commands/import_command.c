// `gazetted import`: lists of other programs to a name list, and what is lost.

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/commands/commands.h"
#include "rules/gazetteer/import/list_import.h"
#include "rules/gazetteer/lists/name_list.h"
#include "rules/types.h"

static const char usage[] =
    "usage: gazetted import [OPTION...] FORMAT FILE\n"
    "\n"
    "Turn a list of another program into a name list, and say on standard\n"
    "error what such a list cannot hold.\n"
    "\n"
    "  spacy     patterns of an EntityRuler, one JSON object a line\n"
    "  gate      lists.def of a gazetteer, or the folder that holds it\n"
    "  regexner  a mapping of RegexNER: pattern, type, ... between tabs\n"
    "\n"
    "  -o, --output FILE     write the list there, not to standard output\n"
    "  -m, --map LABEL=TYPE  names of this label have this type; may be given\n"
    "                        for several labels\n"
    "  -p, --policy POLICY   exact (default), smart or free, for names whose\n"
    "                        case the list does not tell\n"
    "      --strict          end with status 1 when anything is lost\n"
    "  -h, --help            print this\n"
    "\n"
    "The status is 1 when a line is malformed; the list is written without "
    "it.\n"
    "See gazetted-lists(5).\n";

enum { LABELS_MAX = 100 };

struct options {
    enum gz_import_format format;
    const char *path;
    const char *output;  // NULL: standard output
    bool strict;
    struct gz_import_options import;
    struct gz_import_label labels[LABELS_MAX];
};

static bool parse_policy(const char *text, enum gz_name_case *out)
{
    static const enum gz_name_case cases[] = {GZ_NAME_EXACT, GZ_NAME_SMART,
                                              GZ_NAME_FREE};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (strcmp(text, gz_name_case_name(cases[i])) == 0) {
            *out = cases[i];
            return true;
        }
    }
    fprintf(stderr,
            "error: unknown policy \"%s\", allowed are exact, smart and free\n",
            text);
    return false;
}

// "LABEL=TYPE", which is cut in two in place.
static bool parse_label(char *text, struct options *o)
{
    char *equals = strrchr(text, '=');
    if (equals == NULL || equals == text) {
        fprintf(stderr,
                "error: \"%s\" is not of the form LABEL=TYPE, as in ORG=Org\n",
                text);
        return false;
    }
    const char *type = equals + 1;
    if (!gz_type_known(gz_str_z(type))) {
        const char *meant = gz_type_suggest(gz_str_z(type));
        fprintf(stderr, "error: unknown type \"%s\"%s%s%s\n", type,
                meant == NULL ? "" : ", did you mean \"",
                meant == NULL ? "" : meant, meant == NULL ? "" : "\"?");
        return false;
    }
    if (o->import.label_count == LABELS_MAX) {
        fprintf(stderr, "error: more than %d labels are mapped\n", LABELS_MAX);
        return false;
    }
    *equals = '\0';
    o->labels[o->import.label_count++] =
        (struct gz_import_label){.label = text, .type = type};
    return true;
}

static int parse_arguments(int argc, char **argv, struct options *out)
{
    if (argc - optind != 2) {
        fputs("error: a format and a file are needed; see gazetted import "
              "--help\n",
              stderr);
        return GZ_EXIT_USAGE;
    }
    if (!gz_list_import_find(gz_str_z(argv[optind]), &out->format)) {
        fprintf(stderr,
                "error: unknown format \"%s\", allowed are spacy, gate and "
                "regexner\n",
                argv[optind]);
        return GZ_EXIT_USAGE;
    }
    out->path = argv[optind + 1];
    return GZ_EXIT_OK;
}

static int parse_options(int argc, char **argv, struct options *out)
{
    static const struct option longs[] = {
        {"output", required_argument, NULL, 'o'},
        {"map", required_argument, NULL, 'm'},
        {"policy", required_argument, NULL, 'p'},
        {"strict", no_argument, NULL, 's'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    *out = (struct options){.import.name_case = GZ_NAME_EXACT};
    out->import.labels = out->labels;
    bool good = true;
    int c;
    while (good &&
           (c = getopt_long(argc, argv, "o:m:p:h", longs, NULL)) != -1) {
        switch (c) {
        case 'o':
            out->output = optarg;
            break;
        case 'm':
            good = parse_label(optarg, out);
            break;
        case 'p':
            good = parse_policy(optarg, &out->import.name_case);
            break;
        case 's':
            out->strict = true;
            break;
        case 'h':
            fputs(usage, stdout);
            exit(GZ_EXIT_OK);
        default:
            fputs("see gazetted import --help\n", stderr);
            good = false;
        }
    }
    return good ? parse_arguments(argc, argv, out) : GZ_EXIT_USAGE;
}

static enum gz_status write_list(const char *path, const struct gz_buffer *list,
                                 struct gz_error *err)
{
    FILE *out = path == NULL ? stdout : fopen(path, "we");
    if (out == NULL) {
        return gz_error_errno(err, errno, "cannot write %s", path);
    }
    errno = 0;
    gz_buffer_print(list, out);
    bool failed = ferror(out) != 0;
    failed |= (out == stdout ? fflush(out) : fclose(out)) != 0;
    return failed ? gz_error_errno(err, errno, "cannot write %s",
                                   path == NULL ? "standard output" : path)
                  : GZ_OK;
}

static enum gz_status import(const struct options *o,
                             struct gz_import_report *report,
                             struct gz_error *err)
{
    struct gz_buffer list;
    gz_buffer_init(&list, 0);
    enum gz_status st =
        gz_list_import(o->format, o->path, &o->import, &list, report, err);
    if (list.len > 0 && st != GZ_NO_MEMORY) {
        const enum gz_status written = write_list(o->output, &list, err);
        st = st == GZ_OK ? written : st;
    }
    gz_buffer_fini(&list);
    return st;
}

static void print_report(const struct options *o,
                         const struct gz_import_report *report)
{
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    gz_import_report_print(report, &text);
    gz_buffer_print(&text, stderr);
    gz_buffer_fini(&text);
    if (o->output != NULL) {
        printf("%s: %" PRIu64 " read, %" PRIu64 " names, %" PRIu64 " lost\n",
               o->output, report->rows, report->names, report->lost);
    }
}

int gz_command_import(int argc, char **argv)
{
    struct options options;
    struct gz_import_report report;
    struct gz_error err;
    const int usage_status = parse_options(argc, argv, &options);
    if (usage_status != GZ_EXIT_OK) {
        return usage_status;
    }
    gz_error_init(&err);
    enum gz_status st = gz_import_report_init(&report);
    st = st == GZ_OK ? import(&options, &report, &err)
                     : gz_error_set(&err, st, "out of memory");
    gz_error_print(&err, stderr);
    if (report.rows > 0) {
        print_report(&options, &report);
    }
    const bool lost = options.strict && report.lost > 0;
    gz_import_report_fini(&report);
    gz_error_fini(&err);
    return st == GZ_OK && !lost ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}
