#include "rules/gazetteer/lists/list_format.h"

#include "tests/support/check.h"

static const struct {
    const char *path;
    const char *stem;
    bool is_list;
    enum gz_list_format format;
} rows[] = {
    {"names.tsv", "names", true, GZ_LIST_TSV},
    {"a/names.csv", "a/names", true, GZ_LIST_CSV},
    {"NAMES.CSV", "NAMES", true, GZ_LIST_CSV},
    {"names.v2.jsonl", "names.v2", true, GZ_LIST_JSON},
    {"names.ndjson", "names", true, GZ_LIST_JSON},
    {"names.json", "names.json", false, GZ_LIST_TSV},
    {"names", "names", false, GZ_LIST_TSV},
    {"csv", "csv", false, GZ_LIST_TSV},
    {".csv", ".csv", false, GZ_LIST_TSV},
    {"", "", false, GZ_LIST_TSV},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_str path = gz_str_z(rows[i].path);
        CHECK_EQ(gz_list_format_find(path, NULL), rows[i].is_list);
        CHECK_EQ(gz_list_format_of(path), rows[i].format);
        CHECK_STR(gz_list_format_stem(path), rows[i].stem);
    }
    return 0;
}
