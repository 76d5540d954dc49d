// The fields of a row: what each may hold and what it means.

#include "rules/gazetteer/lists/name_fields.h"

#include "rules/types.h"

static enum gz_status parse_id(const struct gz_name_list *list,
                               const struct gz_name_row *row,
                               struct gz_error *err)
{
    const struct gz_str id = row->fields[GZ_COLUMN_ID];
    if (id.len_bytes == 0) {
        return gz_name_list_fault(list, id, err, "id is empty");
    }
    if (id.len_bytes > GZ_NAME_ID_BYTES_MAX) {
        return gz_name_list_fault(list, id, err,
                                  "id has %zu bytes, at most %d are allowed",
                                  id.len_bytes, GZ_NAME_ID_BYTES_MAX);
    }
    return GZ_OK;
}

static enum gz_status unknown_type(const struct gz_name_list *list,
                                   struct gz_str type, struct gz_error *err)
{
    const char *meant = gz_error_full(err) ? NULL : gz_type_suggest(type);
    if (meant == NULL) {
        return gz_name_list_fault(list, type, err,
                                  "unknown type \"" GZ_STR_FMT "\"",
                                  GZ_STR_ARG(type));
    }
    return gz_name_list_fault(list, type, err,
                              "unknown type \"" GZ_STR_FMT
                              "\", did you mean \"%s\"?",
                              GZ_STR_ARG(type), meant);
}

// Where a type is remembered: neighbours in the tree differ in length or end.
static struct gz_str *type_slot(struct gz_name_list *list, struct gz_str type)
{
    const size_t last = (unsigned char)type.ptr[type.len_bytes - 1];
    return &list->known_types[(type.len_bytes + last) % GZ_NAME_LIST_TYPES];
}

// A list has few types, and many rows, so those that were met are remembered.
static enum gz_status parse_type(struct gz_name_list *list,
                                 const struct gz_name_row *row,
                                 struct gz_error *err)
{
    const struct gz_str type = row->fields[GZ_COLUMN_TYPE];
    if (type.len_bytes == 0 || list->any_type) {
        return GZ_OK;
    }
    struct gz_str *slot = type_slot(list, type);
    if (gz_str_eq(*slot, type)) {
        return GZ_OK;
    }
    if (!gz_type_known(type)) {
        return unknown_type(list, type, err);
    }
    if (!gz_field_copy_holds(&list->copy, type)) {
        *slot = type;  // a copy would go
    }
    return GZ_OK;
}

static enum gz_status parse_how(const struct gz_name_list *list,
                                struct gz_name_row *row, struct gz_error *err)
{
    static const struct {
        const char *name;
        enum gz_how how;
    } hows[] = {
        {"ALIAS", GZ_HOW_ALIAS},
        {"ACRONYM", GZ_HOW_ACRONYM},
        {"DERIVED", GZ_HOW_DERIVED},
    };
    const struct gz_str how = row->fields[GZ_COLUMN_HOW];
    if (how.len_bytes == 0) {
        return GZ_OK;
    }
    for (size_t i = 0; i < sizeof(hows) / sizeof(hows[0]); i++) {
        if (gz_str_is(how, hows[i].name)) {
            row->how = hows[i].how;
            row->how_given = true;
            return GZ_OK;
        }
    }
    return gz_name_list_fault(list, how, err,
                              "unknown how \"" GZ_STR_FMT
                              "\", allowed are ALIAS, ACRONYM and DERIVED",
                              GZ_STR_ARG(how));
}

enum { POLICY_CASES = 3, POLICY_REMOVE = 8, POLICY_WORDS };

// The cases first, in the order of enum gz_name_case, then the flags, then what
// stands alone.
static const char *const policy_words[POLICY_WORDS] = {
    "smart", "exact", "free",    "context", "ticker",
    "stop",  "word",  "accents", "remove",
};

static enum gz_status unknown_policy(const struct gz_name_list *list,
                                     struct gz_str word, struct gz_error *err)
{
    const char *meant = gz_error_full(err)
                            ? NULL
                            : gz_str_suggest(word, policy_words, POLICY_WORDS);
    if (meant != NULL) {
        return gz_name_list_fault(list, word, err,
                                  "unknown policy \"" GZ_STR_FMT
                                  "\", did you mean \"%s\"?",
                                  GZ_STR_ARG(word), meant);
    }
    return gz_name_list_fault(list, word, err,
                              "unknown policy \"" GZ_STR_FMT
                              "\", allowed are exact, smart, free, "
                              "context, ticker, stop, word, accents and remove",
                              GZ_STR_ARG(word));
}

// A removal says what goes, not when it would count.
static enum gz_status check_remove(const struct gz_name_list *list,
                                   const struct gz_name_row *row,
                                   struct gz_error *err)
{
    const struct gz_str policy = row->fields[GZ_COLUMN_POLICY];
    return gz_str_is(gz_str_trim(policy), policy_words[POLICY_REMOVE])
               ? GZ_OK
               : gz_name_list_fault(list, policy, err,
                                    "policy \"remove\" stands alone");
}

static enum gz_status parse_policy(const struct gz_name_list *list,
                                   struct gz_name_row *row,
                                   struct gz_error *err)
{
    struct gz_str rest = row->fields[GZ_COLUMN_POLICY];
    int chosen = -1;
    while (rest.len_bytes > 0) {
        const struct gz_str word = gz_str_trim(gz_str_cut(&rest, ','));
        int i = 0;
        while (i < POLICY_WORDS && !gz_str_is(word, policy_words[i])) {
            i++;
        }
        if (i == POLICY_WORDS) {
            return unknown_policy(list, word, err);
        }
        if (i == POLICY_REMOVE) {
            row->remove = true;
        } else if (i >= POLICY_CASES) {
            row->policy.flags |= (uint8_t)(1U << (i - POLICY_CASES));
        } else if (chosen >= 0 && chosen != i) {
            return gz_name_list_fault(
                list, word, err,
                "policies \"%s\" and \"%s\" exclude each other",
                policy_words[chosen], policy_words[i]);
        } else {
            chosen = i;
            row->policy.name_case = (enum gz_name_case)i;
        }
    }
    return row->remove ? check_remove(list, row, err) : GZ_OK;
}

static enum gz_status parse_priority(const struct gz_name_list *list,
                                     struct gz_name_row *row,
                                     struct gz_error *err)
{
    const struct gz_str priority = row->fields[GZ_COLUMN_PRIORITY];
    int64_t value = 0;
    if (priority.len_bytes > 0 && (!gz_str_to_int64(priority, &value) ||
                                   value < INT16_MIN || value > INT16_MAX)) {
        return gz_name_list_fault(list, priority, err,
                                  "priority \"" GZ_STR_FMT
                                  "\" is no whole number from %d to %d",
                                  GZ_STR_ARG(priority), INT16_MIN, INT16_MAX);
    }
    row->priority = (int16_t)value;
    return GZ_OK;
}

bool gz_name_pairs_check(struct gz_str pairs, struct gz_str *wrong)
{
    *wrong = pairs;
    bool good = pairs.len_bytes <= GZ_NAME_PAIRS_BYTES_MAX;
    while (good && pairs.len_bytes > 0) {
        *wrong = gz_str_cut(&pairs, ';');
        struct gz_str value = *wrong;
        const struct gz_str key = gz_str_cut(&value, '=');
        good = key.len_bytes > 0 && value.len_bytes > 0;
    }
    return good;
}

static enum gz_status parse_pairs(const struct gz_name_list *list,
                                  struct gz_str pairs, const char *column,
                                  struct gz_error *err)
{
    struct gz_str wrong;
    if (pairs.len_bytes > GZ_NAME_PAIRS_BYTES_MAX) {
        return gz_name_list_fault(
            list, pairs, err, "%s has %zu bytes, at most %d are allowed",
            column, pairs.len_bytes, GZ_NAME_PAIRS_BYTES_MAX);
    }
    if (!gz_name_pairs_check(pairs, &wrong)) {
        return gz_name_list_fault(list, wrong, err,
                                  "%s \"" GZ_STR_FMT
                                  "\" is not of the form key=value",
                                  column, GZ_STR_ARG(wrong));
    }
    return GZ_OK;
}

static enum gz_status parse_wikidata(const struct gz_name_list *list,
                                     const struct gz_name_row *row,
                                     struct gz_error *err)
{
    const struct gz_str id =
        gz_gazetteer_value(row->fields[GZ_COLUMN_XIDS], "wikidata");
    if (id.ptr == NULL) {
        return GZ_OK;
    }
    bool good = id.len_bytes >= 2 && id.len_bytes <= 20 && id.ptr[0] == 'Q';
    for (size_t i = 1; i < id.len_bytes; i++) {
        good = good && id.ptr[i] >= '0' && id.ptr[i] <= '9';
    }
    if (!good) {
        return gz_name_list_fault(list, id, err,
                                  "\"" GZ_STR_FMT "\" is no Wikidata id; one "
                                  "looks like Q30",
                                  GZ_STR_ARG(id));
    }
    return GZ_OK;
}

enum gz_status gz_name_fields_parse(struct gz_name_list *list,
                                    struct gz_name_row *row,
                                    struct gz_error *err)
{
    enum gz_status st = parse_id(list, row, err);
    if (st == GZ_OK) {
        st = parse_type(list, row, err);
    }
    if (st == GZ_OK) {
        st = parse_how(list, row, err);
    }
    if (st == GZ_OK) {
        st = parse_policy(list, row, err);
    }
    if (st == GZ_OK) {
        st = parse_priority(list, row, err);
    }
    if (st == GZ_OK) {
        st = parse_pairs(list, row->fields[GZ_COLUMN_XIDS], "xids", err);
    }
    if (st == GZ_OK) {
        st = parse_pairs(list, row->fields[GZ_COLUMN_ATTRIBUTES], "attributes",
                         err);
    }
    return st == GZ_OK ? parse_wikidata(list, row, err) : st;
}
