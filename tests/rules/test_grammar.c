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

int main(void)
{
    run(HEAD, false);
    run(german, true);
    return 0;
}
