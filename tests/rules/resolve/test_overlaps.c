// Who stands where mentions overlap.

#include "rules/resolve/overlaps.h"

#include "tests/support/draft_fixture.h"

static const char list[] = "id\ttype\tname\n"
                           "a\tOrg\tAcme\n"
                           "b\tOrg\tBig Globex\n";

// A mention that a rule made: words, name of the rule, rank, priority,
// confidence in tenths.
struct made {
    const char *words;
    const char *rule;
    uint32_t rank;
    int32_t priority;
    int tenths;
};

static const struct row {
    const char *text;
    struct made made[4];
    const char *want;
} rows[] = {
    {"Acme rose.", {{NULL, "", 0, 0, 0}}, "Acme=gazetteer"},
    // Beside each other.
    {"Acme met Roe.", {{"Roe", "r", 1, 0, 8}}, "Acme=gazetteer Roe=r"},
    // The longest, even over lists.
    {"Acme Motors rose.", {{"Acme Motors", "r", 1, 0, 8}}, "Acme Motors=r"},
    {"Old Big Globex rose.",
     {{"Old Big", "r", 1, 9, 9}},
     "Big Globex=gazetteer"},
    // Of the same length: lists, the earlier stratum, priority, confidence.
    {"Acme Motors rose.", {{"Acme", "r", 1, 9, 9}}, "Acme=gazetteer"},
    {"One Two rose.",
     {{"One Two", "late", 2, 9, 9}, {"One Two", "early", 1, 0, 1}},
     "One Two=early"},
    {"One Two rose.",
     {{"One Two", "low", 1, 0, 9}, {"One Two", "high", 1, 1, 1}},
     "One Two=high"},
    {"One Two rose.",
     {{"One Two", "unsure", 1, 0, 5}, {"One Two", "sure", 1, 0, 6}},
     "One Two=sure"},
    {"One Two Three rose.",
     {{"Two Three", "second", 1, 0, 5}, {"One Two", "first", 1, 0, 5}},
     "One Two=first"},
    // What loses to a loser stays.
    {"One Two Three Four Five rose.",
     {{"One Two", "a", 1, 0, 5},
      {"Two Three Four", "b", 1, 0, 5},
      {"Four Five", "c", 1, 0, 5}},
     "Two Three Four=b"},
    {"One Two Three Four Five Six Seven rose.",
     {{"One Two Three Four", "a", 1, 0, 5},
      {"Four Five Six", "b", 1, 0, 5},
      {"Six Seven", "c", 1, 0, 5}},
     "One Two Three Four=a Six Seven=c"},
};

static uint32_t make(struct draft_lab *lab, const struct row *row,
                     struct gz_draft_mention *out)
{
    const struct gz_entry entry = {GZ_STR_LIT("made"), GZ_STR_LIT("Org"),
                                   GZ_STR_LIT("made"), GZ_STR_LIT(""),
                                   GZ_STR_LIT("")};
    const struct gz_link link = {.score = 0.5, .method = GZ_LINK_NAME_ONLY};
    uint32_t count = 0;
    for (; count < 4 && row->made[count].words != NULL; count++) {
        const struct made *m = &row->made[count];
        out[count] = (struct gz_draft_mention){
            .field = GZ_FIELD_BODY,
            .rule = gz_str_z(m->rule),
            .rank = m->rank,
            .priority = m->priority,
            .confidence = m->tenths / 10.,
        };
        draft_lab_words(lab, GZ_FIELD_BODY, m->words, 0,
                        &out[count].begin_token, &out[count].end_token);
        CHECK_OK(
            gz_draft_entity(&lab->draft, &entry, &link, &out[count].entity));
    }
    return count;
}

static void run(struct draft_lab *lab, const struct row *row)
{
    struct gz_draft_mention fresh[4];
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    draft_lab_begin(lab, "", row->text);
    const uint32_t count = make(lab, row, fresh);
    CHECK_OK(gz_overlaps_settle(&lab->draft, fresh, count));
    for (uint32_t i = 0; i < lab->draft.mention_count; i++) {
        const struct gz_draft_mention *m = &lab->draft.mentions[i];
        gz_buffer_append_fmt(
            &got, "%s" GZ_STR_FMT "=" GZ_STR_FMT, i == 0 ? "" : " ",
            GZ_STR_ARG(gz_draft_text(lab->doc, m->field, m->begin_token,
                                     m->end_token)),
            GZ_STR_ARG(m->rule));
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
