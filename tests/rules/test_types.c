#include "rules/types.h"

#include "tests/support/check.h"

static const struct {
    const char *type;
    bool known;
    const char *meant;
} known_rows[] = {
    {"Person", true, "Person"},
    {"Org/Company", true, "Org/Company"},
    {"Asset/Crypto", true, "Asset/Crypto"},
    {"person", false, "Person"},
    {"Org/Compny", false, "Org/Company"},
    {"Company", false, NULL},
    {"Org/", false, "Org"},
    {"", false, NULL},
};

static const struct {
    const char *type;
    const char *ancestor;
    bool want;
} tree_rows[] = {
    {"Org", "Org", true},          {"Org/Company", "Org", true},
    {"Org", "Org/Company", false}, {"Organ", "Org", false},
    {"Place/City", "Org", false},  {"Org/Bank", "Org/Ba", false},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(known_rows) / sizeof(known_rows[0]); i++) {
        const struct gz_str type = gz_str_z(known_rows[i].type);
        CHECK_EQ(gz_type_known(type), known_rows[i].known);
        const char *meant = gz_type_suggest(type);
        if (known_rows[i].meant == NULL) {
            CHECK(meant == NULL);
        } else {
            CHECK(meant != NULL);
            CHECK_Z(meant, known_rows[i].meant);
        }
    }
    for (size_t i = 0; i < sizeof(tree_rows) / sizeof(tree_rows[0]); i++) {
        CHECK_EQ(gz_type_is_a(gz_str_z(tree_rows[i].type),
                              gz_str_z(tree_rows[i].ancestor)),
                 tree_rows[i].want);
    }
    return 0;
}
