#include "rules/facts/clauses.h"

#include <stdlib.h>

#include "rules/facts/quotations.h"
#include "rules/text/finite_verb.h"
#include "rules/text/token_keys.h"

// How many words may stand between a conjunction and its subject, an article
// aside: "after rival Acme".
enum { SUBJECT_WORDS = 1 };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const char *const articles[] = {"the", "a", "an"};

// Those that are prepositions, too.
static const char *const conjunctions[] = {"after", "as",    "before",
                                           "since", "until", "when"};

// Those with which a sentence may begin before its subject.
static const char *const openers[] = {"amid",      "by",     "despite",
                                      "following", "having", "instead",
                                      "unlike",    "with",   "without"};

struct gz_clauses {
    uint64_t *breaks;  // owned; keys of words, sorted
    size_t count;
    uint64_t and_key;
    uint64_t but_key;
    uint64_t articles[COUNT(articles)];
    uint64_t conjunctions[COUNT(conjunctions)];
    uint64_t openers[COUNT(openers)];
};

static uint64_t key_of(struct gz_str word)
{
    return gz_token_key(word.ptr, word.len_bytes, word.len_bytes);
}

static void set_keys(uint64_t *keys, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        keys[i] = key_of(gz_str_z(words[i]));
    }
}

static bool is_one_of(uint64_t key, const uint64_t *keys, size_t count)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        found |= key == keys[i];
    }
    return found;
}

static int compare(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

struct gz_clauses *gz_clauses_new(const struct gz_rule_set *rules)
{
    const size_t count = rules == NULL ? 0 : rules->clause_break_count;
    struct gz_clauses *c = calloc(1, sizeof(*c));
    uint64_t *breaks = calloc(count + 1, sizeof(*breaks));
    if (c == NULL || breaks == NULL) {
        free(breaks);
        free(c);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        breaks[i] = key_of(rules->clause_breaks[i]);
    }
    qsort(breaks, count, sizeof(*breaks), compare);
    *c = (struct gz_clauses){
        .breaks = breaks,
        .count = count,
        .and_key = key_of(GZ_STR_LIT("and")),
        .but_key = key_of(GZ_STR_LIT("but")),
    };
    set_keys(c->articles, articles, COUNT(articles));
    set_keys(c->conjunctions, conjunctions, COUNT(conjunctions));
    set_keys(c->openers, openers, COUNT(openers));
    return c;
}

void gz_clauses_free(struct gz_clauses *c)
{
    if (c != NULL) {
        free(c->breaks);
        free(c);
    }
}

// The token behind a conjunction, an article aside.
static uint32_t behind(const struct gz_clauses *c, const struct gz_passage *p,
                       uint32_t token)
{
    const uint32_t next = token + 1;
    return next +
           (next < p->tokens.count &&
            is_one_of(p->tokens.keys[next], c->articles, COUNT(c->articles)));
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
    return begin < token && !gz_finite_verb_parts(p->text, p->tokens.items,
                                                  p->tokens.count, begin, end);
}

// "And" joins clauses when a subject follows, unless it joins two names.
static bool joins_clauses(const struct gz_clauses *c,
                          const struct gz_passage *p, uint32_t token,
                          bool (*subject)(const void *context, uint32_t token),
                          const void *context)
{
    if (token > 0 && gz_passage_is_mark(p, token - 1, ',') &&
        p->tokens.keys[token] == c->but_key) {
        return true;
    }
    const uint32_t next = behind(c, p, token);
    return next < p->tokens.count && subject(context, next) &&
           !joins_names(p, token, next, subject, context);
}

static bool has_subject(const struct gz_clauses *c, const struct gz_passage *p,
                        uint32_t token,
                        bool (*subject)(const void *context, uint32_t token),
                        const void *context)
{
    const uint32_t first = behind(c, p, token);
    bool found = false;
    for (uint32_t t = first;
         t < p->tokens.count && t <= first + SUBJECT_WORDS &&
         p->tokens.items[t].kind != GZ_TOKEN_MARK;
         t++) {
        found |= subject(context, t);
    }
    return found;
}

static bool is_break(const struct gz_clauses *c, uint64_t key)
{
    return bsearch(&key, c->breaks, c->count, sizeof(key), compare) != NULL;
}

static bool is_conjunction(const struct gz_clauses *c, uint64_t key)
{
    return is_one_of(key, c->conjunctions, COUNT(c->conjunctions));
}

// Whether a comma ends the clause that a sentence begins with: "After Acme
// fell, Globex rose".
static bool ends_first(const struct gz_clauses *c, const struct gz_passage *p,
                       uint32_t token,
                       bool (*subject)(const void *context, uint32_t token),
                       const void *context)
{
    const struct gz_sentences *all = &p->sentences;
    const uint32_t first = all->items[all->of_tokens[token]].first_token;
    const uint64_t key = p->tokens.keys[first];
    const uint32_t next = behind(c, p, token);
    return gz_passage_is_mark(p, token, ',') &&
           (is_break(c, key) || is_conjunction(c, key) ||
            is_one_of(key, c->openers, COUNT(c->openers))) &&
           next < p->tokens.count && subject(context, next);
}

// Whether a clause begins with a token, or behind it.
static bool begins(const struct gz_clauses *c, const struct gz_passage *p,
                   uint32_t token,
                   bool (*subject)(const void *context, uint32_t token),
                   const void *context)
{
    const uint64_t key = p->tokens.keys[token];
    return gz_passage_is_mark(p, token, ';') || is_break(c, key) ||
           ends_first(c, p, token, subject, context) ||
           (gz_clauses_joint(c, p, token) &&
            joins_clauses(c, p, token, subject, context)) ||
           (is_conjunction(c, key) &&
            has_subject(c, p, token, subject, context));
}

bool gz_clauses_break(const struct gz_clauses *c,
                      const struct gz_passage *passage, uint32_t begin_token,
                      uint32_t end_token,
                      bool (*subject)(const void *context, uint32_t token),
                      const void *context)
{
    for (uint32_t t = begin_token; t < end_token; t++) {
        const struct gz_token *token = &passage->tokens.items[t];
        if ((token->kind == GZ_TOKEN_MARK &&
             gz_quotations_mark(passage->text, token) != GZ_QUOTE_NONE) ||
            begins(c, passage, t, subject, context)) {
            return true;
        }
    }
    return false;
}

void gz_clauses_number(const struct gz_clauses *c,
                       const struct gz_passage *passage,
                       bool (*subject)(const void *context, uint32_t token),
                       const void *context, struct gz_clause_place *out)
{
    struct gz_clause_place place = {0, 0};
    for (uint32_t t = 0; t < passage->tokens.count; t++) {
        place.clause += begins(c, passage, t, subject, context);
        place.part += gz_passage_is_mark(passage, t, ';');
        out[t] = place;
    }
}

bool gz_clauses_joint(const struct gz_clauses *c,
                      const struct gz_passage *passage, uint32_t token)
{
    const uint64_t key = passage->tokens.keys[token];
    return key == c->and_key || key == c->but_key;
}
