// The figures of a compilation as sentences.

#include "daemon/commands/compile_summary.h"

#include <inttypes.h>

static void print_count(FILE *out, uint64_t count, const char *one,
                        const char *many)
{
    fprintf(out, "%" PRIu64 " %s", count, count == 1 ? one : many);
}

static double seconds(const struct gz_compile_summary *s)
{
    int64_t us = 0;
    for (int i = 0; i < GZ_COMPILE_STEP_COUNT; i++) {
        us += s->step_us[i];
    }
    return (double)us / 1e6;
}

static void print_sizes(const struct gz_compile_summary *s, FILE *out)
{
    const struct gz_compile_report *r = &s->report;
    fprintf(out, "%s: ", s->output);
    print_count(out, r->rows, "row", "rows");
    if (r->bad_rows > 0) {
        fprintf(out, " (%" PRIu64 " bad, left out)", r->bad_rows);
    }
    fputs(", ", out);
    print_count(out, r->entities, "entity", "entities");
    fputs(", ", out);
    print_count(out, r->names, "name", "names");
    fprintf(out, ", %" PRIu64 " bytes, %.2f s\n", s->image_bytes, seconds(s));
}

static void print_findings(const struct gz_compile_report *r, FILE *out)
{
    print_count(out, r->duplicates, "duplicate", "duplicates");
    if (r->conflicts > 0) {
        fprintf(out, " (%" PRIu64 " with another policy)", r->conflicts);
    }
    fputs(", ", out);
    print_count(out, r->ambiguous, "ambiguous name", "ambiguous names");
    fputs(", ", out);
    print_count(out, r->merged, "merged entity", "merged entities");
    fputc('\n', out);
    if (r->made + r->left_out > 0) {
        print_count(out, r->made, "name", "names");
        fputs(" made by rules", out);
        if (r->left_out > 0) {
            fprintf(out, ", %" PRIu64 " left out for names of rows",
                    r->left_out);
        }
        fputc('\n', out);
    }
}

static void print_removals(const struct gz_compile_report *r, FILE *out)
{
    if (r->removed + r->removals > 0) {
        print_count(out, r->removed, "removal", "removals");
        fprintf(out, " done, %" PRIu64 " kept for the images before this one\n",
                r->removals);
    }
}

static void print_shape(const struct gz_compile_summary *s, FILE *out)
{
    const struct gz_compile_report *r = &s->report;
    fprintf(out, "%.1f bytes a name, ",
            (double)s->image_bytes / (double)r->names);
    print_count(out, r->first_words, "first word", "first words");
    fprintf(out, ", the longest name has %zu bytes: " GZ_STR_FMT "\n",
            r->longest.len_bytes, GZ_STR_ARG(r->longest));
}

void gz_compile_summary_print(const struct gz_compile_summary *s, FILE *out)
{
    print_sizes(s, out);
    print_findings(&s->report, out);
    print_removals(&s->report, out);
    if (s->report.names > 0) {
        print_shape(s, out);
    }
}

void gz_compile_summary_times(const struct gz_compile_summary *s, FILE *out)
{
    static const char *const names[GZ_COMPILE_STEP_COUNT] = {
        [GZ_COMPILE_STEP_READ] = "reading",
        [GZ_COMPILE_STEP_SORT] = "sorting",
        [GZ_COMPILE_STEP_WRITE] = "writing",
        [GZ_COMPILE_STEP_SAVE] = "saving",
    };
    for (int i = 0; i < GZ_COMPILE_STEP_COUNT; i++) {
        fprintf(out, "%s%s %.3f s", i == 0 ? "" : ", ", names[i],
                (double)s->step_us[i] / 1e6);
    }
    fputc('\n', out);
}
