#include "daemon/commands/test_report.h"

#include <errno.h>

#include "daemon/commands/line_diff.h"
#include "daemon/commands/markup.h"
#include "daemon/commands/terminal.h"

void gz_test_report_init(struct gz_test_report *report)
{
    *report = (struct gz_test_report){.run = 0};
    gz_buffer_init(&report->text, 0);
    gz_buffer_init(&report->cases, 0);
    gz_buffer_init(&report->rerun, 0);
}

void gz_test_report_fini(struct gz_test_report *report)
{
    gz_buffer_fini(&report->text);
    gz_buffer_fini(&report->cases);
    gz_buffer_fini(&report->rerun);
}

static const char *kind_of(const struct gz_test_case *c)
{
    return c->example->kind == GZ_EXAMPLE_HIT ? "hit" : "miss";
}

static uint32_t line_of(const struct gz_test_case *c)
{
    return gz_source_place(c->source, c->example->begin_byte).line;
}

static void append_failure(const struct gz_test_report *report,
                           const struct gz_test_case *c, struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, "%s:%u: " GZ_STR_FMT ": this %s does not hold\n",
                         c->source->name, line_of(c), GZ_STR_ARG(c->rule->id),
                         kind_of(c));
    gz_buffer_append_z(out, "    ");
    gz_terminal_append_line(out, c->example->text);
    gz_buffer_append_byte(out, '\n');
    gz_line_diff_append(c->verdict->expected, c->verdict->found, out);
    if (c->hint.len_bytes > 0) {
        gz_buffer_append_fmt(out, "why: " GZ_STR_FMT "\n", GZ_STR_ARG(c->hint));
    }
    gz_buffer_append_fmt(out, "rerun: " GZ_STR_FMT GZ_STR_FMT "\n\n",
                         GZ_STR_ARG(gz_buffer_str(&report->rerun)),
                         GZ_STR_ARG(c->rule->id));
}

// --- XML ---

static void append_case(const struct gz_test_report *report,
                        const struct gz_test_case *c, struct gz_buffer *out)
{
    gz_buffer_append_fmt(
        out, "  <testcase classname=\"" GZ_STR_FMT "\" name=\"%s %u\" file=\"",
        GZ_STR_ARG(c->rule->id), kind_of(c), c->number);
    gz_markup_append(out, gz_str_z(c->source->name));
    gz_buffer_append_fmt(out, "\" line=\"%u\"", line_of(c));
    if (c->verdict->holds) {
        gz_buffer_append_z(out, "/>\n");
        return;
    }
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    append_failure(report, c, &text);
    gz_buffer_append_fmt(out,
                         ">\n    <failure message=\"this %s does not hold"
                         "\">",
                         kind_of(c));
    gz_markup_append(out, gz_buffer_str(&text));
    gz_buffer_append_z(out, "</failure>\n  </testcase>\n");
    gz_buffer_fini(&text);
}

void gz_test_report_add(struct gz_test_report *report,
                        const struct gz_test_case *c)
{
    report->run++;
    append_case(report, c, &report->cases);
    if (!c->verdict->holds) {
        report->failed++;
        append_failure(report, c, &report->text);
    }
}

enum gz_status gz_test_report_junit(const struct gz_test_report *report,
                                    const char *path, struct gz_error *err)
{
    FILE *file = fopen(path, "we");
    if (file == NULL) {
        return gz_error_errno(err, errno, "cannot write %s", path);
    }
    fprintf(file,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuite name=\"gazetted\" tests=\"%u\" failures=\"%u\">\n",
            report->run, report->failed);
    gz_buffer_print(&report->cases, file);
    fputs("</testsuite>\n", file);
    const bool failed = ferror(file) != 0;
    if (fclose(file) != 0 || failed) {
        return gz_error_errno(err, errno, "cannot write %s", path);
    }
    return GZ_OK;
}
