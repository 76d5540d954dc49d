// Articles through all stages with a small pack: text in, findings out.

#include "rules/extractor.h"

#include "tests/support/extract_fixture.h"

static const char names[] =
    "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tattributes\n"
    "acme\tOrg/Company\tAcme\t\t\t\t\t\tcountry=US;sector=cars\n"
    "globex\tOrg/Company\tGlobex\t\t\t\t\t\tcountry=CN;sector=cloud\n"
    "initech\tOrg/Company\tInitech\t\t\t\t\t\tcountry=US\n"
    "target\tOrg/Company\tTarget\t\t\tcontext\t\t\t\n"
    "jordan\tPlace/Country\tJordan\t\t\t\t9\tiso2=JO\tcountry=JO\n"
    "jordan-p\tPerson\tJordan\t\t\t\t\t\t\n"
    "lee\tPerson\tAnn Lee\t\t\t\t\t\t\n"
    "us\tPlace/Country\tUnited States\t\t\t\t\tiso2=US\tcountry=US\n"
    "cn\tPlace/Country\tChina\t\t\t\t\tiso2=CN\tcountry=CN\n"
    "cn\t\tChinese\t\tDERIVED\t\t\t\t\n"
    "dc\tPlace/City\tWashington\t\t\t\t\t\tcountry=US;capital_of=US\n"
    "pek\tPlace/City\tBeijing\t\t\t\t\t\tcountry=CN;capital_of=CN\n"
    "usgov\tOrg/Government\tUS government\t\t\t\t\t\t"
    "country=US;role=government\n"
    "wh\tOrg/Government\tWhite House\t\t\t\t\t\tcountry=US\n"
    "bru\tPlace/City\tBrussels\t\t\t\t\t\tcountry=BE;seat_of=EU\n"
    "eu\tOrg/Government\tEU Commission\t\t\t\t\t\t"
    "country=EU;role=government\n";

static const char rules[] =
    "gazetted: 1\n" EXTRACT_GRAMMAR "facts:\n"
    "  Customer: [customer, supplier, segment?]\n"
    "  Spending: [spender, amount, purpose?]\n"
    "  JobCuts: [company, count]\n"
    "rules:\n"
    "- id: t.title\n"
    "  mention: Person\n"
    "  match: \"(Mr|Ms) name:($Capitalized{1,2})\"\n"
    "- id: t.corp\n"
    "  mention: Org/Company\n"
    "  match: \"name:($Capitalized{1,3} (SE|Corp))\"\n"
    "- id: t.inside\n"
    "  mention: Org\n"
    "  match: \"inside name:($Capitalized{2,3})\"\n"
    "- id: t.shares\n"
    "  mention: Org/Company\n"
    "  match: \"shares of name:$Capitalized\"\n"
    "- id: t.capital\n"
    "  recast: Org/Government\n"
    "  match: \"<name:Place> (said|says|denied)\"\n"
    "- id: t.talks\n"
    "  recast: Org/Government\n"
    "  match: [\"talks between <name:Place>\", \"no from name:Washington\"]\n"
    "- id: t.company\n"
    "  coref: Org\n"
    "  match: \"the company\"\n"
    "- id: t.nation\n"
    "  coref: Org\n"
    "  match: \"the <country:Norp|Country> (sector:$Lower)? "
    "(company|maker)\"\n"
    "- id: t.she\n"
    "  coref: Person\n"
    "  match: \"she\"\n"
    "- id: t.customer\n"
    "  emit: Customer\n"
    "  match: \"<customer:Org> ..4 (buys|buy|bought|buying) ..2 from "
    "<supplier:Org>\"\n"
    "- id: t.customer-segment\n"
    "  emit: Customer\n"
    "  priority: 1\n"
    "  match: \"<customer:Org> buys segment:$Lower from <supplier:Org>\"\n"
    "- id: t.customer-again\n"
    "  emit: Customer\n"
    "  match: \"<customer:Org> ..6 from <supplier:Org>\"\n"
    "- id: t.spending\n"
    "  emit: Spending\n"
    "  modality: PLANNED\n"
    "  match: \"<spender:Org> will spend <amount:Money> ..3 on "
    "purpose:$Lower\"\n"
    "- id: t.cuts\n"
    "  emit: JobCuts\n"
    "  match: \"<company:Org> cuts ..3 (count:# | count:many) "
    "..1 <Org> jobs\"\n"
    "- id: t.said\n"
    "  attribution: NAMED\n"
    "  match: \"<source:Org|Person> verb:(said|says)\"\n"
    "- id: t.quoth\n"
    "  attribution: NAMED\n"
    "  match: \"verb:quoth <source:Org|Person>\"\n"
    "- id: t.sources\n"
    "  attribution: ANONYMOUS\n"
    "  match: \"source:(two? sources) verb:(said|say)\"\n"
    "- id: t.deny\n"
    "  assertion: {polarity: NEGATIVE}\n"
    "  match: \"denied|has not|not <Org>?\"\n"
    "- id: t.only\n"
    "  assertion: {polarity: POSITIVE}\n"
    "  match: \"not only\"\n"
    "  priority: 1\n"
    "- id: t.failed\n"
    "  assertion: {polarity: NEGATIVE, inside: true}\n"
    "  match: \"failed <Org>?\"\n"
    "- id: t.plan\n"
    "  assertion: {modality: PLANNED}\n"
    "  match: \"plans to\"\n"
    "- id: t.may\n"
    "  assertion: {modality: POSSIBLE}\n"
    "  match: \"may\"\n";

static const struct row {
    const char *title;
    const char *body;
    const char *want;
} rows[] = {
    {"", "", ""},
    // Mentions by rules: unknown, known but quiet, ambiguous.
    {"", "So Mr Roe met Ms Ann Lee.",
     "Roe=name:PERSON/roe/PATTERN/t.title\n"
     "Ann Lee=x:lee/NAME/gazetteer\n"},
    {"", "He sold shares of Target.", "Target=x:target/NAME/t.shares\n"},
    {"", "So Jordan met Mr Jordan.",
     "Jordan=x:jordan/NAME/gazetteer\nJordan=x:jordan-p/NAME/gazetteer\n"},
    // One name of several words is one thing.
    {"", "Ms Jane Roe left. Here is Mr Jane Roe. He sold Jane Roe SE.",
     "Jane Roe=name:PERSON/jane roe/PATTERN/t.title\n"
     "Jane Roe=name:PERSON/jane roe/PATTERN/t.title\n"
     "Jane Roe SE=name:ORG/jane roe/PATTERN/t.corp\n"},
    {"", "Ms Jane Roe left. Here is Mr Jane Roe. It is inside Jane Roe.",
     "Jane Roe=name:PERSON/jane roe/PATTERN/t.title\n"
     "Jane Roe=name:PERSON/jane roe/PATTERN/t.title\n"
     "Jane Roe=name:PERSON/jane roe/PATTERN/t.inside\n"},
    // The longer one wins over what lists have.
    {"", "He works for Acme Motors SE now.",
     "Acme Motors SE=name:ORG/acme motors/PATTERN/t.corp\n"},
    // Short forms of what a rule found.
    {"", "He left Petralux Motors Corp. Later Petralux said no.",
     "Petralux Motors Corp=name:ORG/petralux motors/PATTERN/t.corp\n"
     "Petralux=name:ORG/petralux motors/ALIAS/short-name\n"},
    // A place that stands for its government.
    {"", "So Washington said no, Beijing denied it.",
     "Washington=x:usgov/METONYM/t.capital\n"
     "Beijing=name:ORG/government of china/METONYM/t.capital\n"},
    {"", "So Brussels said no.", "Brussels=x:eu/METONYM/t.capital\n"},
    // All of an enumeration; text that names a place.
    {"", "So talks between Washington and Beijing ended.",
     "Washington=x:usgov/METONYM/t.talks\n"
     "Beijing=name:ORG/government of china/METONYM/t.talks\n"},
    {"", "So a no from Washington came.",
     "Washington=x:usgov/METONYM/t.talks\n"},
    {"", "So the Chinese said no.", "Chinese=x:cn/DERIVED/gazetteer\n"},
    {"", "He lives in Washington.", "Washington=x:dc/NAME/gazetteer\n"},
    // What was named before.
    {"", "So Acme fell. Here the company rose.",
     "Acme=x:acme/NAME/gazetteer\nthe company=x:acme/NOMINAL/t.company\n"},
    {"", "Here the company rose.", ""},
    {"Globex met Acme",
     "So Acme rose. There Globex fell. "
     "Here the company rose.",
     "Globex=x:globex/NAME/gazetteer\nAcme=x:acme/NAME/gazetteer\n"
     "Acme=x:acme/NAME/gazetteer\nGlobex=x:globex/NAME/gazetteer\n"
     "the company=x:globex/NOMINAL/t.company\n"},
    {"", "So Globex fell. Then Acme rose. But the Chinese company sold out.",
     "Globex=x:globex/NAME/gazetteer\nAcme=x:acme/NAME/gazetteer\n"
     "the Chinese company=x:globex/NOMINAL/t.nation\n"
     "Chinese=x:cn/DERIVED/gazetteer\n"},
    {"", "So Acme rose. But the Chinese company sold out.",
     "Acme=x:acme/NAME/gazetteer\nChinese=x:cn/DERIVED/gazetteer\n"},
    {"", "So Globex fell. But the Chinese cars maker sold out.",
     "Globex=x:globex/NAME/gazetteer\nChinese=x:cn/DERIVED/gazetteer\n"},
    {"", "Ann Lee fell. Then she rose.",
     "Ann Lee=x:lee/NAME/gazetteer\nshe=x:lee/PRONOUN/t.she\n"},
    {"", "Ann Lee fell. One. Two. Three. Four. Five. Then she rose.",
     "Ann Lee=x:lee/NAME/gazetteer\n"},
};

static const struct row facts[] = {
    {"", "So Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    // The same found by two rules is one fact, that of the rule that says more.
    {"", "So Acme buys chips from Globex.",
     "Customer: customer=x:acme supplier=x:globex segment='chips'\n"},
    // Lists.
    {"", "So Acme and Initech buy from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"
     "Customer: customer=x:initech supplier=x:globex\n"},
    // Nobody is a customer of itself.
    {"", "So Acme buys from Acme.", ""},
    // Truth.
    {"", "So Acme denied it buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex NEGATIVE\n"},
    {"", "So Acme plans to buy from Globex.",
     "Customer: customer=x:acme supplier=x:globex PLANNED\n"},
    {"", "So Acme may buy from Globex, which plans to.",
     "Customer: customer=x:acme supplier=x:globex POSSIBLE\n"},
    {"", "So Acme buys from Globex; it may not last.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme buys from Globex while Initech may not.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme buys from Globex, but Initech may not.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme buys from Globex now and Initech may not.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme buys from Globex, may it be.",
     "Customer: customer=x:acme supplier=x:globex POSSIBLE\n"},
    {"", "So Acme buys from Globex and may not.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme buys from Globex these days, may not.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    // Truth of another clause.
    {"", "So Acme may not grow any more after Initech buys from Globex.",
     "Customer: customer=x:initech supplier=x:globex\n"},
    {"", "So Ann Lee denied after a long talk Initech buys from Globex.",
     "Customer: customer=x:initech supplier=x:globex NEGATIVE\n"},
    {"", "So Ann Lee may well go away when Initech buys from Globex.",
     "Customer: customer=x:initech supplier=x:globex POSSIBLE\n"},
    {"", "So Ann Lee may well go away when Initech bought from Globex.",
     "Customer: customer=x:initech supplier=x:globex\n"},
    {"", "So Acme may not pay but buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme may fall, which buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme denied it and bought from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme denied it and buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex NEGATIVE\n"},
    {"", "So Acme has not sold and bought from Globex.",
     "Customer: customer=x:acme supplier=x:globex NEGATIVE\n"},
    // What only looks like a denial.
    {"", "So Acme not only buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So he not only denied Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex NEGATIVE\n"},
    {"", "So he denied not only Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    // What is denied of facts that it shares words with.
    {"", "So it failed Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex NEGATIVE\n"},
    {"", "So it failed as Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So it failed here: Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme, after failed talks, buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "Having denied it, Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    // Truth of somebody else, and of what somebody is.
    {"", "So not Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex NEGATIVE\n"},
    {"", "So Acme, not Initech, buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme buys from Globex, not so.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme, not big, buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme may not own Initech, a firm that buys from Globex.",
     "Customer: customer=x:initech supplier=x:globex\n"},
    // Sources.
    {"", "So Acme buys from Globex, Ann Lee said.",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:lee)\n"},
    {"", "So Acme buys from Globex, two sources said.",
     "Customer: customer=x:acme supplier=x:globex ANONYMOUS(two sources)\n"},
    {"", "So Acme buys from Globex. Ann Lee said nothing.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"",
     "\"It is so,\" Ann Lee said. \"We know it. Acme buys from Globex. "
     "It does.\" And Initech buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"
     "Customer: customer=x:initech supplier=x:globex\n"},
    {"",
     "Ann Lee said: \"We know it. Acme buys from Globex. "
     "It does.\" Now Initech buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:lee)\n"
     "Customer: customer=x:initech supplier=x:globex\n"},
    {"", "\"Now Acme buys from Globex. We know it,\" Ann Lee said.",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:lee)\n"},
    // Sources of other clauses.
    {"", "So Acme buys from Globex, while Ann Lee said no.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme buys from Globex now and two sources say no.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme buys from Globex; it fell, Ann Lee said.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "While Ann Lee said no, Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So it fell, Ann Lee said, while Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"",
     "So it fell, two sources said, while Ann Lee said Acme buys from "
     "Globex.",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:lee)\n"},
    // Those of a sentence with one source, and of a quotation.
    {"", "So Acme buys from Globex, while Initech fell, Ann Lee said.",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:lee)\n"},
    {"", "So Ann Lee said it fell while Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:lee)\n"},
    {"", "\"It fell,\" Ann Lee said, \"while Acme buys from Globex.\"",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:lee)\n"},
    {"", "So Acme buys from Globex, as Ann Lee said.",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:lee)\n"},
    {"", "As Ann Lee said, Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:lee)\n"},
    // What is told of who speaks is not what is said.
    {"", "So quoth Ann Lee: Acme buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:lee)\n"},
    {"", "So quoth Acme, which buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme buys from Globex, quoth Globex.",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:globex)\n"},
    {"", "So Acme, which buys from Globex says no.",
     "Customer: customer=x:acme supplier=x:globex\n"},
    {"", "So Acme says it buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex NAMED(x:acme)\n"},
    // Quantities, and what rules say themselves of truth.
    {"", "So Acme will spend more than US$14bn a year on chips.",
     "Spending: spender=x:acme amount=GT 14000000000 USD P1Y "
     "purpose='chips' PLANNED\n"},
    {"", "So Acme will spend $5 on chips, may we say.",
     "Spending: spender=x:acme amount=EQ 5 USD purpose='chips' POSSIBLE\n"},
    // A number is a value without what it counts.
    {"", "So Acme cuts nearly 2.5 mln Globex jobs.",
     "JobCuts: company=x:acme count=APPROX 2500000\n"},
    {"", "So Acme cuts at least three hundred Globex jobs.",
     "JobCuts: company=x:acme count=GE 300\n"},
    {"", "So Acme cuts the many Globex jobs.",
     "JobCuts: company=x:acme count='many'\n"},
    // Who was named before.
    {"", "So Acme fell. Here the company buys from Globex.",
     "Customer: customer=x:acme supplier=x:globex\n"},
};

// Every step has a reason or was taken, and the spans lie in the text.
static void check_trace(struct extract_lab *lab)
{
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    extract_lab_run(lab, "",
                    "Yes, Acme Motors SE denied it, Ann Lee said. Here the "
                    "Chinese company buys chips from Globex.");
    for (uint32_t i = 0; i < lab->trace.count; i++) {
        const struct gz_extract_step *s = &lab->trace.items[i];
        gz_buffer_append_fmt(&got, "%s %s " GZ_STR_FMT " '" GZ_STR_FMT "'\n",
                             gz_extract_stage_name(s->stage),
                             gz_extract_outcome_name(s->outcome),
                             GZ_STR_ARG(s->rule),
                             GZ_STR_ARG(extract_lab_text(lab, s->span)));
        CHECK(s->outcome == GZ_EXTRACT_TAKEN || s->reason != NULL);
    }
    CHECK(!lab->trace.incomplete);
    CHECK_STR(gz_buffer_str(&got),
              "names taken gazetteer 'Acme'\n"
              "names taken gazetteer 'Ann Lee'\n"
              "names taken gazetteer 'Chinese'\n"
              "names taken gazetteer 'Globex'\n"
              "mention dropped gazetteer 'Acme'\n"
              "mention taken t.corp 'Acme Motors SE'\n"
              "coref taken t.nation 'the Chinese company'\n"
              "attribution taken t.said 'Ann Lee'\n"
              "fact dropped t.customer-again 'the Chinese company buys chips "
              "from Globex'\n"
              "fact dropped t.customer 'the Chinese company buys chips from "
              "Globex'\n"
              "fact taken t.customer-segment 'the Chinese company buys chips "
              "from Globex'\n");
    gz_buffer_fini(&got);
}

static const char busy_title[] = "Globex met Acme";
static const char busy_body[] =
    "So Acme denied it may buy chips from Globex, Ann Lee said. Here the "
    "Chinese company buys from Acme and Initech; Washington says two sources "
    "say she met Mr Jordan of Petralux Motors Corp. Petralux fell 5% to $3.";

// Arenas that grow until all fits: no stage may take less for granted.
static void check_limits(struct extract_lab *lab)
{
    const struct gz_extract_options options = {.reference_ms =
                                                   GZ_VALUES_NO_TIME};
    enum gz_status st = GZ_LIMIT;
    extract_lab_run(lab, busy_title, busy_body);
    for (size_t limit = 64; st != GZ_OK; limit += limit / 32 + 16) {
        struct gz_findings found;
        struct gz_arena *small = gz_arena_new(limit);
        CHECK(limit < 1 << 22);
        st =
            gz_extractor_run(lab->extractor, lab->doc, &options, small, &found);
        CHECK(st == GZ_OK || st == GZ_LIMIT);
        CHECK_EQ(found.mention_count,
                 st == GZ_OK ? lab->found.mention_count : 0);
        gz_arena_free(small);
    }
}

// The same again, whatever ran before; and less with little work allowed.
static void check_again(struct extract_lab *lab)
{
    struct gz_buffer first;
    struct gz_buffer second;
    struct gz_findings found;
    const struct gz_extract_options little = {.reference_ms = GZ_VALUES_NO_TIME,
                                              .budget = 10};
    gz_buffer_init(&first, 0);
    gz_buffer_init(&second, 0);
    extract_lab_run(lab, busy_title, busy_body);
    extract_lab_print(lab, true, &first);
    CHECK(!lab->found.truncated && lab->found.rule_steps > 10);
    CHECK(lab->found.rule_matches > 5);
    CHECK_OK(gz_extractor_run(lab->extractor, lab->doc, &little, lab->arena,
                              &found));
    CHECK(found.truncated && found.rule_steps <= 10);
    CHECK(found.mention_count > 0);
    const struct gz_extract_options without = {
        .reference_ms = GZ_VALUES_NO_TIME, .without_values = true};
    CHECK_OK(gz_extractor_run(lab->extractor, lab->doc, &without, lab->arena,
                              &found));
    CHECK_EQ(found.rule_matches, lab->found.rule_matches);  // rules read them
    extract_lab_run(lab, "", "Globex");
    extract_lab_run(lab, busy_title, busy_body);
    extract_lab_print(lab, true, &second);
    CHECK_EQ(first.len, second.len);
    CHECK(memcmp(first.data, second.data, first.len) == 0);
    gz_buffer_fini(&first);
    gz_buffer_fini(&second);
}

static void check_facts(struct extract_lab *lab, const struct row *row)
{
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    extract_lab_run(lab, row->title, row->body);
    for (uint32_t i = 0; i < lab->found.fact_count; i++) {
        extract_lab_print_fact(lab, &lab->found.facts[i], &got);
    }
    if (!gz_str_is(gz_buffer_str(&got), row->want)) {
        fprintf(stderr, "%s\n", row->body);
    }
    CHECK_STR(gz_buffer_str(&got), row->want);
    gz_buffer_fini(&got);
}

int main(void)
{
    struct extract_lab lab;
    extract_lab_open(&lab, names, rules);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        extract_lab_check(&lab, rows[i].title, rows[i].body, true,
                          rows[i].want);
    }
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
        check_facts(&lab, &facts[i]);
    }
    check_trace(&lab);
    check_limits(&lab);
    check_again(&lab);
    extract_lab_close(&lab);
    return 0;
}
