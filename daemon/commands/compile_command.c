// `gazetted compile`: name lists to an image.

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/base/clock.h"
#include "daemon/base/parallel.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/compile_summary.h"
#include "daemon/commands/expand_option.h"
#include "daemon/commands/options.h"
#include "daemon/commands/output_path.h"
#include "daemon/commands/progress_bar.h"
#include "rules/gazetteer/compile/compile.h"
#include "rules/gazetteer/image/image.h"

static const char usage[] =
    "usage: gazetted compile [OPTION...] PATH...\n"
    "\n"
    "Compile name lists into one image, which the daemon maps.  A PATH is a\n"
    "pack folder, a list (*.tsv, *.csv, *.jsonl) or an image (*.gzt); where\n"
    "several name the same entity, the first one decides what it is called.\n"
    "\n"
    "  -o, --output FILE  write the image there (default: names.gzt)\n"
    "  -m, --merge IMAGE  begin with all that is in this image (may be given\n"
    "                     several times), and make one that needs none before\n"
    "                     it; without this, what lists remove is kept for the\n"
    "                     images that a configuration has before this one\n"
    "  -k, --keep-going   leave out bad rows and write the rest\n"
    "  -e, --expand RULES make further spellings of the names: all, or rules\n"
    "                     with commas between, see gazetted-lists(5)\n"
    "  -r, --report FILE  list there (- is standard output) duplicate rows,\n"
    "                     names with two policies, merged entities, and names\n"
    "                     that several entities share, with their places\n"
    "  -t, --threads N    work in N threads (default: one per processor, at\n"
    "                     most 8); the image is the same with any number\n"
    "  -q, --quiet        print mistakes only\n"
    "  -v, --verbose      say how long each step took\n"
    "  -h, --help         print this\n"
    "\n"
    "Every bad row is named on standard error.  The status is 1 when a row is\n"
    "bad and --keep-going is not given; no image is written then.\n";

struct options {
    const char *output;
    const char *report;  // NULL: none
    uint32_t threads;
    unsigned expand;  // rules
    bool keep_going;
    bool quiet;
    bool verbose;
    char **merged;  // owned array; images to begin with
    int merged_count;
    char **paths;
    int path_count;
};

static bool add_merged(void *target, char *path)
{
    struct options *o = target;
    o->merged[o->merged_count++] = path;
    return true;
}

// An image may take the place of one that it is made of; a list is work, and a
// report is no image.
static bool spares_inputs(const struct options *o)
{
    for (int i = 0; i < o->path_count; i++) {
        if (gz_output_path_clashes("report", o->report, o->paths[i]) ||
            (!gz_image_is(o->paths[i]) &&
             gz_output_path_clashes("output", o->output, o->paths[i]))) {
            return false;
        }
    }
    for (int i = 0; i < o->merged_count; i++) {
        if (gz_output_path_clashes("report", o->report, o->merged[i])) {
            return false;
        }
    }
    return true;
}

static bool parse_options(int argc, char **argv, struct options *out,
                          int *status)
{
    const struct gz_option options[] = {
        gz_option_text("output", 'o', &out->output),
        gz_option_call("merge", 'm', out, add_merged),
        gz_option_flag("keep-going", 'k', &out->keep_going),
        gz_option_call("expand", 'e', &out->expand, gz_expand_option_read),
        gz_option_text("report", 'r', &out->report),
        gz_option_count("threads", 't', &out->threads, GZ_PARALLEL_MAX),
        gz_option_flag("quiet", 'q', &out->quiet),
        gz_option_flag("verbose", 'v', &out->verbose),
    };
    const struct gz_option_table table = {"compile", usage, options, 8};
    *out = (struct options){.output = "names.gzt",
                            .threads = gz_parallel_default(),
                            .merged = calloc((size_t)argc, sizeof(char *))};
    if (out->merged == NULL) {
        fputs("error: out of memory\n", stderr);
        *status = GZ_EXIT_FAILURE;
        return false;
    }
    if (!gz_options_read(&table, argc, argv, status)) {
        return false;
    }
    out->paths = argv + optind;
    out->path_count = argc - optind;
    if (out->path_count == 0 && out->merged_count == 0) {
        *status = gz_options_fail(&table, "no list or pack given");
        return false;
    }
    *status = spares_inputs(out) ? GZ_EXIT_OK : GZ_EXIT_USAGE;
    return *status == GZ_EXIT_OK;
}

// A run of the command.
struct job {
    struct options options;
    struct gz_compiler *compiler;  // owned
    struct gz_buffer image;
    struct gz_error err;
    struct gz_error warnings;
    struct gz_progress_bar bar;
    FILE *findings;  // owned, unless standard output; NULL: not wanted
    struct gz_compile_summary summary;
    int64_t since_us;  // up to which steps have their times
};

static void end_step(struct job *job, enum gz_compile_step step)
{
    const int64_t now_us = gz_clock_monotonic_us(&gz_clock_system);
    job->summary.step_us[step] += now_us - job->since_us;
    job->since_us = now_us;
}

static void on_progress(void *context, enum gz_compile_phase phase,
                        const char *what, uint64_t done, uint64_t total)
{
    struct job *job = context;
    switch (phase) {
    case GZ_COMPILE_READ:
        gz_progress_bar_show(&job->bar, "reading", what, done, total);
        break;
    case GZ_COMPILE_SORT:
        end_step(job, GZ_COMPILE_STEP_READ);
        gz_progress_bar_show(&job->bar, "sorting", "names", done, total);
        break;
    case GZ_COMPILE_WRITE:
        end_step(job, GZ_COMPILE_STEP_SORT);
        gz_progress_bar_show(&job->bar, "writing", "the image", done, total);
        break;
    case GZ_COMPILE_PHASE_COUNT:
        break;
    }
}

// Mistakes and warnings are printed as they are found: there may be any number
// of them.
static void on_mistake(void *context, struct gz_str report)
{
    struct job *job = context;
    gz_progress_bar_clear(&job->bar);
    fwrite(report.ptr, 1, report.len_bytes, stderr);
}

static enum gz_status open_findings(struct job *job)
{
    const char *path = job->options.report;
    if (path != NULL) {
        job->findings = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
        if (job->findings == NULL) {
            return gz_error_errno(&job->err, errno, "cannot write %s", path);
        }
    }
    return GZ_OK;
}

static enum gz_status close_findings(struct job *job)
{
    if (job->findings == NULL) {
        return GZ_OK;
    }
    bool bad = fflush(job->findings) != 0 || ferror(job->findings) != 0;
    if (job->findings != stdout) {
        bad = fclose(job->findings) != 0 || bad;
    }
    job->findings = NULL;
    return bad ? gz_error_errno(&job->err, errno, "cannot write %s",
                                job->options.report)
               : GZ_OK;
}

static enum gz_status open_job(struct job *job)
{
    const bool shows = !job->options.quiet && isatty(STDERR_FILENO) != 0;
    gz_buffer_init(&job->image, 0);
    gz_error_init(&job->err);
    gz_error_stream(&job->err, on_mistake, job);
    gz_error_init(&job->warnings);
    gz_error_label(&job->warnings, "warning");
    gz_error_stream(&job->warnings, on_mistake, job);
    gz_progress_bar_init(&job->bar, shows ? stderr : NULL, &gz_clock_system);
    job->summary.output = job->options.output;
    job->since_us = gz_clock_monotonic_us(&gz_clock_system);
    const enum gz_status st = open_findings(job);
    if (st != GZ_OK) {
        return st;
    }
    job->compiler = gz_compiler_new();
    if (job->compiler == NULL) {
        return gz_error_set(&job->err, GZ_NO_MEMORY, "out of memory");
    }
    gz_compiler_set(job->compiler, &(struct gz_compile_options){
                                       .threads = job->options.threads,
                                       .findings = job->findings,
                                       .expand = job->options.expand,
                                       .whole = job->options.merged_count > 0,
                                       .warnings = &job->warnings,
                                       .on_progress = on_progress,
                                       .context = job,
                                   });
    return GZ_OK;
}

static void close_job(struct job *job)
{
    gz_compiler_free(job->compiler);
    gz_buffer_fini(&job->image);
    gz_error_fini(&job->err);
    gz_error_fini(&job->warnings);
}

// Take in every path, however many have mistakes.
static enum gz_status add_all(struct job *job)
{
    const struct options *o = &job->options;
    enum gz_status st = GZ_OK;
    for (int i = 0; i < o->merged_count + o->path_count; i++) {
        const char *path =
            i < o->merged_count ? o->merged[i] : o->paths[i - o->merged_count];
        const enum gz_status one =
            gz_compiler_add(job->compiler, path, &job->err);
        if (one != GZ_OK && (st == GZ_OK || st == GZ_INVALID)) {
            st = one;
        }
    }
    return st == GZ_INVALID && o->keep_going ? GZ_OK : st;
}

static enum gz_status compile(struct job *job)
{
    enum gz_status st = add_all(job);
    if (st == GZ_OK) {
        st = gz_compiler_finish(job->compiler, &job->image,
                                &job->summary.report, &job->err);
        end_step(job, GZ_COMPILE_STEP_WRITE);
    }
    const enum gz_status closed = close_findings(job);
    st = st == GZ_OK ? closed : st;
    if (st == GZ_OK) {
        gz_progress_bar_show(&job->bar, "saving", job->options.output, 0, 1);
        st = gz_output_path_replace(job->options.output,
                                    gz_buffer_str(&job->image), &job->err);
        end_step(job, GZ_COMPILE_STEP_SAVE);
    }
    return st;
}

static void print_bad_rows(const struct job *job, enum gz_status st)
{
    const uint64_t count =
        job->compiler == NULL ? 0 : gz_compiler_bad_rows(job->compiler);
    if (count > 0) {
        fprintf(
            stderr, "%" PRIu64 " bad row%s%s\n", count, count == 1 ? "" : "s",
            st == GZ_OK ? " left out" : ", no image written; see --keep-going");
    }
}

int gz_command_compile(int argc, char **argv)
{
    struct job job = {.compiler = NULL};
    int status = GZ_EXIT_OK;
    if (!parse_options(argc, argv, &job.options, &status)) {
        free(job.options.merged);
        return status;
    }
    enum gz_status st = open_job(&job);
    st = st == GZ_OK ? compile(&job) : st;
    gz_progress_bar_clear(&job.bar);
    print_bad_rows(&job, st);
    if (st == GZ_OK && !job.options.quiet) {
        job.summary.image_bytes = job.image.len;
        gz_compile_summary_print(&job.summary, stdout);
        if (job.options.verbose) {
            gz_compile_summary_times(&job.summary, stdout);
        }
    }
    close_job(&job);
    free(job.options.merged);
    return st == GZ_OK ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}
