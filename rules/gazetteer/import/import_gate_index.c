// lists.def of GATE: which lists there are and what is in them.

#include <string.h>

#include "rules/gazetteer/import/importer.h"

enum { FILE_TYPE, MAJOR_TYPE, MINOR_TYPE, LANGUAGE, ANNOTATION, PARTS };

struct index_line {
    struct gz_str parts[PARTS];  // trimmed
    const struct gz_import_lines *lines;
};

static void split(struct gz_str line, struct index_line *out)
{
    struct gz_str rest = line;
    for (int i = 0; i < PARTS; i++) {
        out->parts[i] = gz_str_trim(gz_str_cut(&rest, ':'));
        rest =
            rest.ptr == NULL ? gz_str_of(line.ptr + line.len_bytes, 0) : rest;
    }
}

// Only files beside lists.def and below are opened: it may come from anywhere.
static bool is_inside(struct gz_str file)
{
    if (file.len_bytes == 0 || file.ptr[0] == '/' ||
        memchr(file.ptr, '\0', file.len_bytes) != NULL) {
        return false;
    }
    while (file.ptr != NULL) {
        if (gz_str_is(gz_str_cut(&file, '/'), "..")) {
            return false;
        }
    }
    return true;
}

static enum gz_status check_file(const struct gz_importer *im,
                                 const struct index_line *line)
{
    const struct gz_str file = line->parts[FILE_TYPE];
    if (is_inside(file)) {
        return GZ_OK;
    }
    const struct gz_source *src = line->lines->src;
    const size_t begin = (size_t)(file.ptr - src->text);
    return gz_error_span(im->err, src, begin, begin + file.len_bytes,
                         "a line names a list beside lists.def, such as "
                         "city.lst:location:city");
}

// "location/city"; the annotation type where there is nothing better.
static struct gz_str make_label(struct gz_importer *im,
                                const struct index_line *line)
{
    const struct gz_str *parts = line->parts;
    if (parts[MAJOR_TYPE].len_bytes == 0) {
        return gz_arena_copy(im->arena, parts[ANNOTATION]);
    }
    struct gz_buffer label;
    struct gz_str copy = {NULL, 0};
    gz_buffer_init(&label, 0);
    gz_buffer_append_str(&label, parts[MAJOR_TYPE]);
    if (parts[MINOR_TYPE].len_bytes > 0) {
        gz_buffer_append_byte(&label, '/');
        gz_buffer_append_str(&label, parts[MINOR_TYPE]);
    }
    if (gz_buffer_status(&label) == GZ_OK) {
        copy = gz_arena_copy(im->arena, gz_buffer_str(&label));
    }
    gz_buffer_fini(&label);
    return copy;
}

static enum gz_status load_list(const struct gz_importer *im,
                                const struct index_line *line,
                                struct gz_source *list)
{
    const char *index = line->lines->src->name;
    const char *slash = strrchr(index, '/');
    const int folder = slash == NULL ? 0 : (int)(slash - index) + 1;
    struct gz_buffer path;
    gz_buffer_init(&path, 0);
    gz_buffer_append_fmt(&path, "%.*s" GZ_STR_FMT "%c", folder, index,
                         GZ_STR_ARG(line->parts[FILE_TYPE]), '\0');
    enum gz_status st = gz_buffer_status(&path);
    if (st == GZ_OK) {
        st = gz_source_load(list, (const char *)path.data, 0, im->err);
    }
    gz_buffer_fini(&path);
    return st;
}

static uint64_t count_names(struct gz_str text)
{
    uint64_t count = 0;
    while (text.ptr != NULL) {
        count += gz_str_trim(gz_str_cut(&text, '\n')).len_bytes > 0;
    }
    return count;
}

static enum gz_status add_list(struct gz_importer *im,
                               const struct index_line *line)
{
    struct gz_import_type type;
    struct gz_source list;
    enum gz_status st = check_file(im, line);
    if (st != GZ_OK) {
        return st;
    }
    // Both outlive the rows, which reset scratch.
    const struct gz_str label = make_label(im, line);
    const struct gz_str language = line->parts[LANGUAGE];
    if (label.ptr == NULL) {
        return GZ_NO_MEMORY;
    }
    st = load_list(im, line, &list);
    if (st != GZ_OK) {
        return st;
    }
    if (gz_import_labels_find(im->options->labels, im->options->label_count,
                              label, &type)) {
        st = gz_import_gate_entries(im, &list, label, language);
    } else {
        const uint64_t count =
            count_names(gz_str_of(list.text, list.len_bytes));
        im->report->rows += count;
        if (count > 0) {
            gz_importer_lose_label(im, &line->lines->place, count, label);
        }
    }
    gz_source_fini(&list);
    return st;
}

static enum gz_status take(struct gz_importer *im,
                           const struct gz_import_lines *lines,
                           struct gz_str text, const void *context)
{
    (void)context;
    struct index_line line = {.lines = lines};
    split(text, &line);
    return add_list(im, &line);
}

enum gz_status gz_import_gate(struct gz_importer *im,
                              const struct gz_source *src)
{
    return gz_importer_run(im, src, take, NULL);
}
