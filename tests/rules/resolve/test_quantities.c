// Names that are only a part of a quantity.

#include "rules/resolve/quantities.h"

#include "rules/resolve/linking.h"
#include "tests/support/draft_fixture.h"

static const char list[] = "id\ttype\tname\n"
                           "us\tPlace/Country\tUS\n"
                           "eur\tAsset/Currency\teuros\n"
                           "may\tPerson\tMay\n"
                           "jan\tOrg/Company\tJanuary Group\n";

static const struct row {
    const char *text;
    const char *made;  // a place that a rule made of these words, or empty
    const char *want;
} rows[] = {
    {"It cost US$14bn.", "", ""},
    {"It cost US 14 days.", "", "US"},
    {"It cost 14 million euros.", "", "euros"},
    {"On May 3 the US slept.", "", "US"},
    {"The January Group grew.", "", "January Group"},
    {"He slept in December.", "December", ""},
    {"He slept in Decemberville.", "Decemberville", "Decemberville"},
};

static void make(struct draft_lab *lab, const char *words)
{
    struct gz_draft_mention m = {
        .field = GZ_FIELD_BODY, .rule = GZ_STR_LIT("made"), .rank = 1};
    draft_lab_words(lab, GZ_FIELD_BODY, words, 0, &m.begin_token, &m.end_token);
    CHECK_OK(gz_linking_by_name(&lab->draft, gz_str_z(words),
                                draft_lab_type(lab, "Place"), &m.entity));
    CHECK_OK(gz_draft_insert(&lab->draft, &m, 1));
}

static void run(struct draft_lab *lab, const struct row *row)
{
    const struct gz_values_context context = {GZ_VALUES_NO_TIME,
                                              GZ_STR_LIT("en")};
    struct gz_values values[GZ_FIELD_COUNT];
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    draft_lab_begin(lab, "", row->text);
    if (row->made[0] != '\0') {
        make(lab, row->made);
    }
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        CHECK_OK(gz_values_find(&lab->doc->fields[f], &context, lab->arena,
                                &values[f]));
    }
    gz_quantities_clear(&lab->draft, values);
    for (uint32_t i = 0; i < lab->draft.mention_count; i++) {
        const struct gz_draft_mention *m = &lab->draft.mentions[i];
        gz_buffer_append_z(&got, i == 0 ? "" : " ");
        gz_buffer_append_str(&got, gz_draft_text(lab->doc, m->field,
                                                 m->begin_token, m->end_token));
    }
    CHECK_STR(gz_buffer_str(&got), row->want);
    gz_buffer_fini(&got);
}

int main(void)
{
    struct draft_lab lab;
    draft_lab_open(&lab, list);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(&lab, &rows[i]);
    }
    draft_lab_close(&lab);
    return 0;
}
