#include "rules/gazetteer/import/import_report.h"

#include <inttypes.h>
#include <stdarg.h>

enum gz_status gz_import_report_init(struct gz_import_report *report)
{
    *report = (struct gz_import_report){.arena = gz_arena_new(SIZE_MAX)};
    report->status = report->arena == NULL ? GZ_NO_MEMORY : GZ_OK;
    return report->status;
}

void gz_import_report_fini(struct gz_import_report *report)
{
    gz_arena_free(report->arena);
    report->arena = NULL;
}

// The loss of a reason, a new one where it is the first; NULL without memory.
static struct gz_import_loss *find_loss(struct gz_import_report *report,
                                        struct gz_str reason)
{
    for (uint32_t i = 0; i < report->loss_count; i++) {
        if (gz_str_eq(report->losses[i].reason, reason)) {
            return &report->losses[i];
        }
    }
    if (report->loss_count >= GZ_IMPORT_REASONS) {
        report->loss_count = GZ_IMPORT_REASONS + 1;
        report->losses[GZ_IMPORT_REASONS].reason = GZ_STR_LIT("other reasons");
        return &report->losses[GZ_IMPORT_REASONS];
    }
    const struct gz_str kept = gz_arena_copy(report->arena, reason);
    if (kept.ptr == NULL) {
        return NULL;
    }
    struct gz_import_loss *loss = &report->losses[report->loss_count++];
    loss->reason = kept;
    return loss;
}

static enum gz_status add(struct gz_import_report *report,
                          const struct gz_import_place *place, uint64_t count,
                          struct gz_str reason)
{
    struct gz_import_loss *loss = find_loss(report, reason);
    if (loss == NULL) {
        return GZ_NO_MEMORY;
    }
    loss->count += count;
    report->lost += count;
    if (loss->place_count == GZ_IMPORT_PLACES) {
        return GZ_OK;
    }
    const struct gz_str file = gz_arena_copy(report->arena, place->file);
    if (file.ptr == NULL) {
        return GZ_NO_MEMORY;
    }
    loss->places[loss->place_count++] =
        (struct gz_import_place){.file = file, .line = place->line};
    return GZ_OK;
}

void gz_import_report_add(struct gz_import_report *report,
                          const struct gz_import_place *place, uint64_t count,
                          const char *fmt, ...)
{
    struct gz_buffer reason;
    gz_buffer_init(&reason, 0);
    va_list args;
    va_start(args, fmt);
    gz_buffer_append_vfmt(&reason, fmt, args);
    va_end(args);
    enum gz_status st = gz_buffer_status(&reason);
    if (st == GZ_OK) {
        st = add(report, place, count, gz_buffer_str(&reason));
    }
    if (st != GZ_OK) {
        report->status = GZ_NO_MEMORY;
    }
    gz_buffer_fini(&reason);
}

static void print_places(const struct gz_import_loss *loss,
                         struct gz_buffer *out)
{
    for (uint32_t i = 0; i < loss->place_count; i++) {
        gz_buffer_append_fmt(out,
                             GZ_STR_FMT ":%" PRIu32 ": lost: " GZ_STR_FMT "\n",
                             GZ_STR_ARG(loss->places[i].file),
                             loss->places[i].line, GZ_STR_ARG(loss->reason));
    }
}

void gz_import_report_print(const struct gz_import_report *report,
                            struct gz_buffer *out)
{
    for (uint32_t i = 0; i < report->loss_count; i++) {
        print_places(&report->losses[i], out);
    }
    if (report->lost > 0) {
        gz_buffer_append_fmt(out,
                             "lost %" PRIu64 ", read %" PRIu64
                             ", names written %" PRIu64 "\n",
                             report->lost, report->rows, report->names);
    }
    for (uint32_t i = 0; i < report->loss_count; i++) {
        gz_buffer_append_fmt(out, "%8" PRIu64 "  " GZ_STR_FMT "\n",
                             report->losses[i].count,
                             GZ_STR_ARG(report->losses[i].reason));
    }
}
