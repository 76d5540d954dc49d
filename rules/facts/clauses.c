#include "rules/facts/clauses.h"

#include <stdlib.h>

#include "rules/facts/quotations.h"
#include "rules/text/token_keys.h"

struct gz_clauses {
    uint64_t *breaks;  // owned; keys of words, sorted
    size_t count;
    uint64_t and_key;
    uint64_t but_key;
    uint64_t articles[3];
};

static uint64_t key_of(struct gz_str word)
{
    return gz_token_key(word.ptr, word.len_bytes, word.len_bytes);
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
        .articles = {key_of(GZ_STR_LIT("the")), key_of(GZ_STR_LIT("a")),
                     key_of(GZ_STR_LIT("an"))},
    };
    return c;
}

void gz_clauses_free(struct gz_clauses *c)
{
    if (c != NULL) {
        free(c->breaks);
        free(c);
    }
}

static bool is_article(const struct gz_clauses *c, uint64_t key)
{
    return key == c->articles[0] || key == c->articles[1] ||
           key == c->articles[2];
}

// A conjunction joins clauses when a subject follows, unless it joins two
// names: "Acme and Globex".
static bool joins_clauses(const struct gz_clauses *c,
                          const struct gz_passage *p, uint32_t token,
                          bool (*subject)(const void *context, uint32_t token),
                          const void *context)
{
    uint32_t next = token + 1;
    if (token > 0 && gz_passage_is_mark(p, token - 1, ',') &&
        p->tokens.keys[token] == c->but_key) {
        return true;
    }
    if (next < p->tokens.count && is_article(c, p->tokens.keys[next])) {
        next++;
    }
    return next < p->tokens.count && subject(context, next) &&
           (token == 0 || !subject(context, token - 1));
}

bool gz_clauses_break(const struct gz_clauses *c,
                      const struct gz_passage *passage, uint32_t begin_token,
                      uint32_t end_token,
                      bool (*subject)(const void *context, uint32_t token),
                      const void *context)
{
    for (uint32_t t = begin_token; t < end_token; t++) {
        const struct gz_token *token = &passage->tokens.items[t];
        const uint64_t key = passage->tokens.keys[t];
        if (token->kind == GZ_TOKEN_MARK &&
            (gz_passage_is_mark(passage, t, ';') ||
             gz_quotations_mark(passage->text, token) != GZ_QUOTE_NONE)) {
            return true;
        }
        if (bsearch(&key, c->breaks, c->count, sizeof(key), compare) != NULL) {
            return true;
        }
        if (gz_clauses_joint(c, passage, t) &&
            joins_clauses(c, passage, t, subject, context)) {
            return true;
        }
    }
    return false;
}

bool gz_clauses_joint(const struct gz_clauses *c,
                      const struct gz_passage *passage, uint32_t token)
{
    const uint64_t key = passage->tokens.keys[token];
    return key == c->and_key || key == c->but_key;
}
