// Who stands for a country, and a walk over all entities of layers.

#include "rules/resolve/country_index.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/draft_fixture.h"

static const char list[] =
    "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tattributes\n"
    "us\tPlace/Country\tUnited States\t\t\t\t\tiso2=US\t\n"
    "fr\tPlace/Country\tFrance\t\t\t\t\t\tcountry=FR\n"
    "wh\tOrg/Government\tWhite House\t\t\t\t\t\tcountry=US\n"
    "gov\tOrg/Government\tUS government\t\t\t\t\t\t"
    "country=US;role=government\n"
    "gov2\tOrg/Government\tWashington\t\t\t\t\t\t"
    "country=US;role=government\n"
    "army\tOrg/Agency\tArmy\t\t\t\t\t\tcountry=FR;role=government\n"
    "odd\tOrg/Government\tOdd\t\t\t\t\t\t"
    "country=TOOLONGACODE;role=government\n";

static const struct row {
    const char *type;  // empty: the country itself
    const char *country;
    const char *want;  // id, or empty
} rows[] = {
    {"", "US", "x:us"},
    {"", "FR", "x:fr"},
    {"", "GB", ""},
    {"", "", ""},
    {"Org/Government", "US", "x:gov"},  // the first with that role
    {"Org/Government", "FR", ""},
    {"Org/Government", "TOOLONGACODE", ""},
    {"Org", "FR", ""},  // no rule makes that of anything
};

static void check(const struct draft_lab *lab,
                  const struct gz_country_index *index, const struct row *row)
{
    const struct gz_str country = gz_str_z(row->country);
    const struct gz_reading *r =
        row->type[0] == '\0'
            ? gz_country_index_country(index, country)
            : gz_country_index_find(index, draft_lab_type(lab, row->type),
                                    country);
    struct gz_entry entry = {.id = GZ_STR_LIT("")};
    if (r != NULL) {
        CHECK_OK(gz_layers_entry(lab->names, r, lab->arena, &entry));
    }
    CHECK_STR(entry.id, row->want);
}

static void check_memory(const struct draft_lab *lab)
{
    for (long n = 1;; n++) {
        struct gz_country_index *index = NULL;
        gz_alloc_fail_at(n);
        const enum gz_status st =
            gz_country_index_new(lab->names, &lab->rules, &index);
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        gz_country_index_free(index);
        CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
        if (!failed) {
            return;
        }
    }
}

int main(void)
{
    struct draft_lab lab;
    struct gz_country_index *index = NULL;
    draft_lab_open(&lab, list);
    CHECK_OK(gz_country_index_new(lab.names, &lab.rules, &index));
    CHECK(index == NULL);  // no rule recasts
    check(&lab, index, &(struct row){"", "US", ""});
    const struct gz_rule rule = {
        .kind = GZ_RULE_RECAST, .type = draft_lab_type(&lab, "Org/Government")};
    lab.rules.rules = &rule;
    lab.rules.rule_count = 1;
    CHECK_OK(gz_country_index_new(lab.names, &lab.rules, &index));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check(&lab, index, &rows[i]);
    }
    gz_country_index_free(index);
    check_memory(&lab);
    draft_lab_close(&lab);
    return 0;
}
