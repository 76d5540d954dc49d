#include "rules/gazetteer/import/import_labels.h"

#include "rules/gazetteer/gazetteer.h"
#include "rules/types.h"

// A first name is no entity, so it counts only with other evidence.
static const struct gz_import_label labels[] = {
    // OntoNotes, as in the models of spaCy
    {"PERSON", "Person", 0},
    {"PER", "Person", 0},
    {"ORG", "Org", 0},
    {"GPE", "Place", 0},
    {"LOC", "Place", 0},
    {"FAC", "Place/Facility", 0},
    {"FACILITY", "Place/Facility", 0},
    {"NORP", "Norp", 0},
    {"PRODUCT", "Product", 0},
    {"EVENT", "Event", 0},
    {"WORK_OF_ART", "Work", 0},
    {"LAW", "Law", 0},
    // Stanford CoreNLP
    {"ORGANIZATION", "Org", 0},
    {"LOCATION", "Place", 0},
    {"CITY", "Place/City", 0},
    {"COUNTRY", "Place/Country", 0},
    {"STATE_OR_PROVINCE", "Place/Region", 0},
    {"NATIONALITY", "Norp/Nationality", 0},
    {"RELIGION", "Norp/Religion", 0},
    {"IDEOLOGY", "Norp/Ideology", 0},
    // GATE's ANNIE
    {"location/city", "Place/City", 0},
    {"location/country", "Place/Country", 0},
    {"location/country_abbrev", "Place/Country", 0},
    {"location/province", "Place/Region", 0},
    {"location/region", "Place/Region", 0},
    {"location/state", "Place/Region", 0},
    {"location/airport", "Place/Facility", 0},
    {"location/racecourse", "Place/Facility", 0},
    {"location/water", "Place/Water", 0},
    {"country_adj", "Norp/Nationality", 0},
    {"organization/company", "Org/Company", 0},
    {"organization/bank", "Org/Bank", 0},
    {"organization/government", "Org/Government", 0},
    {"organization/department", "Org/Agency", 0},
    {"organization/party", "Org/Party", 0},
    {"organization/charity", "Org/Ngo", 0},
    {"organization/newspaper", "Org/Media", 0},
    {"organization/tv_company", "Org/Media", 0},
    {"organization/university", "Org/University", 0},
    {"organization/team", "Org/Team", 0},
    {"sports_team", "Org/Team", 0},
    {"person_full", "Person", 0},
    {"person_first", "Person", GZ_NAME_CONTEXT},
};

enum { LABEL_COUNT = sizeof(labels) / sizeof(labels[0]) };

static const struct gz_import_label *find(const struct gz_import_label *rows,
                                          size_t count, struct gz_str label)
{
    for (size_t i = 0; i < count; i++) {
        if (gz_str_eq_nocase(gz_str_z(rows[i].label), label)) {
            return &rows[i];
        }
    }
    return NULL;
}

static bool find_exact(const struct gz_import_label *own, size_t count,
                       struct gz_str label, struct gz_import_type *out)
{
    const struct gz_import_label *row = find(own, count, label);
    if (row == NULL) {
        row = find(labels, LABEL_COUNT, label);
    }
    if (row != NULL) {
        *out = (struct gz_import_type){gz_str_z(row->type), row->flags};
        return true;
    }
    *out = (struct gz_import_type){label, 0};
    return gz_type_known(label);
}

bool gz_import_labels_find(const struct gz_import_label *own, size_t count,
                           struct gz_str label, struct gz_import_type *out)
{
    while (!find_exact(own, count, label, out)) {
        const char *slash = memrchr(label.ptr, '/', label.len_bytes);
        if (slash == NULL) {
            return false;
        }
        label.len_bytes = (size_t)(slash - label.ptr);
    }
    return true;
}
