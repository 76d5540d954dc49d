#include "rules/language/grammar_keys.h"

#include "rules/language/rule_forms.h"
#include "rules/text/grammar.h"

static const struct gz_rule_shape word = {
    .what = "a word or an ending",
    .scalar = GZ_RULE_SCALAR_TEXT,
    .form = &gz_rule_forms_grammar,
};
static const struct gz_rule_shape words = {
    .what = "a list of words",
    .items = &word,
};

#define CLASS(key, text)                                                       \
    {                                                                          \
        .name = (key), .shape = &words, .help = (text)                         \
    }

static const struct gz_rule_key classes[] = {
    [GZ_GRAMMAR_ARTICLE] = CLASS("article", "The, a: before a name or noun."),
    [GZ_GRAMMAR_AUXILIARY] =
        CLASS("auxiliary", "Has, was: finite verbs before a participle."),
    [GZ_GRAMMAR_MODAL] =
        CLASS("modal", "Will, did: finite verbs before an infinitive."),
    [GZ_GRAMMAR_COPULA] =
        CLASS("copula", "Is, became: say of their subject what it is."),
    [GZ_GRAMMAR_PAST] =
        CLASS("past", "Bought, *ed: past forms; they may be participles, too."),
    [GZ_GRAMMAR_VERB_AFTER_NAME] =
        CLASS("verb_after_name",
              "Says, cut: verbs where a name stands right before them."),
    [GZ_GRAMMAR_CLAUSE_VERB] = CLASS(
        "clause_verb", "Said, says: verbs that a clause may follow without a "
                       "complementizer."),
    [GZ_GRAMMAR_SPEECH_VERB] =
        CLASS("speech_verb", "Said, warns: verbs of who says or thinks it."),
    [GZ_GRAMMAR_ADDITIVE] = CLASS("additive", "And: joins names, and clauses."),
    [GZ_GRAMMAR_DISJUNCTIVE] = CLASS("disjunctive", "Or: joins names."),
    [GZ_GRAMMAR_ADVERSATIVE] =
        CLASS("adversative", "But: joins clauses, and turns to another deed."),
    [GZ_GRAMMAR_CLAUSE_BREAK] =
        CLASS("clause_break", "While: begins another clause, and ends a gap."),
    [GZ_GRAMMAR_CLAUSE_BREAK_BEFORE_NAME] =
        CLASS("clause_break_before_name",
              "After: ends a gap when one of the next two words begins with a "
              "capital."),
    [GZ_GRAMMAR_CONJUNCTION] =
        CLASS("conjunction",
              "Before, as: begins another clause where a subject follows; a "
              "preposition, too."),
    [GZ_GRAMMAR_SUBORDINATOR] =
        CLASS("subordinator",
              "Because, where: other conjunctions of clauses that depend on "
              "the one before."),
    [GZ_GRAMMAR_PROSPECTIVE] = CLASS(
        "prospective", "Until, when: conjunctions of what is still to come."),
    [GZ_GRAMMAR_QUOTATIVE] =
        CLASS("quotative", "As: leads to who says it, \"as Acme said\"."),
    [GZ_GRAMMAR_COMPLEMENTIZER] =
        CLASS("complementizer", "That: begins what is said or thought."),
    [GZ_GRAMMAR_RELATIVE] =
        CLASS("relative", "Who, which: begins a clause about a name."),
    [GZ_GRAMMAR_CLAUSE_BOUNDARY] =
        CLASS("clause_boundary",
              "If, whether, than: other words that never stand between the "
              "subject and the object of a verb."),
    [GZ_GRAMMAR_OPENER] =
        CLASS("opener",
              "Despite, in, later: what a sentence may open with before its "
              "subject."),
    [GZ_GRAMMAR_ASIDE] =
        CLASS("aside",
              "Although, following: begins what stands between two commas and "
              "is no part of the clause; as relative and conjunction do."),
    [GZ_GRAMMAR_APPOSITIVE] =
        CLASS("appositive",
              "Formerly, part: begins, behind a comma, what a name is; as an "
              "article does."),
    [GZ_GRAMMAR_PREPOSITION] =
        CLASS("preposition", "Of, by: who stands behind it is no subject."),
    [GZ_GRAMMAR_MASCULINE] = CLASS("masculine", "He, his: pronouns of a man."),
    [GZ_GRAMMAR_FEMININE] = CLASS("feminine", "She, her: those of a woman."),
    [GZ_GRAMMAR_PRONOUN] =
        CLASS("pronoun", "It, they, we: personal pronouns of anybody else."),
    [GZ_GRAMMAR_AFFILIATION] =
        CLASS("affiliation",
              "Analyst, former: a name beside only says where somebody works."),
    [GZ_GRAMMAR_STAKEHOLDER] = CLASS(
        "stakeholder",
        "Shares, employees: who or what belongs to the name before, which "
        "is not meant itself."),
    [GZ_GRAMMAR_PART] = CLASS("part", "Unit, subsidiary: behind a possessive; "
                                      "what a part does its owner does."),
    [GZ_GRAMMAR_RELATION] = CLASS(
        "relation",
        "Rival, aide: between two names, what the second is to the first, "
        "which is not meant itself."),
    [GZ_GRAMMAR_DESCRIPTOR] =
        CLASS("descriptor",
              "Bank, carmaker: stands before a name and says what it is."),
    [GZ_GRAMMAR_REMAINDER] = CLASS(
        "remainder", "Other, others: ends a list with whom it leaves out."),
    [GZ_GRAMMAR_RESPONSE] = CLASS(
        "response",
        "Comment, reached: what somebody did not do whom an article asked "
        "in vain."),
    [GZ_GRAMMAR_COUNT] = {.name = NULL},
};
_Static_assert(GZ_GRAMMAR_COUNT <= 64, "a token has a bit for each class");

const struct gz_rule_shape gz_grammar_keys = {
    .what = "a mapping from classes to lists of words",
    .keys = classes,
};
