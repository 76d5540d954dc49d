// Full names and what stands for them later in the same article.

#include "rules/resolve/short_forms.h"

#include "rules/resolve/linking.h"
#include "rules/resolve/overlaps.h"
#include "tests/support/draft_fixture.h"

static const char list[] =
    "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tattributes\n"
    "lagarde\tPerson\tChristine Lagarde\t\t\t\t\t\t\n"
    "london\tPlace/City\tLondon\t\t\t\t\t\tcountry=GB\n"
    "jack\tPerson\tJack London\t\t\t\t\t\t\n"
    "leyen\tPerson\tUrsula von der Leyen\t\t\t\t\t\t\n"
    "moon\tPerson\tMoon Jae-in\t\t\t\t\t\t\n"
    "xi\tPerson\tXi Jinping\t\t\t\t\t\tcountry=CN\n"
    "sisi\tPerson\tAbdel Fattah al-Sisi\t\t\t\t\t\t\n"
    "price\tPerson\tAnn Price\t\t\t\t\t\t\n"
    "trump\tPerson\tDonald Trump\tTrump\t\t\t\t\t\n"
    "ivanka\tPerson\tIvanka Trump\t\t\t\t\t\t\n"
    "schumi\tPerson\tMichael Schumacher\tSchumacher\t\t\t\t\t\n"
    "ecb\tOrg/Bank\tEuropean Central Bank\t\t\t\t\t\t\n"
    "lsa\tOrg\tLSA\t\t\t\t\t\t\n"
    "goldman\tOrg/Company\tGoldman Sachs\t\t\t\t\t\t\n"
    "ms\tOrg/Company\tMicrosoft\t\t\t\t\t\t\n"
    "pine\tPlace/City\tPinehurst\t\t\t\t\t\tcountry=US\n"
    "chicago\tPlace/City\tChicago\t\t\t\t40\t\tcountry=US\n";

// Names that a rule found: "Type: words" with ; between, in text order.
static const struct row {
    const char *title;
    const char *body;
    const char *made;
    const char *want;
} rows[] = {
    {"", "Christine Lagarde spoke. Then Lagarde left.", "",
     "Christine Lagarde=x:lagarde/NAME/gazetteer "
     "Lagarde=x:lagarde/ALIAS/surname"},
    // Only behind the full name, but a title may be ahead of its article.
    {"Lagarde spoke", "So Lagarde said. Christine Lagarde left.", "",
     "Lagarde=x:lagarde/ALIAS/surname "
     "Christine Lagarde=x:lagarde/NAME/gazetteer"},
    // A person that no list has.
    {"", "Jane Roe spoke. Mr Roe left. Jane Roe stayed.", "Person: Jane Roe",
     "Jane Roe=name:PERSON/jane roe/PATTERN/made "
     "Roe=name:PERSON/jane roe/ALIAS/surname "
     "Jane Roe=name:PERSON/jane roe/PATTERN/full-name"},
    // Not in another name, and not in another spelling.
    {"", "Jane Roe spoke of Mary Roe, Roe Holdings, Roe-Smith and roe.",
     "Person: Jane Roe", "Jane Roe=name:PERSON/jane roe/PATTERN/made"},
    // A month says when, and is no given name.
    {"", "Jane Roe spoke. In August Roe left, on Monday Roe was back.",
     "Person: Jane Roe",
     "Jane Roe=name:PERSON/jane roe/PATTERN/made "
     "Roe=name:PERSON/jane roe/ALIAS/surname "
     "Roe=name:PERSON/jane roe/ALIAS/surname"},
    {"", "Jane Roe spoke. She met August Roe.", "Person: Jane Roe",
     "Jane Roe=name:PERSON/jane roe/PATTERN/made"},
    // A small town gives way to a company that is called so, a big one stays.
    {"", "Pinehurst Bank grew. Then Pinehurst cut jobs.",
     "Org/Bank: Pinehurst Bank",
     "Pinehurst Bank=name:ORG/pinehurst bank/PATTERN/made "
     "Pinehurst=name:ORG/pinehurst bank/ALIAS/short-name"},
    {"", "Pinehurst Bank grew. It cut jobs in Pinehurst.",
     "Org/Bank: Pinehurst Bank",
     "Pinehurst Bank=name:ORG/pinehurst bank/PATTERN/made "
     "Pinehurst=x:pine/NAME/gazetteer"},
    {"", "Chicago Bank grew. Then Chicago cut jobs.", "Org/Bank: Chicago Bank",
     "Chicago Bank=name:ORG/chicago bank/PATTERN/made "
     "Chicago=x:chicago/NAME/gazetteer"},
    // Two of that name: the near one, or nobody.
    {"", "Jane Roe met John Roe. Then Roe left.",
     "Person: Jane Roe;Person: John Roe",
     "Jane Roe=name:PERSON/jane roe/PATTERN/made "
     "John Roe=name:PERSON/john roe/PATTERN/made"},
    {"", "Jane Roe spoke. One. Two. Three. John Roe left. Then Roe stayed.",
     "Person: Jane Roe;Person: John Roe",
     "Jane Roe=name:PERSON/jane roe/PATTERN/made "
     "John Roe=name:PERSON/john roe/PATTERN/made "
     "Roe=name:PERSON/john roe/ALIAS/surname"},
    // A given name, where a rule finds somebody who is called so.
    {"", "Jane Roe spoke. Then Jane said no. She saw jane and Jane.",
     "Person: Jane Roe;Person: Jane",
     "Jane Roe=name:PERSON/jane roe/PATTERN/made "
     "Jane=name:PERSON/jane roe/ALIAS/made"},
    {"Jane to quit", "Jane Roe will quit.", "Person: Jane;Person: Jane Roe",
     "Jane=name:PERSON/jane roe/ALIAS/made "
     "Jane Roe=name:PERSON/jane roe/PATTERN/made"},
    // Whose given name it is gives way to whose surname it is.
    {"", "Ann Jane met Jane Roe. Then Jane left.",
     "Person: Ann Jane;Person: Jane Roe;Person: Jane",
     "Ann Jane=name:PERSON/ann jane/PATTERN/made "
     "Jane Roe=name:PERSON/jane roe/PATTERN/made "
     "Jane=name:PERSON/ann jane/ALIAS/made"},
    {"", "Jane Roe met Jane Doe. Then Jane left.",
     "Person: Jane Roe;Person: Jane Doe;Person: Jane",
     "Jane Roe=name:PERSON/jane roe/PATTERN/made "
     "Jane Doe=name:PERSON/jane doe/PATTERN/made "
     "Jane=name:PERSON/jane/PATTERN/made"},
    // Particles, hyphens, surnames that come first.
    {"", "Ursula von der Leyen spoke. Von der Leyen left with von der Leyen.",
     "",
     "Ursula von der Leyen=x:leyen/NAME/gazetteer "
     "Von der Leyen=x:leyen/ALIAS/surname "
     "von der Leyen=x:leyen/ALIAS/surname"},
    {"", "Moon Jae-in spoke. But Moon left.", "",
     "Moon Jae-in=x:moon/NAME/gazetteer Moon=x:moon/ALIAS/surname"},
    {"", "Xi Jinping spoke. But Xi left.", "",
     "Xi Jinping=x:xi/NAME/gazetteer Xi=x:xi/ALIAS/surname"},
    {"", "Lu Weibing spoke. But Lu left.", "Person: Lu Weibing",
     "Lu Weibing=name:PERSON/lu weibing/PATTERN/made "
     "Lu=name:PERSON/lu weibing/ALIAS/surname"},
    {"", "Lu Hastings spoke. But Lu and Hastings left.", "Person: Lu Hastings",
     "Lu Hastings=name:PERSON/lu hastings/PATTERN/made "
     "Hastings=name:PERSON/lu hastings/ALIAS/surname"},
    {"", "Abdel Fattah al-Sisi spoke. But Sisi and al-Sisi left.", "",
     "Abdel Fattah al-Sisi=x:sisi/NAME/gazetteer "
     "Sisi=x:sisi/ALIAS/surname al-Sisi=x:sisi/ALIAS/surname"},
    // Any word may begin a sentence.
    {"", "Ann Price spoke. Price rises hurt. Then Price left. Price's gone.",
     "",
     "Ann Price=x:price/NAME/gazetteer Price=x:price/ALIAS/surname "
     "Price=x:price/ALIAS/surname"},
    {"", "Ann Price spoke. Price said so.", "",
     "Ann Price=x:price/NAME/gazetteer Price=x:price/ALIAS/surname"},
    // A city's name is the person's, where nothing says otherwise.
    {"", "Jack London wrote. Later London drank. He lived in London.", "",
     "Jack London=x:jack/NAME/gazetteer London=x:jack/ALIAS/surname "
     "London=x:london/NAME/gazetteer"},
    {"", "London is big. Jack London wrote of London.", "",
     "London=x:london/NAME/gazetteer Jack London=x:jack/NAME/gazetteer "
     "London=x:london/NAME/gazetteer"},
    // What a list says of a person stands.
    {"", "Ivanka Trump spoke. Then Trump left.", "",
     "Ivanka Trump=x:ivanka/NAME/gazetteer Trump=x:trump/ALIAS/gazetteer"},
    // A rule found the surname only.
    {"Roe out", "Jane Roe left. Ms. Roe was tired.",
     "Person: Roe;Person: Jane Roe;Person: Roe",
     "Roe=name:PERSON/jane roe/ALIAS/made "
     "Jane Roe=name:PERSON/jane roe/PATTERN/made "
     "Roe=name:PERSON/jane roe/ALIAS/made"},
    // Companies: without legal form, by the first word, by initials.
    {"", "Hexabyte Insurance SE grew. Now Hexabyte shrinks.",
     "Org/Company: Hexabyte Insurance SE",
     "Hexabyte Insurance SE=name:ORG/hexabyte insurance/PATTERN/made "
     "Hexabyte=name:ORG/hexabyte insurance/ALIAS/short-name"},
    {"", "Petralux Motors Corp grew. Now Petralux Motors and Petralux shrink.",
     "Org/Company: Petralux Motors Corp",
     "Petralux Motors Corp=name:ORG/petralux motors/PATTERN/made "
     "Petralux Motors=name:ORG/petralux motors/ALIAS/short-name "
     "Petralux=name:ORG/petralux motors/ALIAS/short-name"},
    // Nor is it a person, unless the article has one of that name.
    {"", "Hexabyte Insurance fell. Now Hexabyte said so.",
     "Org/Company: Hexabyte Insurance;Person: Hexabyte",
     "Hexabyte Insurance=name:ORG/hexabyte insurance/PATTERN/made "
     "Hexabyte=name:ORG/hexabyte insurance/ALIAS/made"},
    {"", "Jane Roe owns Roe Holdings. Now Roe said so.",
     "Person: Jane Roe;Org/Company: Roe Holdings;Person: Roe",
     "Jane Roe=name:PERSON/jane roe/PATTERN/made "
     "Roe Holdings=name:ORG/roe holdings/PATTERN/made "
     "Roe=name:PERSON/jane roe/ALIAS/made"},
    {"", "Goldman Sachs fell. Later Goldman rose.", "",
     "Goldman Sachs=x:goldman/NAME/gazetteer "
     "Goldman=x:goldman/ALIAS/short-name"},
    // An ordinary word is short for a company only, and without an article.
    {"", "Moonshot Foods fell. Later Moonshot rose. Moonshot's gone.",
     "Org/Company: Moonshot Foods",
     "Moonshot Foods=name:ORG/moonshot foods/PATTERN/made "
     "Moonshot=name:ORG/moonshot foods/ALIAS/short-name "
     "Moonshot=name:ORG/moonshot foods/ALIAS/short-name"},
    {"", "Moonshot Foods fell. It was a Moonshot. Moonshot plans fail.",
     "Org/Company: Moonshot Foods",
     "Moonshot Foods=name:ORG/moonshot foods/PATTERN/made"},
    {"", "The Moonshot Group fell. Later Moonshot rose.", "Org: Moonshot Group",
     "Moonshot Group=name:ORG/moonshot group/PATTERN/made"},
    {"", "The European Central Bank fell. Then the ECB rose, not the Bank.", "",
     "European Central Bank=x:ecb/NAME/gazetteer ECB=x:ecb/ACRONYM/acronym"},
    {"", "The Local Sports Authority (LSA) met. Later LSA left.",
     "Org: Local Sports Authority",
     "Local Sports Authority=name:ORG/local sports authority/PATTERN/made "
     "LSA=name:ORG/local sports authority/ACRONYM/acronym "
     "LSA=name:ORG/local sports authority/ACRONYM/acronym"},
    {"", "The Rapid Transit Board (ABC) met.", "Org: Rapid Transit Board",
     "Rapid Transit Board=name:ORG/rapid transit board/PATTERN/made"},
    {"Acme fires CEO Roe over it", "Jane Roe left.", "Person: Jane Roe",
     "Roe=name:PERSON/jane roe/ALIAS/surname "
     "Jane Roe=name:PERSON/jane roe/PATTERN/made"},
    // A namesake whom the lists know by the surname alone.
    {"Acme ousts Schumacher", "Hein Schumacher left. Schumacher had led it.",
     "Person: Hein Schumacher",
     "Schumacher=name:PERSON/hein schumacher/ALIAS/surname "
     "Hein Schumacher=name:PERSON/hein schumacher/PATTERN/made "
     "Schumacher=name:PERSON/hein schumacher/ALIAS/surname"},
    // Named before the other one, or in full: not he.
    {"Acme ousts Schumacher", "Schumacher left. Hein Schumacher stayed.",
     "Person: Hein Schumacher",
     "Schumacher=x:schumi/ALIAS/gazetteer Schumacher=x:schumi/ALIAS/gazetteer "
     "Hein Schumacher=name:PERSON/hein schumacher/PATTERN/made"},
    {"",
     "Hein Schumacher met Michael Schumacher. One. Two. Three. Four. "
     "Schumacher left.",
     "Person: Hein Schumacher",
     "Hein Schumacher=name:PERSON/hein schumacher/PATTERN/made "
     "Michael Schumacher=x:schumi/NAME/gazetteer "
     "Schumacher=x:schumi/ALIAS/gazetteer"},
    // Titles in which every word has a capital.
    {"Roe Quits as Head of Microsoft", "Jane Roe quit.", "Person: Jane Roe",
     "Roe=name:PERSON/jane roe/ALIAS/surname Microsoft=x:ms/NAME/gazetteer "
     "Jane Roe=name:PERSON/jane roe/PATTERN/made"},
    {"ROE QUITS", "Jane Roe quit.", "Person: Jane Roe",
     "ROE=name:PERSON/jane roe/ALIAS/surname "
     "Jane Roe=name:PERSON/jane roe/PATTERN/made"},
    {"", "", "", ""},
};

// Add one mention; *field and *from say where the search goes on.
static void make(struct draft_lab *lab, struct gz_str made,
                 enum gz_field *field, uint32_t *from)
{
    char words[64];
    char type[32];
    struct gz_linked linked;
    const struct gz_str name = gz_str_cut(&made, ':');
    snprintf(type, sizeof(type), GZ_STR_FMT, GZ_STR_ARG(name));
    snprintf(words, sizeof(words), GZ_STR_FMT, GZ_STR_ARG(gz_str_trim(made)));
    if (*field == GZ_FIELD_TITLE &&
        (*from > 0 || strstr(lab->doc->fields[0].text.ptr, words) == NULL)) {
        *field = GZ_FIELD_BODY;
        *from = 0;
    }
    struct gz_draft_mention m = {.field = *field,
                                 .rule = GZ_STR_LIT("made"),
                                 .rank = 1,
                                 .confidence = 0.8};
    draft_lab_words(lab, *field, words, *from, &m.begin_token, &m.end_token);
    CHECK_OK(gz_linking_find(&lab->draft, *field, m.begin_token, m.end_token,
                             draft_lab_type(lab, type), &linked));
    m.entity = linked.entity;
    m.how = linked.how;
    *from = m.end_token;
    CHECK_OK(gz_overlaps_settle(&lab->draft, &m, 1));
}

static void run(struct draft_lab *lab, const struct row *row)
{
    enum gz_field field = GZ_FIELD_TITLE;
    uint32_t from = 0;
    struct gz_str made = gz_str_z(row->made);
    draft_lab_begin(lab, row->title, row->body);
    while (made.len_bytes > 0) {
        make(lab, gz_str_cut(&made, ';'), &field, &from);
    }
    CHECK_OK(gz_short_forms_add(&lab->draft));
    draft_lab_check(lab, row->want);
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
