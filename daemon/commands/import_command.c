// `gazetted import`: lists of other programs to a name list, and what is lost.

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/commands/output_path.h"
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

static bool parse_policy(void *target, char *text)
{
    enum gz_name_case *out = target;
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
static bool parse_label(void *target, char *text)
{
    struct options *o = target;
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

static int take_arguments(const struct gz_option_table *table, int argc,
                          char **argv, struct options *out)
{
    if (argc != 2) {
        return gz_options_fail(table, "a format and a file are needed");
    }
    if (!gz_list_import_find(gz_str_z(argv[0]), &out->format)) {
        fprintf(stderr,
                "error: unknown format \"%s\", allowed are spacy, gate and "
                "regexner\n",
                argv[0]);
        return GZ_EXIT_USAGE;
    }
    out->path = argv[1];
    return gz_output_path_clashes("output", out->output, out->path)
               ? GZ_EXIT_USAGE
               : GZ_EXIT_OK;
}

static bool parse_options(int argc, char **argv, struct options *out,
                          int *status)
{
    const struct gz_option options[] = {
        gz_option_text("output", 'o', &out->output),
        gz_option_call("map", 'm', out, parse_label),
        gz_option_call("policy", 'p', &out->import.name_case, parse_policy),
        gz_option_flag("strict", 0, &out->strict),
    };
    const struct gz_option_table table = {"import", usage, options, 4};
    *out = (struct options){.import.name_case = GZ_NAME_EXACT};
    out->import.labels = out->labels;
    if (!gz_options_read(&table, argc, argv, status)) {
        return false;
    }
    *status = take_arguments(&table, argc - optind, argv + optind, out);
    return *status == GZ_EXIT_OK;
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
    int status = GZ_EXIT_OK;
    if (!parse_options(argc, argv, &options, &status)) {
        return status;
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
