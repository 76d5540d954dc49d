#include "rules/facts/clauses.h"

#include "rules/facts/quotations.h"
#include "rules/text/finite_verb.h"

// How many words may stand between a conjunction and its subject, an article
// aside: "after rival Acme".
enum { SUBJECT_WORDS = 1 };

// The token behind a conjunction, an article aside.
static uint32_t behind(const struct gz_passage *p, uint32_t token)
{
    const uint32_t next = token + 1;
    return next + (next < p->tokens.count &&
                   gz_passage_is(p, next, GZ_GRAMMAR_ARTICLE));
}

// Whether an "and" with somebody before and behind it joins the two: "Acme and
// Globex".
static bool joins_names(const struct gz_passage *p, uint32_t token,
                        uint32_t next,
                        bool (*subject)(const void *context, uint32_t token),
                        const void *context)
{
    uint32_t begin = token;
    uint32_t end = next;
    while (begin > 0 && subject(context, begin - 1)) {
        begin--;
    }
    while (end < p->tokens.count && subject(context, end)) {
        end++;
    }
    return begin < token && !gz_finite_verb_parts(p, begin, end);
}

// "And" joins clauses when a subject follows, unless it joins two names.
static bool joins_clauses(const struct gz_passage *p, uint32_t token,
                          bool (*subject)(const void *context, uint32_t token),
                          const void *context)
{
    if (token > 0 && gz_passage_is_mark(p, token - 1, ',') &&
        gz_passage_is(p, token, GZ_GRAMMAR_ADVERSATIVE)) {
        return true;
    }
    const uint32_t next = behind(p, token);
    return next < p->tokens.count && subject(context, next) &&
           !joins_names(p, token, next, subject, context);
}

static bool has_subject(const struct gz_passage *p, uint32_t token,
                        bool (*subject)(const void *context, uint32_t token),
                        const void *context)
{
    const uint32_t first = behind(p, token);
    bool found = false;
    for (uint32_t t = first;
         t < p->tokens.count && t <= first + SUBJECT_WORDS &&
         p->tokens.items[t].kind != GZ_TOKEN_MARK;
         t++) {
        found |= subject(context, t);
    }
    return found;
}

// Whether a comma ends the clause that a sentence begins with: "After Acme
// fell, Globex rose".
static bool ends_first(const struct gz_passage *p, uint32_t token,
                       bool (*subject)(const void *context, uint32_t token),
                       const void *context)
{
    const struct gz_sentences *all = &p->sentences;
    const uint32_t first = all->items[all->of_tokens[token]].first_token;
    const uint32_t next = behind(p, token);
    return gz_passage_is_mark(p, token, ',') &&
           (gz_passage_is(p, first, GZ_GRAMMAR_CLAUSE_BREAK) ||
            gz_passage_is(p, first, GZ_GRAMMAR_CONJUNCTION) ||
            gz_passage_is(p, first, GZ_GRAMMAR_OPENER)) &&
           next < p->tokens.count && subject(context, next);
}

// Whether a clause begins with a token, or behind it.
static bool begins(const struct gz_passage *p, uint32_t token,
                   bool (*subject)(const void *context, uint32_t token),
                   const void *context)
{
    return gz_passage_is_mark(p, token, ';') ||
           gz_passage_is(p, token, GZ_GRAMMAR_CLAUSE_BREAK) ||
           ends_first(p, token, subject, context) ||
           (gz_clauses_joint(p, token) &&
            joins_clauses(p, token, subject, context)) ||
           (gz_passage_is(p, token, GZ_GRAMMAR_CONJUNCTION) &&
            has_subject(p, token, subject, context));
}

bool gz_clauses_break(const struct gz_passage *passage, uint32_t begin_token,
                      uint32_t end_token,
                      bool (*subject)(const void *context, uint32_t token),
                      const void *context)
{
    for (uint32_t t = begin_token; t < end_token; t++) {
        const struct gz_token *token = &passage->tokens.items[t];
        if ((token->kind == GZ_TOKEN_MARK &&
             gz_quotations_mark(passage->text, token) != GZ_QUOTE_NONE) ||
            begins(passage, t, subject, context)) {
            return true;
        }
    }
    return false;
}

void gz_clauses_number(const struct gz_passage *passage,
                       bool (*subject)(const void *context, uint32_t token),
                       const void *context, struct gz_clause_place *out)
{
    struct gz_clause_place place = {0, 0};
    for (uint32_t t = 0; t < passage->tokens.count; t++) {
        place.clause += begins(passage, t, subject, context);
        place.part += gz_passage_is_mark(passage, t, ';');
        out[t] = place;
    }
}

bool gz_clauses_joint(const struct gz_passage *passage, uint32_t token)
{
    return gz_passage_is(passage, token, GZ_GRAMMAR_ADDITIVE) ||
           gz_passage_is(passage, token, GZ_GRAMMAR_ADVERSATIVE);
}
