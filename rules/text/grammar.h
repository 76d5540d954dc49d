#ifndef GZ_GRAMMAR_H
#define GZ_GRAMMAR_H

/*
 * Classes of words by which the engine tells clauses, subjects and verbs.
 * Which words are of a class is said by packs, under `grammar`: the engine
 * knows no word of any language.  A word may be of several.  What each class
 * is for stands beside its key in rules/language/grammar_keys.c.
 */
enum gz_grammar {
    GZ_GRAMMAR_ARTICLE,
    GZ_GRAMMAR_AUXILIARY,
    GZ_GRAMMAR_MODAL,
    GZ_GRAMMAR_COPULA,
    GZ_GRAMMAR_PAST,
    GZ_GRAMMAR_VERB_AFTER_NAME,
    GZ_GRAMMAR_CLAUSE_VERB,
    GZ_GRAMMAR_SPEECH_VERB,
    GZ_GRAMMAR_ADDITIVE,
    GZ_GRAMMAR_DISJUNCTIVE,
    GZ_GRAMMAR_ADVERSATIVE,
    GZ_GRAMMAR_CLAUSE_BREAK,
    GZ_GRAMMAR_CLAUSE_BREAK_BEFORE_NAME,
    GZ_GRAMMAR_CONJUNCTION,
    GZ_GRAMMAR_SUBORDINATOR,
    GZ_GRAMMAR_PROSPECTIVE,
    GZ_GRAMMAR_QUOTATIVE,
    GZ_GRAMMAR_COMPLEMENTIZER,
    GZ_GRAMMAR_RELATIVE,
    GZ_GRAMMAR_CLAUSE_BOUNDARY,
    GZ_GRAMMAR_OPENER,
    GZ_GRAMMAR_ASIDE,
    GZ_GRAMMAR_APPOSITIVE,
    GZ_GRAMMAR_PREPOSITION,
    GZ_GRAMMAR_MASCULINE,
    GZ_GRAMMAR_FEMININE,
    GZ_GRAMMAR_PRONOUN,
    GZ_GRAMMAR_AFFILIATION,
    GZ_GRAMMAR_STAKEHOLDER,
    GZ_GRAMMAR_PART,
    GZ_GRAMMAR_RELATION,
    GZ_GRAMMAR_DESCRIPTOR,
    GZ_GRAMMAR_REMAINDER,
    GZ_GRAMMAR_RESPONSE,
    GZ_GRAMMAR_COUNT,  // at most 64: a token has a bit for each
};

#endif
