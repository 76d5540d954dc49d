#include "rules/gazetteer/import/import_lines.h"

#include "rules/gazetteer/lists/list_reader.h"
#include "rules/text/utf8.h"

void gz_import_lines_init(struct gz_import_lines *lines,
                          const struct gz_source *src)
{
    *lines = (struct gz_import_lines){
        .src = src,
        .rest = gz_str_of(src->text, src->len_bytes),
        .place = {.file = gz_str_z(src->name)},
    };
    if (gz_str_starts(lines->rest, GZ_STR_LIT("\xef\xbb\xbf"))) {
        lines->rest.ptr += 3;
        lines->rest.len_bytes -= 3;
    }
}

static enum gz_status check(const struct gz_import_lines *lines,
                            struct gz_str line, struct gz_error *err)
{
    const size_t at = (size_t)(line.ptr - lines->src->text);
    if (line.len_bytes > GZ_IMPORT_LINE_BYTES) {
        return gz_error_at(err, lines->src, at,
                           "the line has %zu bytes, at most %d are allowed",
                           line.len_bytes, GZ_IMPORT_LINE_BYTES);
    }
    if (!gz_utf8_valid(line)) {
        const struct gz_str bad = gz_list_reader_bad_utf8(line);
        return gz_error_at(err, lines->src,
                           (size_t)(bad.ptr - lines->src->text),
                           "the line is not valid UTF-8");
    }
    return GZ_OK;
}

enum gz_status gz_import_lines_next(struct gz_import_lines *lines,
                                    struct gz_str *line, struct gz_error *err)
{
    while (lines->rest.ptr != NULL) {
        *line = gz_str_cut(&lines->rest, '\n');
        lines->place.line++;
        if (line->len_bytes > 0 && line->ptr[line->len_bytes - 1] == '\r') {
            line->len_bytes--;
        }
        if (gz_str_trim(*line).len_bytes > 0) {
            return check(lines, *line, err);
        }
    }
    return GZ_NOT_FOUND;
}
