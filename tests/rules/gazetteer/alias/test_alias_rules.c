#include "rules/gazetteer/alias/alias_rules.h"

#include "rules/gazetteer/alias/ordinary_words.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

// A type and a name, what one rule makes of it: spellings with "; " between,
// and behind each what it is beside an alias: acronym, exact, its flags.
struct row {
    const char *type;
    const char *name;
    const char *want;
    const char *xids;
};

static const struct row legal_suffix[] = {
    {"Org", "Acme", "", ""},
    {"Org", "Acme Inc", "Acme, Inc; Acme Inc.; Acme Incorporated; Acme", ""},
    {"Org", "Acme Inc.", "Acme, Inc.; Acme Incorporated; Acme", ""},
    {"Org", "Acme, Inc.", "Acme Inc.; Acme, Incorporated; Acme", ""},
    {"Org", "Acme Corporation Ltd.",
     "Acme Corporation, Ltd.; Acme Corporation Limited; Acme Corporation; "
     "Acme, Corporation; Acme Corp.; Acme",
     ""},
    {"Org", "Acme Co., Ltd.",
     "Acme Co. Ltd.; Acme Co., Limited; Acme Co.; Acme Company; Acme", ""},
    {"Org", "Acme Co.,Ltd.",
     "Acme Co. Ltd.; Acme Co., Limited; Acme Co.; Acme Company; Acme", ""},
    {"Org", "Ford Motor Company", "Ford Motor Co.; Ford Motor", ""},
    {"Org", "Barclays PLC", "Barclays plc; Barclays Plc; Barclays", ""},
    {"Org", "Acme LLC", "Acme, LLC; Acme L.L.C.; Acme", ""},
    {"Org", "Acme LLP", "Acme, LLP; Acme L.L.P.; Acme", ""},
    {"Org", "Acme, L.P.", "Acme L.P.; Acme, LP; Acme", ""},
    {"Org", "Citibank, N.A.", "Citibank N.A.; Citibank, NA; Citibank", ""},
    {"Org", "Siemens AG", "Siemens", ""},
    {"Org", "Siemens Aktiengesellschaft", "Siemens", ""},
    {"Org", "SAP SE", "SAP context", ""},
    {"Org", "Robert Bosch GmbH", "Robert Bosch", ""},
    {"Org", "Merck KGaA", "Merck", ""},
    {"Org", "Sixt GmbH & Co. KG", "Sixt GmbH & Co.; Sixt GmbH; Sixt", ""},
    {"Org", "Orange S.A.", "Orange SA; Orange S/A; Orange context", ""},
    {"Org", "Danone SA", "Danone S.A.; Danone S/A; Danone", ""},
    {"Org", "Bouygues SAS", "Bouygues S.A.S.; Bouygues", ""},
    {"Org", "Eni S.p.A.", "Eni SpA; Eni S.P.A.; Eni", ""},
    {"Org", "Eni SpA", "Eni S.p.A.; Eni S.P.A.; Eni", ""},
    {"Org", "Koninklijke Philips N.V.",
     "Koninklijke Philips NV; Koninklijke Philips", ""},
    {"Org", "Heineken BV", "Heineken B.V.; Heineken", ""},
    {"Org", "Volvo AB (publ)", "Volvo AB; Volvo", ""},
    {"Org", "Equinor ASA", "Equinor", ""},
    {"Org", "Novo Nordisk A/S", "Novo Nordisk AS; Novo Nordisk", ""},
    {"Org", "Nokia Oyj", "Nokia", ""},
    {"Org", "Kulczyk Sp. z o.o.", "Kulczyk", ""},
    {"Org", "T\u00fcrk Hava A.\u015e.",
     "T\u00fcrk Hava A\u015e; "
     "T\u00fcrk Hava",
     ""},
    {"Org", "Cemex, S.A.B. de C.V.",
     "Cemex S.A.B. de C.V.; Cemex, SAB de CV; Cemex", ""},
    {"Org", "Maybank Berhad", "Maybank Bhd.; Maybank", ""},
    {"Org", "Acme Sdn. Bhd.", "Acme Sdn. Berhad; Acme Sdn.; Acme", ""},
    {"Org", "PT Bank Central Asia Tbk",
     "PT Bank Central Asia Tbk.; PT Bank Central Asia; Bank Central Asia", ""},
    {"Org", "PAO Gazprom", "Gazprom", ""},
    {"Org", "Nippon Steel K.K.", "Nippon Steel KK; Nippon Steel", ""},
    {"Org", "BHP Pty Ltd",
     "BHP Pty, Ltd; BHP Pty Ltd.; BHP Pty Limited; BHP Pty; BHP Pty.; BHP", ""},
    {"Org", "DBS Pte. Ltd.", "DBS Pte., Ltd.; DBS Pte. Limited; DBS Pte.; DBS",
     ""},
    {"Org", "\u682a\u5f0f\u4f1a\u793e\u6771\u829d", "\u6771\u829d", ""},
    {"Org", "\u534e\u4e3a\u6709\u9650\u516c\u53f8", "\u534e\u4e3a", ""},
    // In capitals there is one way to write it.
    {"Org", "ACME INC.", "ACME", ""},
    // Never down to a word that says nothing, to a letter or to a form.
    {"Org", "The Limited", "", ""},
    {"Org", "General Corp.", "General, Corp.; General Corporation", ""},
    {"Org", "X Corp.", "", ""},
    {"Org", "Inc.", "", ""},
    {"Org", "Bank of Company", "", ""},
    {"Org", "Target Corp.", "Target, Corp.; Target Corporation; Target context",
     ""},
    {"Org", "3M Co.", "3M Company; 3M context", ""},
    // A place and a word that look like one.
    {"Org", "Boulder CO", "", ""},
    {"Org", "Visa as", "", ""},
    {"Org", "Sparco", "", ""},
    {"Person", "Mary Limited", "", ""},
    {"Place", "Acme Inc.", "", ""},
};

static const struct row ampersand[] = {
    {"Org", "Marks & Spencer", "Marks and Spencer", ""},
    {"Org", "Marks and Spencer", "Marks & Spencer", ""},
    {"Org", "MARKS AND SPENCER", "MARKS & SPENCER", ""},
    {"Org", "Peek und Cloppenburg", "Peek & Cloppenburg", ""},
    {"Org", "Dupont et Fils", "Dupont & Fils", ""},
    {"Org", "A & B & C", "A and B and C", ""},
    {"Place", "Trinidad and Tobago", "Trinidad & Tobago", ""},
    {"Org", "AT&T", "", ""},
    {"Org", "and Wander", "", ""},
    {"Org", "Me and", "", ""},
    {"Org", "Band Aid", "", ""},
};

static const struct row acronym[] = {
    {"Org", "World Health Organization (WHO)",
     "World Health Organization; WHO acronym exact word", ""},
    {"Org", "European Union (EU)", "European Union; EU acronym exact context",
     ""},
    {"Org",
     "F\u00e9d\u00e9ration Internationale de Football Association "
     "(FIFA)",
     "F\u00e9d\u00e9ration Internationale de Football Association; "
     "FIFA acronym exact",
     ""},
    {"Org", "IMF (International Monetary Fund)",
     "International Monetary Fund; IMF acronym exact", ""},
    {"Org", "European Organization for Nuclear Research (CERN)",
     "European Organization for Nuclear Research; CERN acronym exact", ""},
    {"Org", "United Arab Emirates (UAE)",
     "United Arab Emirates; UAE acronym exact", ""},
    {"Org", "Acme (USA)", "", ""},
    {"Org", "Acme (UK)", "", ""},
    {"Org", "Acme Holdings (HK)", "", ""},
    {"Org", "Acme (formerly Globex)", "", ""},
    {"Org", "Acme (NYSE: ACM)", "", ""},
    {"Org", "(WHO)", "", ""},
    {"Org", "World (WHO) Health", "", ""},
};

static const struct row ticker[] = {
    {"Org", "Acme", "ACME exact ticker", "isin=1;ticker=ACME"},
    {"Org", "Ford", "F exact ticker", "ticker=F"},
    {"Org", "Acme", "", "ticker=no"},
    {"Org", "Acme", "", "isin=1"},
    {"Org", "Acme (NASDAQ: ACME)", "Acme; ACME exact ticker", ""},
    {"Org", "Acme Corp. (NYSE American:BRK.B)",
     "Acme Corp.; BRK.B exact ticker", ""},
    {"Org", "Acme (Nasdaq: ACME)", "ACME exact ticker; Acme", "ticker=ACME"},
    {"Org", "Toyota (TYO: 7203)", "Toyota; 7203 exact ticker", ""},
    {"Org", "Acme (formerly: ACME)", "", ""},
    {"Org", "Acme (NASDAQ: a name)", "", ""},
    {"Org", "Acme (ACME)", "", ""},
};

static const struct row the[] = {
    {"Org", "The Home Depot", "Home Depot", ""},
    {"Org", "THE HOME DEPOT", "HOME DEPOT", ""},
    {"Place", "the Hague", "Hague", ""},
    {"Org", "The Times", "", ""},
    {"Org", "The Gap", "Gap context", ""},
    {"Org", "Theranos", "", ""},
    {"Org", "The", "", ""},
};

static const struct row initials[] = {
    {"Org", "J. P. Morgan", "J.P. Morgan; JP Morgan; J P Morgan", ""},
    {"Org", "J.P. Morgan", "J. P. Morgan; JP Morgan; J P Morgan", ""},
    {"Org", "JP Morgan", "J. P. Morgan; J.P. Morgan; J P Morgan", ""},
    {"Person", "Samuel L. Jackson", "Samuel L Jackson", ""},
    {"Person", "Samuel L Jackson", "Samuel L. Jackson", ""},
    {"Person", "George H. W. Bush",
     "George H.W. Bush; George HW Bush; George H W Bush", ""},
    {"Place", "Washington D.C.",
     "Washington D. C.; Washington DC; Washington D C", ""},
    {"Person", "Elizabeth I Tudor", "", ""},
    {"Person", "Malcolm X", "", ""},
    {"Org", "Vitamin C Company", "", ""},
    {"Org", "J. P.", "", ""},
    {"Org", "PT Astra", "", ""},
    {"Org", "Acme L.L.C.", "", ""},
    {"Org", "J. P. Morgan N.A.",
     "J.P. Morgan N.A.; JP Morgan N.A.; J P Morgan N.A.", ""},
    {"Org", "IBM", "", ""},
    {"Org", "IBM Research", "", ""},
};

static const struct row middle_initial[] = {
    {"Person", "George W. Bush", "George Bush", ""},
    {"Person", "George W Bush", "George Bush", ""},
    {"Person", "George H. W. Bush", "George Bush", ""},
    {"Person", "George H.W. Bush", "George Bush", ""},
    {"Person", "J. Edgar Hoover", "", ""},
    {"Person", "J. K. Rowling", "", ""},
    {"Person", "Booker T.", "", ""},
    {"Person", "Mary Ann Evans", "", ""},
    {"Org", "George W. Bush", "", ""},
};

static const struct row accents[] = {
    {"Place", "São Paulo", "Sao Paulo", ""},
    {"Place", "Sa\u0303o Paulo", "Sao Paulo", ""},
    {"Place", "Zürich", "Zurich", ""},
    {"Person", "Đặng Văn Lâm", "Đang Van Lam", ""},
    {"Place", "Москва", "", ""},
    {"Org", "O\u2019Neill’s", "", ""},
    {"Place", "Paris", "", ""},
};

// Rules go on with what others made.
static const struct row all[] = {
    {"Org", "The Procter & Gamble Company (NYSE: PG)",
     "The Procter & Gamble Company; PG exact ticker; "
     "The Procter & Gamble Co.; The Procter & Gamble; "
     "Procter & Gamble Company (NYSE: PG); Procter & Gamble Company; "
     "Procter & Gamble Co.; Procter & Gamble; "
     "The Procter and Gamble Company (NYSE: PG); "
     "The Procter and Gamble Company; The Procter and Gamble Co.; "
     "The Procter and Gamble; Procter and Gamble Company (NYSE: PG); "
     "Procter and Gamble Company; Procter and Gamble Co.; "
     "Procter and Gamble",
     ""},
    {"Person", "John F. Kennedy", "John F Kennedy; John Kennedy", ""},
    {"", "Acme Inc.", "", ""},
};

static void print_alias(const struct gz_alias *a, struct gz_buffer *out)
{
    static const char *const flags[] = {" context", " ticker", " stop",
                                        " word"};
    gz_buffer_append_z(out, out->len > 0 ? "; " : "");
    gz_buffer_append_str(out, a->text);
    gz_buffer_append_z(out, a->how == GZ_HOW_ACRONYM ? " acronym" : "");
    gz_buffer_append_z(out, a->exact ? " exact" : "");
    for (unsigned i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        gz_buffer_append_z(out, (a->flags & 1U << i) != 0 ? flags[i] : "");
    }
}

static void run(unsigned rules, const struct row *rows, size_t count)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    for (size_t i = 0; i < count; i++) {
        const struct gz_alias_subject subject = {
            gz_str_z(rows[i].name),
            gz_str_z(rows[i].type),
            gz_str_z(rows[i].xids),
        };
        struct gz_aliases aliases;
        gz_arena_reset(arena);
        gz_buffer_clear(&got);
        CHECK_OK(gz_alias_rules_apply(rules, &subject, arena, &aliases));
        for (uint32_t k = 0; k < aliases.count; k++) {
            print_alias(&aliases.items[k], &got);
        }
        CHECK_STR(gz_buffer_str(&got), rows[i].want);
    }
    gz_buffer_fini(&got);
    gz_arena_free(arena);
}

#define RUN(rule, rows)                                                        \
    run(1U << (rule), rows, sizeof(rows) / sizeof((rows)[0]))

static void test_rules(void)
{
    RUN(GZ_ALIAS_LEGAL_SUFFIX, legal_suffix);
    RUN(GZ_ALIAS_AMPERSAND, ampersand);
    RUN(GZ_ALIAS_ACRONYM, acronym);
    RUN(GZ_ALIAS_TICKER, ticker);
    RUN(GZ_ALIAS_THE, the);
    RUN(GZ_ALIAS_INITIALS, initials);
    RUN(GZ_ALIAS_MIDDLE_INITIAL, middle_initial);
    RUN(GZ_ALIAS_ACCENTS, accents);
    run(GZ_ALIAS_RULES_ALL, all, sizeof(all) / sizeof(all[0]));
    run(0, &(struct row){"Org", "The A & B Inc.", "", ""}, 1);
}

// Each spelling says which rule made it, and of what.
static void test_trace(void)
{
    static const struct {
        const char *text;
        const char *rule;
        const char *from;
    } want[] = {
        {"AC", "ticker", "ticker=AC"},
        {"The Acme Corp", "legal-suffix", "The Acme Corp Ltd"},
        {"Acme Corp", "the", "The Acme Corp"},
    };
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    const struct gz_alias_subject subject = {
        GZ_STR_LIT("The Acme Corp Ltd"),
        GZ_STR_LIT("Org/Company"),
        GZ_STR_LIT("wikidata=Q1;ticker=AC"),
    };
    struct gz_aliases aliases;
    CHECK_OK(
        gz_alias_rules_apply(GZ_ALIAS_RULES_ALL, &subject, arena, &aliases));
    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
        uint32_t k = 0;
        while (!gz_str_is(aliases.items[k].text, want[i].text)) {
            CHECK(++k < aliases.count);
        }
        CHECK_Z(gz_alias_rule_name(aliases.items[k].rule), want[i].rule);
        CHECK_STR(aliases.items[k].from, want[i].from);
    }
    gz_arena_free(arena);
}

static void test_rule_names(void)
{
    unsigned rules = 0;
    CHECK(gz_alias_rules_add(GZ_STR_LIT("the"), &rules));
    CHECK(gz_alias_rules_add(GZ_STR_LIT("initials"), &rules));
    CHECK_EQ(rules, 1U << GZ_ALIAS_THE | 1U << GZ_ALIAS_INITIALS);
    CHECK(!gz_alias_rules_add(GZ_STR_LIT("The"), &rules));
    CHECK(!gz_alias_rules_add(GZ_STR_LIT(""), &rules));
    CHECK(gz_alias_rules_add(GZ_STR_LIT("all"), &rules));
    CHECK_EQ(rules, GZ_ALIAS_RULES_ALL);
    CHECK_Z(gz_alias_rule_suggest(GZ_STR_LIT("legal-sufix")), "legal-suffix");
    CHECK(gz_alias_rule_suggest(GZ_STR_LIT("zebra")) == NULL);
    for (int i = 0; i < GZ_ALIAS_RULE_COUNT; i++) {
        const char *name = gz_alias_rule_name((enum gz_alias_rule)i);
        CHECK(strstr(GZ_ALIAS_RULE_LIST, name) != NULL);
    }
}

static void test_words(void)
{
    static const char *const ordinary[] = {"a", "Apple", "TARGET", "Gap.",
                                           "abate"};
    static const char *const others[] = {
        "", ".", "Acme", "Home Depot", "Zzz", "A1", "\u00e9t\u00e9"};
    static const char *const empty[] = {"General", "a",       "WORLD",
                                        "company", "Western", "consolidated"};
    for (size_t i = 0; i < sizeof(ordinary) / sizeof(ordinary[0]); i++) {
        CHECK(gz_ordinary_words_have(gz_str_z(ordinary[i])));
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        CHECK(!gz_ordinary_words_have(gz_str_z(others[i])));
        CHECK(!gz_ordinary_words_say_nothing(gz_str_z(others[i])));
    }
    for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++) {
        CHECK(gz_ordinary_words_say_nothing(gz_str_z(empty[i])));
    }
    CHECK(!gz_ordinary_words_say_nothing(GZ_STR_LIT("Target")));
}

static void test_no_memory(void)
{
    const struct gz_alias_subject subject = {GZ_STR_LIT("The Acme & Sons Inc."),
                                             GZ_STR_LIT("Org"), GZ_STR_LIT("")};
    enum gz_status st = GZ_NO_MEMORY;
    for (size_t limit = 0; st != GZ_OK; limit += 64) {
        struct gz_arena *arena = gz_arena_new(limit);
        struct gz_aliases aliases;
        st =
            gz_alias_rules_apply(GZ_ALIAS_RULES_ALL, &subject, arena, &aliases);
        CHECK(st == GZ_OK || st == GZ_NO_MEMORY);
        gz_arena_free(arena);
    }
}

int main(void)
{
    test_rules();
    test_trace();
    test_rule_names();
    test_words();
    test_no_memory();
    return 0;
}
