// The names of columns, in header lines and as keys.

#include "rules/gazetteer/lists/list_columns.h"

#include "rules/text/utf8.h"

static const char *const names[GZ_COLUMN_COUNT] = {
    [GZ_COLUMN_ID] = "id",
    [GZ_COLUMN_TYPE] = "type",
    [GZ_COLUMN_NAME] = "name",
    [GZ_COLUMN_ALIASES] = "aliases",
    [GZ_COLUMN_HOW] = "how",
    [GZ_COLUMN_POLICY] = "policy",
    [GZ_COLUMN_PRIORITY] = "priority",
    [GZ_COLUMN_XIDS] = "xids",
    [GZ_COLUMN_ATTRIBUTES] = "attributes",
    [GZ_COLUMN_SAME_AS] = "same_as",
};

const char *gz_list_columns_name(enum gz_name_column column)
{
    return names[column];
}

static enum gz_status unknown(const struct gz_name_list *list,
                              struct gz_str name, struct gz_str where,
                              const char *word, struct gz_error *err)
{
    if (gz_error_full(err)) {
        return gz_name_list_fault(list, where, err, "%s", "");
    }
    if (!gz_utf8_valid(name)) {
        return gz_name_list_fault(list, where, err,
                                  "the name of a %s is not valid UTF-8", word);
    }
    const char *meant = gz_str_suggest(name, names, GZ_COLUMN_COUNT);
    if (meant != NULL) {
        return gz_name_list_fault(list, where, err,
                                  "unknown %s \"" GZ_STR_FMT
                                  "\", did you mean \"%s\"?",
                                  word, GZ_STR_ARG(name), meant);
    }
    return gz_name_list_fault(list, where, err,
                              "unknown %s \"" GZ_STR_FMT
                              "\"; %ss are id, type, name, aliases, how, "
                              "policy, priority, xids, attributes and same_as",
                              word, GZ_STR_ARG(name), word);
}

enum gz_status gz_list_columns_find(const struct gz_name_list *list,
                                    struct gz_str name, struct gz_str where,
                                    const char *word, enum gz_name_column *out,
                                    struct gz_error *err)
{
    for (int i = 0; i < GZ_COLUMN_COUNT; i++) {
        if (gz_str_is(name, names[i])) {
            *out = (enum gz_name_column)i;
            return GZ_OK;
        }
    }
    return unknown(list, name, where, word, err);
}

static bool has_column(const struct gz_name_list *list,
                       enum gz_name_column column)
{
    for (uint32_t i = 0; i < list->column_count; i++) {
        if (list->columns[i] == column) {
            return true;
        }
    }
    return false;
}

enum gz_status gz_list_columns_add(struct gz_name_list *list,
                                   struct gz_str name, struct gz_error *err)
{
    enum gz_name_column column = GZ_COLUMN_ID;
    const enum gz_status st =
        gz_list_columns_find(list, name, name, "column", &column, err);
    if (st != GZ_OK) {
        return st;
    }
    if (has_column(list, column)) {
        return gz_name_list_fault(
            list, name, err, "column \"%s\" is given twice", names[column]);
    }
    list->columns[list->column_count++] = (uint8_t)column;
    return GZ_OK;
}

enum gz_status gz_list_columns_check(const struct gz_name_list *list,
                                     struct gz_str header, struct gz_error *err)
{
    enum gz_status st = GZ_OK;
    for (int i = GZ_COLUMN_ID; i <= GZ_COLUMN_NAME; i++) {
        if (!has_column(list, (enum gz_name_column)i)) {
            st = gz_name_list_fault(list, header, err,
                                    "column \"%s\" is missing", names[i]);
        }
    }
    return st;
}

enum gz_status gz_list_columns_count(const struct gz_name_list *list,
                                     struct gz_str record, uint32_t count,
                                     struct gz_error *err)
{
    return gz_name_list_fault(list, record, err,
                              "the row has %u field%s, the header has %u",
                              count, count == 1 ? "" : "s", list->column_count);
}
