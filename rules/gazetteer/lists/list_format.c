#include "rules/gazetteer/lists/list_format.h"

#include <stddef.h>

static const struct {
    const char *suffix;
    enum gz_list_format format;
} suffixes[] = {
    {".tsv", GZ_LIST_TSV},
    {".csv", GZ_LIST_CSV},
    {".jsonl", GZ_LIST_JSON},
    {".ndjson", GZ_LIST_JSON},
};

// The length of a list's suffix, 0 without one.  A suffix alone is no name.
static size_t find_suffix(struct gz_str path, enum gz_list_format *format)
{
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        const struct gz_str suffix = gz_str_z(suffixes[i].suffix);
        if (path.len_bytes <= suffix.len_bytes) {
            continue;
        }
        const struct gz_str end = gz_str_of(
            path.ptr + path.len_bytes - suffix.len_bytes, suffix.len_bytes);
        if (gz_str_eq_nocase(end, suffix)) {
            *format = suffixes[i].format;
            return suffix.len_bytes;
        }
    }
    return 0;
}

bool gz_list_format_find(struct gz_str path, enum gz_list_format *format)
{
    enum gz_list_format found;
    const bool is_list = find_suffix(path, &found) > 0;
    if (is_list && format != NULL) {
        *format = found;
    }
    return is_list;
}

enum gz_list_format gz_list_format_of(struct gz_str path)
{
    enum gz_list_format format = GZ_LIST_TSV;
    return gz_list_format_find(path, &format) ? format : GZ_LIST_TSV;
}

struct gz_str gz_list_format_stem(struct gz_str path)
{
    enum gz_list_format format;
    return gz_str_of(path.ptr, path.len_bytes - find_suffix(path, &format));
}
