#include "daemon/base/error.h"

#include <stdarg.h>
#include <string.h>

#include "daemon/base/source.h"

enum { LINE_SHOWN_BYTES = 160, LINE_CUT_BYTES = 4096, TWINS_MAX = 1000 };

void gz_error_init(struct gz_error *err)
{
    *err = (struct gz_error){.first = GZ_OK};
    gz_buffer_init(&err->text, 0);
}

void gz_error_fini(struct gz_error *err)
{
    gz_buffer_fini(&err->text);
    gz_error_init(err);
}

void gz_error_stream(struct gz_error *err, gz_error_sink *sink, void *context)
{
    err->sink = sink;
    err->sink_context = context;
}

void gz_error_label(struct gz_error *err, const char *z)
{
    err->label = z;
}

static const char *label(const struct gz_error *err)
{
    return err->label == NULL ? "error" : err->label;
}

void gz_error_clear(struct gz_error *err)
{
    gz_buffer_clear(&err->text);
    err->count = 0;
    err->kept = 0;
    err->twins = 0;
    err->first = GZ_OK;
}

static void mark(struct gz_error *err, const struct gz_source *src,
                 size_t offset_bytes)
{
    if (err->sink == NULL && err->kept < GZ_ERROR_MAX) {
        err->marks[err->kept++] =
            (struct gz_error_mark){src, offset_bytes, err->text.len};
    }
}

// Count a report; false when its text is not wanted any more.
static bool open_report(struct gz_error *err, enum gz_status status)
{
    if (err == NULL) {
        return false;
    }
    if (err->count == 0) {
        err->first = status;
    }
    err->count++;
    return err->count <= GZ_ERROR_MAX || err->sink != NULL;
}

// Forget the last report when one before it says the same: of the same place,
// as of a part of a pattern that several rules use, or of a file read twice.
static void take_back_twin(struct gz_error *err)
{
    if (err->sink != NULL || err->text.status != GZ_OK) {
        return;
    }
    const struct gz_error_mark *last = &err->marks[err->kept - 1];
    const struct gz_str said =
        gz_str_of((const char *)err->text.data + last->begin_byte,
                  err->text.len - last->begin_byte);
    for (const struct gz_error_mark *at = err->marks; at < last; at++) {
        const size_t len = at[1].begin_byte - at->begin_byte;
        if (gz_str_eq(said,
                      gz_str_of((const char *)err->text.data + at->begin_byte,
                                len))) {
            err->text.len = last->begin_byte;
            err->kept--;
            err->count--;
            err->twins++;
            return;
        }
    }
}

static void hand_over(struct gz_error *err)
{
    const bool whole = gz_buffer_status(&err->text) == GZ_OK;
    err->sink(err->sink_context,
              whole ? gz_buffer_str(&err->text)
                    : GZ_STR_LIT("error: no memory for the message\n"));
    gz_buffer_clear(&err->text);
}

// The text stays NUL-terminated behind its last byte.
static void close_report(struct gz_error *err)
{
    if (err->sink != NULL) {
        hand_over(err);
        return;
    }
    uint8_t *end = gz_buffer_reserve(&err->text, 1);
    if (end != NULL) {
        *end = '\0';
    }
}

enum gz_status gz_error_set(struct gz_error *err, enum gz_status status,
                            const char *fmt, ...)
{
    if (open_report(err, status)) {
        va_list args;
        mark(err, NULL, 0);
        va_start(args, fmt);
        gz_buffer_append_fmt(&err->text, "%s: ", label(err));
        gz_buffer_append_vfmt(&err->text, fmt, args);
        gz_buffer_append_byte(&err->text, '\n');
        take_back_twin(err);
        close_report(err);
        va_end(args);
    }
    return status;
}

enum gz_status gz_error_errno(struct gz_error *err, int saved_errno,
                              const char *fmt, ...)
{
    if (open_report(err, GZ_IO)) {
        va_list args;
        mark(err, NULL, 0);
        va_start(args, fmt);
        gz_buffer_append_fmt(&err->text, "%s: ", label(err));
        gz_buffer_append_vfmt(&err->text, fmt, args);
        gz_buffer_append_fmt(&err->text, ": %s\n",
                             strerrordesc_np(saved_errno));
        take_back_twin(err);
        close_report(err);
        va_end(args);
    }
    return GZ_IO;
}

// Blanks up to the mark; tabs stay tabs, so that it stands where they put it.
static void append_indent(struct gz_buffer *out, struct gz_str line,
                          size_t bytes)
{
    for (size_t i = 0; i < bytes && i < line.len_bytes; i++) {
        const unsigned char c = (unsigned char)line.ptr[i];
        if ((c & 0xC0) != 0x80) {
            gz_buffer_append_byte(out, c == '\t' ? '\t' : ' ');
        }
    }
}

static void append_mark(struct gz_buffer *out, const char *text, size_t bytes)
{
    gz_buffer_append_byte(out, '^');
    for (size_t i = 1; i < bytes; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            gz_buffer_append_byte(out, '~');
        }
    }
    gz_buffer_append_byte(out, '\n');
}

static bool is_tail(char c)
{
    return ((unsigned char)c & 0xC0U) == 0x80U;
}

// The part of a line that is shown: all of it, or what surrounds the mark.
static struct gz_str cut_line(struct gz_str line, size_t mark)
{
    enum { BEFORE_BYTES = 60, CUT_BYTES = 100 };
    if (line.len_bytes <= LINE_SHOWN_BYTES) {
        return line;
    }
    size_t from = mark > BEFORE_BYTES ? mark - BEFORE_BYTES : 0;
    while (from < mark && is_tail(line.ptr[from])) {
        from++;
    }
    size_t to = line.len_bytes;
    if (to - from > CUT_BYTES) {
        to = from + CUT_BYTES;
    }
    while (to > mark && to < line.len_bytes && is_tail(line.ptr[to])) {
        to--;
    }
    return gz_str_of(line.ptr + from, to - from);
}

// The marked line; of one that is too long to read, what is near the mark.
// One that no person writes is left out, its place says enough.
static void append_line(struct gz_buffer *out, const struct gz_source *src,
                        const struct gz_place *place, size_t begin_byte,
                        size_t end_byte)
{
    if (place->text.len_bytes > LINE_CUT_BYTES) {
        return;
    }
    const size_t line_begin = (size_t)(place->text.ptr - src->text);
    const size_t line_end = line_begin + place->text.len_bytes;
    const size_t begin = begin_byte < line_end ? begin_byte : line_end;
    const struct gz_str shown = cut_line(place->text, begin - line_begin);
    const size_t shown_begin = (size_t)(shown.ptr - src->text);
    const size_t shown_end = shown_begin + shown.len_bytes;
    const size_t mark_end = end_byte < shown_end ? end_byte : shown_end;
    const bool cut = shown_begin > line_begin;

    gz_buffer_append_z(out, cut ? "... " : "");
    gz_buffer_append_str(out, shown);
    gz_buffer_append_z(out, shown_end < line_end ? " ...\n" : "\n");
    gz_buffer_append_z(out, cut ? "    " : "");
    append_indent(out, shown, begin - shown_begin);
    append_mark(out, src->text + begin,
                mark_end > begin ? mark_end - begin : 1);
}

// Where texts repeat themselves without end, the place alone tells a twin:
// making each text only to drop it would take for ever.
static bool is_worn(const struct gz_error *err, const struct gz_source *src,
                    size_t begin_byte)
{
    bool found = false;
    if (err == NULL || err->twins < TWINS_MAX) {
        return false;
    }
    for (size_t i = 0; i < err->kept && !found; i++) {
        found = err->marks[i].src == src &&
                err->marks[i].offset_bytes == begin_byte;
    }
    return found;
}

GZ_PRINTF(5, 0)
static void report(struct gz_error *err, const struct gz_source *src,
                   size_t begin_byte, size_t end_byte, const char *fmt,
                   va_list args)
{
    if (is_worn(err, src, begin_byte) || !open_report(err, GZ_INVALID)) {
        return;
    }
    const struct gz_place place = gz_source_place(src, begin_byte);
    mark(err, src, begin_byte);
    gz_buffer_append_fmt(&err->text, "%s:%u:%u: %s: ", src->name, place.line,
                         place.column, label(err));
    gz_buffer_append_vfmt(&err->text, fmt, args);
    gz_buffer_append_byte(&err->text, '\n');
    append_line(&err->text, src, &place, begin_byte, end_byte);
    take_back_twin(err);
    close_report(err);
}

enum gz_status gz_error_at(struct gz_error *err, const struct gz_source *src,
                           size_t offset_bytes, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    report(err, src, offset_bytes, offset_bytes + 1, fmt, args);
    va_end(args);
    return GZ_INVALID;
}

enum gz_status gz_error_span(struct gz_error *err, const struct gz_source *src,
                             size_t begin_byte, size_t end_byte,
                             const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    report(err, src, begin_byte, end_byte, fmt, args);
    va_end(args);
    return GZ_INVALID;
}

enum gz_status gz_error_vspan(struct gz_error *err, const struct gz_source *src,
                              size_t begin_byte, size_t end_byte,
                              const char *fmt, va_list args)
{
    report(err, src, begin_byte, end_byte, fmt, args);
    return GZ_INVALID;
}

void gz_error_add(struct gz_error *err, const struct gz_error *from)
{
    if (err == NULL || from->count == 0) {
        return;
    }
    if (err->count == 0) {
        err->first = from->first;
    }
    err->count += from->count;
    for (size_t i = 0; i < from->kept && err->kept < GZ_ERROR_MAX; i++) {
        err->marks[err->kept] = from->marks[i];
        err->marks[err->kept++].begin_byte += err->text.len;
    }
    gz_buffer_append_str(&err->text, gz_buffer_str(&from->text));
    close_report(err);
}

static size_t rank_of(const struct gz_source *src,
                      const struct gz_source *const *srcs, size_t count)
{
    size_t i = 0;
    while (i < count && srcs[i] != src) {
        i++;
    }
    return i < count ? i + 1 : 0;
}

// A report while it is sorted.
struct sorted {
    size_t rank;
    size_t end_byte;
    struct gz_error_mark mark;
};

static bool stands_before(const struct sorted *a, const struct sorted *b)
{
    return a->rank != b->rank
               ? a->rank < b->rank
               : a->mark.offset_bytes < b->mark.offset_bytes && a->rank > 0;
}

// Insertion sort, which is stable; there are at most a hundred.
static void sort(struct sorted *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct sorted item = items[i];
        size_t at = i;
        while (at > 0 && stands_before(&item, &items[at - 1])) {
            items[at] = items[at - 1];
            at--;
        }
        items[at] = item;
    }
}

static struct gz_str text_of(const struct gz_error *err,
                             const struct sorted *item)
{
    const size_t begin = item->mark.begin_byte;
    return gz_str_of((const char *)err->text.data + begin,
                     item->end_byte - begin);
}

// Drop what says the same as the one before; returns how many are left.
static size_t drop_twins(struct gz_error *err, struct sorted *items,
                         size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const bool twin = kept > 0 && gz_str_eq(text_of(err, &items[i]),
                                                text_of(err, &items[kept - 1]));
        err->count -= twin;
        if (!twin) {
            items[kept++] = items[i];
        }
    }
    return kept;
}

// The text anew: what stands before the reports, then those as sorted.
static void write_anew(struct gz_error *err, size_t from,
                       const struct sorted *items, size_t count)
{
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    gz_buffer_append(&text, err->text.data, err->marks[from].begin_byte);
    err->kept = from;
    for (size_t i = 0; i < count; i++) {
        err->marks[err->kept] = items[i].mark;
        err->marks[err->kept++].begin_byte = text.len;
        gz_buffer_append_str(&text, text_of(err, &items[i]));
    }
    gz_buffer_fini(&err->text);
    err->text = text;
    close_report(err);
}

void gz_error_sort(struct gz_error *err, size_t from,
                   const struct gz_source *const *srcs, size_t count)
{
    struct sorted items[GZ_ERROR_MAX];
    if (err == NULL || from >= err->kept || err->text.status != GZ_OK) {
        return;
    }
    for (size_t i = from; i < err->kept; i++) {
        const struct gz_error_mark *at = &err->marks[i];
        items[i - from] = (struct sorted){
            .rank = rank_of(at->src, srcs, count),
            .end_byte = i + 1 < err->kept ? at[1].begin_byte : err->text.len,
            .mark = *at,
        };
    }
    sort(items, err->kept - from);
    const size_t count_left = drop_twins(err, items, err->kept - from);
    write_anew(err, from, items, count_left);
}

const char *gz_error_text(const struct gz_error *err)
{
    if (err->text.status != GZ_OK) {
        return "error: no memory for the message\n";
    }
    return err->text.len == 0 ? "" : (const char *)err->text.data;
}

void gz_error_print(const struct gz_error *err, FILE *out)
{
    gz_buffer_print(&err->text, out);
    if (err->text.status != GZ_OK) {
        fputs("error: no memory for all messages\n", out);
    }
    if (err->count > 1) {
        const bool some = err->count > GZ_ERROR_MAX && err->sink == NULL;
        fprintf(out, "%zu errors%s\n", err->count,
                some ? ", the first 100 shown" : "");
    }
}
