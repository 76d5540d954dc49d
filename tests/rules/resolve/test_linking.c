// Words that a rule says are a name, to an entity.

#include "rules/resolve/linking.h"

#include "tests/support/draft_fixture.h"

static const char list[] =
    "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tattributes\n"
    "target\tOrg/Company\tTarget Corporation\t\t\t\t\t\t\n"
    "target\t\tTarget\t\t\tcontext\t\t\t\n"
    "jordan\tPlace/Country\tJordan\t\t\t\t9\t\t\n"
    "jordan-p\tPerson\tJordan\t\t\t\t\t\t\n"
    "boc\tOrg\tBank of China\t\t\t\t\t\t\n"
    "cn\tPlace/Country\tChina\t\t\t\t\t\t\n"
    "cp\tOrg/Company\tChina Post\t\t\t\t\t\t\n"
    "m\tOrg/Company\tMegacorp\tMC\tACRONYM\t\t\t\t\n";

static const struct row {
    const char *text;
    const char *words;
    const char *type;
    const char *want;  // id, how, method, score in tenths
} rows[] = {
    // Known, though it was quiet; known as something else; one of several.
    {"He went to Target today.", "Target", "Org", "x:target NAME CONTEXT 9"},
    {"He went to Target today.", "Target", "Person",
     "name:PERSON/target PATTERN NAME_ONLY 6"},
    {"He met Jordan today.", "Jordan", "Person",
     "x:jordan-p NAME CONTEXT 9 x:jordan"},
    {"He met Jordan today.", "Jordan", "Place",
     "x:jordan NAME CONTEXT 9 x:jordan-p"},
    {"He met MC today.", "MC", "Org", "x:m ACRONYM CONTEXT 9"},
    // What the rule knows of the type may be more, or less.
    {"The Bank of China rose.", "Bank of China", "Org/Bank",
     "x:boc NAME CONTEXT 9"},
    // A name inside another name, and one that another one is in the way of.
    {"The Bank of China rose.", "China", "Place", "x:cn NAME CONTEXT 9"},
    {"The Bank of China Post rose.", "China Post", "Org",
     "x:cp NAME CONTEXT 9"},
    // Known by name alone.
    {"He met Jane Roe today.", "Jane Roe", "Person",
     "name:PERSON/jane roe PATTERN NAME_ONLY 7"},
    {"He met Jos\u00e9 \u0141uk\u00e1\u0161 today.",
     "Jos\u00e9 \u0141uk\u00e1\u0161", "Person",
     "name:PERSON/jose \u0142ukas PATTERN NAME_ONLY 7"},
    {"He met Jane\nRoe today.", "Jane\nRoe", "Person",
     "name:PERSON/jane roe PATTERN NAME_ONLY 7"},
    // A company is the same with and without its legal form.
    {"He met Globex Holding, Inc. today.", "Globex Holding, Inc.",
     "Org/Company", "name:ORG/globex holding PATTERN NAME_ONLY 7"},
    {"He met Globex S.p.A. today.", "Globex S.p.A.", "Org/Company",
     "name:ORG/globex PATTERN NAME_ONLY 7"},
    // A legal form behind a name that a list has.
    {"He met Megacorp SA today.", "Megacorp SA", "Org/Company",
     "x:m PATTERN CONTEXT 9"},
    {"He met Megacorp Glass today.", "Megacorp Glass", "Org/Company",
     "name:ORG/megacorp glass PATTERN NAME_ONLY 7"},
    {"He met Inc. today.", "Inc.", "Org/Company",
     "name:ORG/inc. PATTERN NAME_ONLY 6"},
    {"He met Anna Co today.", "Anna Co", "Person",
     "name:PERSON/anna co PATTERN NAME_ONLY 7"},
};

static void run(struct draft_lab *lab, const struct row *row)
{
    static const char *const hows[GZ_HOW_COUNT] = {
        [GZ_HOW_NAME] = "NAME",
        [GZ_HOW_ACRONYM] = "ACRONYM",
        [GZ_HOW_PATTERN] = "PATTERN",
    };
    static const char *const methods[GZ_LINK_COUNT] = {"UNIQUE", "PRIORITY",
                                                       "CONTEXT", "NAME_ONLY"};
    struct gz_linked linked;
    struct gz_buffer got;
    uint32_t begin;
    uint32_t end;
    gz_buffer_init(&got, 0);
    draft_lab_begin(lab, "", row->text);
    // Only what the rule says of it counts here.
    lab->draft.entity_count = 0;
    memset(lab->draft.table, 0, (lab->draft.mask + 1) * sizeof(uint32_t));
    draft_lab_words(lab, GZ_FIELD_BODY, row->words, 0, &begin, &end);
    for (int again = 0; again < 2; again++) {
        CHECK_OK(gz_linking_find(&lab->draft, GZ_FIELD_BODY, begin, end,
                                 draft_lab_type(lab, row->type), &linked));
        CHECK_EQ(lab->draft.entity_count, 1);
    }
    const struct gz_draft_entity *e = &lab->draft.entities[linked.entity];
    gz_buffer_append_fmt(&got, GZ_STR_FMT " %s %s %d", GZ_STR_ARG(e->entry.id),
                         hows[linked.how], methods[e->link.method],
                         (int)(e->link.score * 10 + 0.5));
    for (uint32_t i = 0; i < e->link.alternative_count; i++) {
        gz_buffer_append_fmt(&got, " " GZ_STR_FMT,
                             GZ_STR_ARG(e->link.alternatives[i]));
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
