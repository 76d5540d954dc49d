// `gazetted extract`: articles from files in, what was found out, by the same
// pipeline that the daemon runs.

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "codecs/event_container.h"
#include "codecs/event_encode.h"
#include "codecs/event_schema.h"
#include "daemon/commands/annotations.h"
#include "daemon/commands/article_cutter.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/marked_text.h"
#include "daemon/commands/options.h"
#include "daemon/commands/output_path.h"
#include "daemon/commands/terminal.h"
#include "daemon/flow/pipeline.h"
#include "daemon/setup.h"

enum format {
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_AVRO,
    FORMAT_ANNOTATIONS,
    FORMAT_COUNT,
};

static const char *const format_names[FORMAT_COUNT + 1] = {
    [FORMAT_TEXT] = "text",
    [FORMAT_JSON] = "json",
    [FORMAT_AVRO] = "avro",
    [FORMAT_ANNOTATIONS] = "annotations",
};

struct options {
    int format;  // enum format
    const char *config;
    const char *output;  // "-": standard output
    bool colours;
};

struct extractor {
    struct options options;
    struct gz_setup setup;
    struct gz_event_schema *schema;
    struct gz_pipeline *pipelines[GZ_ARTICLE_FORMAT_COUNT];
    struct gz_event_container *container;
    struct gz_buffer out;
    FILE *stream;
    int64_t articles;
    int64_t bad;
    struct gz_error err;
};

static const char usage[] =
    "usage: gazetted extract [OPTION...] [FILE...]\n"
    "\n"
    "Find entities and facts in articles and print them.  A FILE is JSON, "
    "JSON\n"
    "lines or plain text, or a folder of such; without one, or for -, "
    "articles\n"
    "are read from standard input.\n"
    "\n"
    "  -f, --format FORMAT  text: the text with marked entities (default)\n"
    "                       json: entity events, one JSON object per line\n"
    "                       avro: entity events, an Avro object container\n"
    "                       annotations: one JSON line per article, offsets "
    "in\n"
    "                       code points of the body\n"
    "  -o, --output FILE    write there instead of standard output\n"
    "  -c, --config FILE    use this configuration's packs and field map\n"
    "  -h, --help           print this\n"
    "\n"
    "The status is 1 when an article could not be read; the others are done.\n";

static bool parse_options(int argc, char **argv, struct options *out,
                          int *status)
{
    const struct gz_option options[] = {
        gz_option_choice("format", 'f', &out->format, format_names),
        gz_option_text("output", 'o', &out->output),
        gz_option_text("config", 'c', &out->config),
    };
    const struct gz_option_table table = {"extract", usage, options, 3};
    *out = (struct options){.format = FORMAT_TEXT, .output = "-"};
    if (!gz_options_read(&table, argc, argv, status)) {
        return false;
    }
    for (int i = optind; i < argc; i++) {
        if (gz_output_path_clashes("output", out->output, argv[i])) {
            *status = GZ_EXIT_USAGE;
            return false;
        }
    }
    out->colours = strcmp(out->output, "-") == 0 && gz_terminal_colours();
    return true;
}

static enum gz_status open_pipelines(struct extractor *x)
{
    enum gz_status st = GZ_OK;
    for (int f = 0; f < GZ_ARTICLE_FORMAT_COUNT && st == GZ_OK; f++) {
        struct gz_pipeline_options options = gz_config_pipeline(
            x->setup.config, gz_event_schema_fingerprint(x->schema));
        options.decode.format = (enum gz_article_format)f;
        st = gz_pipeline_new(&options, &x->pipelines[f], &x->err);
    }
    return st;
}

static enum gz_status open_output(struct extractor *x)
{
    if (x->options.format == FORMAT_AVRO) {
        return gz_event_container_open(x->schema, x->options.output,
                                       &x->container, &x->err);
    }
    if (strcmp(x->options.output, "-") == 0) {
        x->stream = stdout;
        return GZ_OK;
    }
    x->stream = fopen(x->options.output, "wbe");
    return x->stream != NULL ? GZ_OK
                             : gz_error_errno(&x->err, errno, "cannot write %s",
                                              x->options.output);
}

static enum gz_status write_avro(struct extractor *x,
                                 const struct gz_pipeline_view *view)
{
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < view->event_count && st == GZ_OK; i++) {
        gz_buffer_clear(&x->out);
        gz_event_encode(&view->events[i], &x->out);
        st = gz_buffer_status(&x->out);
        if (st == GZ_OK) {
            st = gz_event_container_append(x->container, gz_buffer_str(&x->out),
                                           &x->err);
        }
    }
    return st;
}

static enum gz_status cannot_write(struct extractor *x)
{
    return gz_error_errno(&x->err, errno, "cannot write %s",
                          x->stream == stdout ? "to standard output"
                                              : x->options.output);
}

static enum gz_status write_view(struct extractor *x,
                                 const struct gz_pipeline_view *view)
{
    if (x->options.format == FORMAT_AVRO) {
        return write_avro(x, view);
    }
    gz_buffer_clear(&x->out);
    if (x->options.format == FORMAT_TEXT) {
        gz_marked_text_append(view, x->options.colours, &x->out);
    } else if (x->options.format == FORMAT_ANNOTATIONS) {
        gz_annotations_append(view, &x->out);
    } else {
        for (uint32_t i = 0; i < view->event_count; i++) {
            gz_event_encode_json(&view->events[i], &x->out);
        }
    }
    if (gz_buffer_status(&x->out) != GZ_OK) {
        return gz_error_set(&x->err, GZ_NO_MEMORY, "no memory to print");
    }
    gz_buffer_print(&x->out, x->stream);
    return ferror(x->stream) ? cannot_write(x) : GZ_OK;
}

static bool on_article(void *ctx, const struct gz_raw_article *raw)
{
    struct extractor *x = ctx;
    struct gz_pipeline_view view;
    struct gz_decode_failure failure;
    const struct gz_record record = {
        .offset = x->articles++,
        .value = raw->bytes,
    };
    if (gz_pipeline_view(x->pipelines[raw->format], x->setup.rules, &record,
                         &view, &failure) != GZ_OK) {
        gz_article_cutter_refuse(raw, &failure);
        x->bad++;
        return true;
    }
    return write_view(x, &view) == GZ_OK;
}

static void close_all(struct extractor *x)
{
    if (x->container != NULL &&
        gz_event_container_close(x->container, &x->err) != GZ_OK) {
        x->bad++;
    }
    if (x->stream != NULL && fflush(x->stream) != 0) {
        cannot_write(x);
    }
    if (x->stream != NULL && x->stream != stdout) {
        fclose(x->stream);
    }
    for (int f = 0; f < GZ_ARTICLE_FORMAT_COUNT; f++) {
        gz_pipeline_free(x->pipelines[f]);
    }
    gz_event_schema_free(x->schema);
    gz_setup_fini(&x->setup);
    gz_buffer_fini(&x->out);
}

// The exit status tells the configuration's mistakes from those of the packs.
static int load_setup(struct extractor *x)
{
    struct gz_setup *setup = &x->setup;
    if (gz_config_load(x->options.config, &setup->config, &x->err) != GZ_OK) {
        return GZ_EXIT_CONFIG;
    }
    return gz_setup_rules(setup->config, &setup->rules, &x->err) == GZ_OK
               ? GZ_EXIT_OK
               : GZ_EXIT_DATA;
}

static int open_all(struct extractor *x)
{
    const int status = load_setup(x);
    if (status != GZ_EXIT_OK) {
        return status;
    }
    enum gz_status st = gz_event_schema_new(&x->schema, &x->err);
    if (st == GZ_OK) {
        st = open_pipelines(x);
    }
    if (st == GZ_OK) {
        st = open_output(x);
    }
    return st == GZ_OK ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}

static enum gz_status read_all(struct extractor *x, char **paths, int count)
{
    enum gz_status first = GZ_OK;
    for (int i = 0; i < count; i++) {
        const enum gz_status st =
            gz_article_reader_run(paths[i], on_article, x, &x->err);
        first = first == GZ_OK ? st : first;
    }
    return first;
}

int gz_command_extract(int argc, char **argv)
{
    static char standard_input[] = "-";
    char *fallback[] = {standard_input};
    struct extractor x = {0};
    int status = GZ_EXIT_OK;
    if (!parse_options(argc, argv, &x.options, &status)) {
        return status;
    }
    gz_error_init(&x.err);
    gz_buffer_init(&x.out, 0);
    status = open_all(&x);
    if (status == GZ_EXIT_OK) {
        const bool none = optind == argc;
        if (read_all(&x, none ? fallback : argv + optind,
                     none ? 1 : argc - optind) != GZ_OK) {
            status = GZ_EXIT_FAILURE;
        }
    }
    close_all(&x);
    gz_error_print(&x.err, stderr);
    if (status == GZ_EXIT_OK && (x.bad > 0 || x.err.count > 0)) {
        status = GZ_EXIT_FAILURE;
    }
    gz_error_fini(&x.err);
    return status;
}
