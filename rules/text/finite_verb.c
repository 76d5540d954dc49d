#include "rules/text/finite_verb.h"

// Whether a past form is the verb of a subject: not "has embattled".
static bool is_past(const struct gz_passage *p, uint32_t token)
{
    return gz_finite_verb(p, token, false) && !gz_finite_verb(p, token, true);
}

// Whether a name stands before a word that is its verb.
static bool is_after_name(const struct gz_passage *p, uint32_t token)
{
    return gz_passage_is(p, token, GZ_GRAMMAR_VERB_AFTER_NAME) &&
           (p->tokens.items[token - 1].flags & GZ_TOKEN_CAPITAL) != 0;
}

// Whether a verb with a subject of its own ends before a token: not "the
// embattled", "U.S.-based".
static bool is_deed(const struct gz_passage *p, uint32_t end)
{
    uint32_t t = end;
    t -= t > 0 && gz_passage_is(p, t - 1, GZ_GRAMMAR_ARTICLE);
    return t >= 2 && (is_past(p, t - 1) || is_after_name(p, t - 1)) &&
           !gz_passage_is(p, t - 1, GZ_GRAMMAR_CLAUSE_VERB) &&
           p->tokens.items[t - 2].kind != GZ_TOKEN_MARK &&
           !gz_passage_is(p, t - 2, GZ_GRAMMAR_ARTICLE);
}

// Whether a word that a name stands before is its verb.
static bool is_verb(const struct gz_passage *p, uint32_t token)
{
    return gz_finite_verb(p, token, false) ||
           gz_passage_is(p, token, GZ_GRAMMAR_VERB_AFTER_NAME);
}

bool gz_finite_verb_parts(const struct gz_passage *p, uint32_t begin,
                          uint32_t end)
{
    return end < p->tokens.count && is_deed(p, begin) && is_verb(p, end);
}
