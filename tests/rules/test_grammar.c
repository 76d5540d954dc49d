// The engine knows the words of packs only: the same rule with no grammar, and
// with that of another language.

#include "tests/support/extract_fixture.h"

static const char names[] = "id\ttype\tname\n"
                            "a\tOrg/Company\tAcme\n"
                            "g\tOrg/Company\tGlobex\n"
                            "i\tOrg/Company\tInitech\n";

#define HEAD                                                                   \
    "gazetted: 1\n"                                                            \
    "facts: {Deal: [buyer, bought]}\n"                                         \
    "rules:\n"                                                                 \
    "- {id: t.deal, emit: Deal, match: '<buyer:Org> kauft <bought:Org>'}\n"    \
    "- {id: t.not, assertion: {polarity: NEGATIVE}, match: nicht}\n"           \
    "- {id: t.es, coref: Org, match: es}\n"

static const char german[] = HEAD "grammar:\n"
                                  "  article: [der, die]\n"
                                  "  additive: [und]\n"
                                  "  adversative: [aber]\n"
                                  "  past: ['*te', fiel]\n"
                                  "  verb_after_name: [sinkt]\n"
                                  "  clause_break: [während]\n"
                                  "  pronoun: [es]\n";

static const struct row {
    const char *text;
    const char *with;
    const char *without;
} rows[] = {
    {"Acme kauft Globex und Initech.",
     "Deal: buyer=x:a bought=x:g\n"
     "Deal: buyer=x:a bought=x:i\n",
     "Deal: buyer=x:a bought=x:g\n"},
    // No English word does it.
    {"Acme kauft Globex and Initech.", "Deal: buyer=x:a bought=x:g\n",
     "Deal: buyer=x:a bought=x:g\n"},
    {"Acme kauft Globex & Initech.",
     "Deal: buyer=x:a bought=x:g\n"
     "Deal: buyer=x:a bought=x:i\n",
     "Deal: buyer=x:a bought=x:g\n"
     "Deal: buyer=x:a bought=x:i\n"},
    {"Acme kauft Globex und die Initech.",
     "Deal: buyer=x:a bought=x:g\n"
     "Deal: buyer=x:a bought=x:i\n",
     "Deal: buyer=x:a bought=x:g\n"},
    // The verbs tell of two clauses, the pronoun of whom.
    {"Gestern kaufte Globex und Initech sinkt, es fiel.",
     "es=x:i/PRONOUN/t.es\n", "es=x:g/NOMINAL/t.es\n"},
    {"Sie zahlt nicht, WÄHREND Acme kauft Globex.",
     "Deal: buyer=x:a bought=x:g\n", "Deal: buyer=x:a bought=x:g NEGATIVE\n"},
};

static void run(const char *rules, bool with)
{
    struct extract_lab lab;
    extract_lab_open(&lab, names, rules);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        extract_lab_check(&lab, "", rows[i].text, false,
                          with ? rows[i].with : rows[i].without);
    }
    extract_lab_close(&lab);
}

// A word is of the classes that packs of the article's language say.
static void test_languages(void)
{
    static const char rules[] =
        "gazetted: 1\n"
        "facts: {Deal: [buyer, bought]}\n"
        "rules:\n"
        "- {id: t.deal, emit: Deal, match: '<buyer:Org> kauft <bought:Org>'}\n"
        "grammar: {additive: [and, y]}\n";
    static const char more[] = "gazetted: 1\n"
                               "grammar: {additive: [und], past: ['*te']}\n";
    static const char two[] = "Deal: buyer=x:a bought=x:g\n"
                              "Deal: buyer=x:a bought=x:i\n";
    static const char one[] = "Deal: buyer=x:a bought=x:g\n";
    static const struct {
        const char *pack;
        const char *article;
        const char *with_and;
        const char *with_und;
    } spoken[] = {
        {"mul", "de", two, two}, {"mul", "en", two, one},
        {"mul", "", two, two},   {"mul", "fr", two, one},
        {"en", "de", "", ""},    {"en", "en", two, one},
        {"en", "", two, two},    {"de", "de-AT", two, two},
    };
    for (size_t i = 0; i < sizeof(spoken) / sizeof(spoken[0]); i++) {
        struct extract_lab lab;
        const struct extract_pack packs[] = {
            {spoken[i].pack, names, rules},
            {"de", "id\ttype\tname\n", more},
        };
        extract_lab_open_packs(&lab, packs, 2);
        lab.language = gz_str_z(spoken[i].article);
        extract_lab_check(&lab, "", "Acme kauft Globex and Initech.", false,
                          spoken[i].with_and);
        extract_lab_check(&lab, "", "Acme kauft Globex und Initech.", false,
                          spoken[i].with_und);
        extract_lab_close(&lab);
    }
}

int main(void)
{
    run(HEAD, false);
    run(german, true);
    test_languages();
    return 0;
}
