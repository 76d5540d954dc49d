#include "rules/gazetteer/import/import_labels.h"

#include "rules/gazetteer/gazetteer.h"
#include "tests/support/check.h"

static const struct gz_import_label own[] = {
    {"FRUIT", "Product", 0},
    {"ORG", "Org/Company", 0},
    {"location/city", "Place", 0},
    {"date", "Event", 0},
};

static const struct {
    const char *label;
    const char *want;  // NULL: none
} rows[] = {
    {"PERSON", "Person"},
    {"person", "Person"},
    {"GPE", "Place"},
    {"WORK_OF_ART", "Work"},
    {"STATE_OR_PROVINCE", "Place/Region"},
    {"location", "Place"},
    {"location/city", "Place"},
    {"location/airport", "Place/Facility"},
    {"location/hamlet", "Place"},
    {"organization/company/big", "Org/Company"},
    {"Org/Company", "Org/Company"},
    {"Asset/Crypto", "Asset/Crypto"},
    {"fruit", "Product"},
    {"ORG", "Org/Company"},
    {"date/day", "Event"},
    {"DATE ", NULL},
    {"asset/crypto", NULL},
    {"MONEY", NULL},
    {"", NULL},
    {"/", NULL},
};

int main(void)
{
    struct gz_import_type type;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const bool found = gz_import_labels_find(
            own, sizeof(own) / sizeof(own[0]), gz_str_z(rows[i].label), &type);
        CHECK_EQ(found, rows[i].want != NULL);
        if (found) {
            CHECK_STR(type.type, rows[i].want);
        }
    }
    CHECK(
        gz_import_labels_find(NULL, 0, GZ_STR_LIT("person_first/male"), &type));
    CHECK_EQ(type.flags, GZ_NAME_CONTEXT);
    CHECK(gz_import_labels_find(NULL, 0, GZ_STR_LIT("ORG"), &type));
    CHECK_STR(type.type, "Org");
    CHECK(!gz_import_labels_find(NULL, 0, GZ_STR_LIT("FRUIT"), &type));
    return 0;
}
