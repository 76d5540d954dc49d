// Whom nominals and pronouns mean: a text, and what is linked in it.

#include "rules/extractor.h"

#include "tests/support/extract_fixture.h"

static const char names[] =
    "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tattributes\n"
    "acme\tOrg/Company\tAcme\t\t\t\t\t\tcountry=US;sector=bank\n"
    "globex\tOrg/Company\tGlobex\t\t\t\t\t\tcountry=CN;sector=bank\n"
    "initech\tOrg/Company\tInitech\t\t\t\t\t\tcountry=CN;sector=cloud\n"
    "ann\tPerson\tAnn Lee\t\t\t\t\t\trole=senator\n"
    "bob\tPerson\tBob Orr\t\t\t\t\t\trole=chancellor\n"
    "kim\tPerson\tKim Ito\t\t\t\t\t\t\n"
    "jp\tPlace/Country\tJapan\t\t\t\t\tiso2=JP\tcountry=JP\n"
    "cn\tPlace/Country\tChina\t\t\t\t\tiso2=CN\tcountry=CN\n"
    "cn\t\tChinese\t\tDERIVED\t\t\t\t\n";

static const char rules[] =
    "gazetted: 1\n" EXTRACT_GRAMMAR "rules:\n"
    "- id: t.found\n"
    "  mention: Org/Company\n"
    "  match: \"name:Zembla\"\n"
    "- id: t.company\n"
    "  coref: Org/Company\n"
    "  match: \"name:(the company)\"\n"
    "- id: t.country\n"
    "  coref: Org/Company\n"
    "  match: \"name:(the <country:Norp|Country> company)\"\n"
    "- id: t.kind\n"
    "  coref: Org/Company\n"
    "  match: \"name:(the <country:Norp|Country>? kind:(bank|cloud))\"\n"
    "- id: t.it\n"
    "  coref: Org\n"
    "  match: \"name:it\"\n"
    "- id: t.its\n"
    "  coref: Org\n"
    "  priority: 1\n"
    "  match: \"^ in name:its $Lower \\\",\\\" <meant:Org>\"\n"
    "- id: t.he\n"
    "  coref: Person\n"
    "  match: \"name:(he|she)\"\n"
    "- id: t.office\n"
    "  coref: Person\n"
    "  match: \"name:(the sector:(senator|chancellor))\"\n"
    "- id: t.woman\n"
    "  coref: Person\n"
    "  match: \"woman:Ann\"\n"
    "- id: t.man\n"
    "  coref: Person\n"
    "  match: [\"man:Bob\", \"Mr <man:Person>\"]\n"
    "- id: t.unknown\n"
    "  coref: Org/Company\n"
    "  match: \"^ nobody:$Capitalized \\\",\\\" a\"\n"
    "- id: t.thing\n"
    "  coref: Org\n"
    "  match: [\"^ nobody:(the state)\", \"^ <nobody:Place>\"]\n";

static const struct row {
    const char *body;
    const char *want;
} rows[] = {
    {"", ""},
    // The subject, before and behind what opens the sentence.
    {"Acme beat Globex. Now the company grew.", "the company>acme "},
    {"On Monday Acme beat Globex. Now the company grew.", "the company>acme "},
    {"In the end, Acme beat Globex. Now it grew.", "it>acme "},
    {"ROME, May 2 - Acme beat Globex. Now it grew.", "it>acme "},
    {"Globex fell\n\nROME, May 2 - Acme beat Globex. Now it grew.", "it>acme "},
    {"ROME, May 2 (Globex) - Acme said it grew.", "it>acme "},
    // The object before those behind a preposition, and those before owners.
    {"Rain hit Acme of Globex. Now it grew.", "it>acme "},
    {"Rain for Globex hit Acme. Now it grew.", "it>acme "},
    {"Rain fell on Acme, not on Globex's own. Now it grew.", "it>acme "},
    // Of objects the first one, of others that the article names most.
    {"Rain hit Acme, said Globex. Now it grew.", "it>acme "},
    {"Globex rose. Globex fell. Rain of Acme fell on Globex. Now it grew.",
     "it>globex "},
    {"Rain of Acme fell on Globex. Now it grew.", ""},
    // Who is named only to tell who another one is.
    {"Globex rose. Acme, a friend of Globex, said the company grew.",
     "the company>acme "},
    {"Globex rose. So Acme, which beat Globex, grew. Now it fell.", "it>acme "},
    {"Rain (for Globex) hit Acme. Now it grew.", "it>acme "},
    {"Acme rose. An analyst at Globex said it grew.", "it>acme "},
    {"Acme rose. Some Globex analysts said it grew.", "it>acme "},
    {"Acme rose. A man formerly of Globex said it grew.", "it>acme "},
    {"An analyst at Globex said it grew.", ""},
    // One of a list is not the others.
    {"Acme and Globex met. Now the company grew.", ""},
    {"Acme, Initech and Globex met. Now the company grew.", ""},
    {"Acme and Globex met. Now the cloud grew.", ""},
    {"Acme and Initech met. Now the cloud grew.", "the cloud>initech "},
    {"Initech rose. Acme and Globex met. Initech owns the bank.", ""},
    // Whose word it is, however far the verb.
    {"Globex rose. Globex fell. Acme beat Globex and said on Monday it grew.",
     "it>acme "},
    // The subject of the last clause before it.
    {"Globex rose. Globex fell, while Acme said it grew.", "it>acme "},
    {"Globex rose. Globex fell, and Acme said on Monday that it grew.",
     "it>acme "},
    {"Acme fell, while Globex rose, it said.", "it>acme "},
    {"Acme fell after Globex rose and said it grew.", "it>acme "},
    {"Globex rose. Globex fell, while Acme cut jobs as it grew.", "it>acme "},
    {"Globex rose. Acme beat Globex in fields that it knew.", "it>acme "},
    {"Acme fell, while Globex rose, as it grew.", "it>acme "},
    {"Globex rose. Globex fined Initech and Acme said it grew.", "it>acme "},
    {"Globex fell, but Acme and Initech said it grew.", ""},
    // Country and trade.
    {"Acme met Globex. Now the Chinese bank grew.", "the Chinese bank>globex "},
    {"Acme met Initech. Now the Chinese bank grew.", ""},
    // Whose country nobody knows is meant in its own sentence, and in others
    // if no one else can be.
    {"Acme met Zembla. Now the Chinese company grew.",
     "the Chinese company>me:ORG/zembla "},
    {"Globex met Zembla. Now the Chinese company grew.",
     "the Chinese company>globex "},
    {"Globex rose. Acme met Zembla in May, the Chinese company said.",
     "the Chinese company>me:ORG/zembla "},
    // Somebody whom nobody knows is meant, which is nobody.
    {"Acme rose. Zorb, a friend of Acme, said the company grew.", ""},
    {"Acme rose. The state fell. Now it grew.", ""},
    {"Acme rose. The state fell. Now the company grew.", "the company>acme "},
    {"Acme rose. Japan fell. Now it grew.", ""},
    {"Acme and Globex met. Now the company grew. Then it fell.", ""},
    {"Acme rose. Globex, a bank, fell. Now it grew.", "it>globex "},
    {"The bank Acme fell. Now the company grew.", "the company>acme "},
    // He and she.
    {"Ann Lee met Bob Orr. Now he left. Then she left.", "he>bob she>ann "},
    {"Bob Orr met Kim Ito. Now she left.", "she>kim "},
    {"Ann Lee rose. Now he left.", ""},
    {"Bob Orr met Mr Kim Ito. Now she left.", ""},
    {"Kim Ito left. So she met Ann Lee. Then he met her.", "she>kim "},
    // What they are.
    {"Bob Orr met Ann Lee. Now the senator left.", "the senator>ann "},
    {"Bob Orr met Kim Ito. Now the senator left.", "the senator>kim "},
    {"Bob Orr left. Now the senator left.", ""},
    // Who comes behind.
    {"Globex rose. In its report, Acme told all.", "its>acme "},
};

static void check_row(struct extract_lab *lab, const struct row *row)
{
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    extract_lab_run(lab, "", row->body);
    for (uint32_t i = 0; i < lab->found.mention_count; i++) {
        const struct gz_mention *m = &lab->found.mentions[i];
        const struct gz_span span = {m->field, m->begin_byte, m->end_byte};
        if (m->how == GZ_HOW_NOMINAL || m->how == GZ_HOW_PRONOUN) {
            const struct gz_str id = lab->found.entities[m->entity].entry.id;
            gz_buffer_append_fmt(
                &got, GZ_STR_FMT ">" GZ_STR_FMT " ",
                GZ_STR_ARG(extract_lab_text(lab, span)),
                GZ_STR_ARG(gz_str_of(id.ptr + 2, id.len_bytes - 2)));
        }
    }
    if (!gz_str_is(gz_buffer_str(&got), row->want)) {
        fprintf(stderr, "%s\n", row->body);
    }
    CHECK_STR(gz_buffer_str(&got), row->want);
    gz_buffer_fini(&got);
}

// Who is not linked is told why.
static void check_reason(struct extract_lab *lab, const char *body,
                         const char *want)
{
    const char *reason = "";
    extract_lab_run(lab, "", body);
    for (uint32_t i = 0; i < lab->trace.count; i++) {
        const struct gz_extract_step *s = &lab->trace.items[i];
        reason = s->stage == GZ_EXTRACT_COREF ? s->reason : reason;
    }
    CHECK_Z(reason, want);
}

int main(void)
{
    struct extract_lab lab;
    extract_lab_open(&lab, names, rules);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&lab, &rows[i]);
    }
    check_reason(&lab, "Now the company grew.",
                 "nothing that fits is named in the sentences before");
    check_reason(&lab, "Acme and Globex met. Now the company grew.",
                 "two that fit are named alike");
    extract_lab_close(&lab);
    return 0;
}
