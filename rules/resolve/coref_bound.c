#include "rules/resolve/coref_bound.h"

#include "rules/resolve/coref_grade.h"

// "Said in a statement on Monday that it".
enum { SAID_TOKENS = 7 };

// Whether a word or mark parts what it stands between: a verb's subject and
// its object are of one side.
static bool parts_clauses(const struct gz_passage *p, uint32_t token)
{
    return p->tokens.items[token].kind == GZ_TOKEN_MARK
               ? !gz_passage_is_mark(p, token, '%') &&
                     !gz_passage_is_mark(p, token, '$') &&
                     !gz_passage_is_mark(p, token, '-')
               : gz_passage_is(p, token, GZ_GRAMMAR_ADDITIVE) ||
                     gz_passage_is(p, token, GZ_GRAMMAR_ADVERSATIVE) ||
                     gz_passage_is(p, token, GZ_GRAMMAR_CONJUNCTION) ||
                     gz_passage_is(p, token, GZ_GRAMMAR_SUBORDINATOR) ||
                     gz_passage_is(p, token, GZ_GRAMMAR_COMPLEMENTIZER) ||
                     gz_passage_is(p, token, GZ_GRAMMAR_RELATIVE) ||
                     gz_passage_is(p, token, GZ_GRAMMAR_CLAUSE_BREAK) ||
                     gz_passage_is(p, token, GZ_GRAMMAR_CLAUSE_BOUNDARY) ||
                     gz_passage_is(p, token, GZ_GRAMMAR_SPEECH_VERB);
}

static bool is_same_clause(const struct gz_passage *p, uint32_t begin,
                           uint32_t end)
{
    bool same = end - begin <= GZ_COREF_BOUND_TOKENS;
    for (uint32_t t = begin; t < end && same; t++) {
        same = !parts_clauses(p, t);
    }
    return same;
}

bool gz_coref_begins_clause(const struct gz_document *doc,
                            const struct gz_draft_mention *m)
{
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t sentence =
        gz_document_sentence(doc, m->field, m->begin_token);
    const uint32_t first = passage->sentences.items[sentence].first_token;
    const uint32_t at = gz_coref_list_begin(doc, m);
    return at == first || parts_clauses(passage, at - 1);
}

// "Acme's shares", "Acme shareholders", "Acme is the company".
static bool is_aside(const struct gz_passage *passage, uint32_t next,
                     uint32_t object)
{
    return passage->tokens.items[next].kind == GZ_TOKEN_POSSESSIVE ||
           gz_passage_is(passage, next, GZ_GRAMMAR_STAKEHOLDER) ||
           gz_passage_is(passage, object - 1, GZ_GRAMMAR_COPULA);
}

bool gz_coref_bound(const struct gz_document *doc,
                    const struct gz_draft_mention *m,
                    const struct gz_draft_mention *nominal)
{
    const struct gz_passage *passage = &doc->fields[m->field];
    const bool before = m->begin_token < nominal->begin_token;
    const struct gz_draft_mention *subject = before ? m : nominal;
    const struct gz_draft_mention *object = before ? nominal : m;
    return m->field == nominal->field && nominal->how == GZ_HOW_NOMINAL &&
           subject->end_token < object->begin_token &&
           gz_coref_begins_clause(doc, subject) &&
           is_same_clause(passage, subject->end_token, object->begin_token) &&
           !is_aside(passage, subject->end_token, object->begin_token);
}

// "Acme grew and said it": the speaker is not right before.
static bool is_joint(const struct gz_passage *p, uint32_t token)
{
    return gz_passage_is(p, token, GZ_GRAMMAR_ADDITIVE) ||
           gz_passage_is(p, token, GZ_GRAMMAR_ADVERSATIVE);
}

// "Acme grew while Globex cut costs as it": of the clause right before.
static bool leads(const struct gz_passage *p, uint32_t token)
{
    return gz_passage_is(p, token, GZ_GRAMMAR_CONJUNCTION) ||
           gz_passage_is(p, token, GZ_GRAMMAR_SUBORDINATOR) ||
           gz_passage_is(p, token, GZ_GRAMMAR_COMPLEMENTIZER) ||
           gz_passage_is(p, token, GZ_GRAMMAR_RELATIVE);
}

// The verb of saying behind which, and behind "in a statement that", a token
// stands; or 0.
static uint32_t said_before(const struct gz_passage *p, uint32_t token)
{
    uint32_t t = token;
    t -= gz_passage_is(p, t - 1, GZ_GRAMMAR_COMPLEMENTIZER);
    const uint32_t last = t > SAID_TOKENS ? t - SAID_TOKENS : 0;
    bool parted = false;
    bool says = false;
    while (t > last && !parted && !says) {
        t--;
        says = gz_passage_is(p, t, GZ_GRAMMAR_SPEECH_VERB);
        parted = parts_clauses(p, t);
    }
    return says ? t : 0;
}

enum gz_coref_going gz_coref_goes_on(const struct gz_document *doc,
                                     const struct gz_draft_mention *pronoun)
{
    const struct gz_passage *passage = &doc->fields[pronoun->field];
    const uint32_t t = pronoun->begin_token;
    if (pronoun->how != GZ_HOW_PRONOUN || t < 2) {
        return GZ_COREF_GOES_NOWHERE;
    }
    if (gz_passage_is_mark(passage, t - 1, ',')) {
        return GZ_COREF_GOES_FIRST;
    }
    const uint32_t said = said_before(passage, t);
    if (said > 0) {
        return is_joint(passage, said - 1) ? GZ_COREF_GOES_FIRST
                                           : GZ_COREF_GOES_LAST;
    }
    return !leads(passage, t - 1)                    ? GZ_COREF_GOES_NOWHERE
           : gz_passage_is_mark(passage, t - 2, ',') ? GZ_COREF_GOES_FIRST
                                                     : GZ_COREF_GOES_LAST;
}
