#include "rules/facts/role_head.h"

#include "rules/text/finite_verb.h"
#include "rules/types.h"

enum { RELATION_WORDS = 3 };

// Whether a word may say what kind of relation one is: not "to", "buys".
static bool may_qualify(const struct gz_passage *p, uint32_t token)
{
    return p->tokens.items[token].kind == GZ_TOKEN_WORD &&
           !gz_finite_verb(p, token, false) &&
           !gz_passage_is(p, token, GZ_GRAMMAR_VERB_AFTER_NAME) &&
           !gz_passage_is(p, token, GZ_GRAMMAR_PREPOSITION);
}

// Whether what stands between two mentions says what the second is to the
// first: "Google rival", "Google's search rival", "Google partner and
// chipmaker", but not "Google to buy rival".
static bool is_relation(const struct gz_passage *p, uint32_t owner_end,
                        uint32_t end)
{
    const uint32_t begin =
        owner_end + (owner_end < end &&
                     p->tokens.items[owner_end].kind == GZ_TOKEN_POSSESSIVE);
    const uint32_t count = end - begin;
    if (begin >= end || count > RELATION_WORDS) {
        return false;
    }
    for (uint32_t t = begin; t < end; t++) {
        if (!may_qualify(p, t)) {
            return false;
        }
    }
    return gz_passage_is(p, end - 1, GZ_GRAMMAR_RELATION) ||
           (count == RELATION_WORDS &&
            gz_passage_is(p, begin, GZ_GRAMMAR_RELATION) &&
            gz_passage_is(p, begin + 1, GZ_GRAMMAR_ADDITIVE));
}

// Whether a match has a mention in some role.
static bool captures(const struct gz_match *match, uint32_t mention)
{
    bool found = false;
    for (uint32_t i = 0; i < match->capture_count; i++) {
        const struct gz_capture *c = &match->captures[i];
        for (uint32_t k = 0; k < c->item_count; k++) {
            found |= c->items[k].ref == mention;
        }
    }
    return found;
}

// Whether a mention only says whose the next one is: "Jared Kushner's Affinity
// Partners" at the end of a match, or "Google rival Anthropic".
static bool is_modifier(const struct gz_fact_sources *in,
                        const struct gz_match *match, uint32_t mention)
{
    const struct gz_findings *f = in->findings;
    const struct gz_passage *p = &in->doc->fields[match->field];
    const struct gz_mention *owner = &f->mentions[mention];
    const struct gz_mention *head = owner + 1;
    if (mention + 1 >= f->mention_count || head->field != owner->field) {
        return false;
    }
    const bool owns =
        owner->end_token == match->end_token &&
        head->begin_token == owner->end_token + 1 &&
        p->tokens.items[owner->end_token].kind == GZ_TOKEN_POSSESSIVE &&
        gz_type_is_a(f->entities[owner->entity].entry.type,
                     GZ_STR_LIT("Person"));
    return owns || (is_relation(p, owner->end_token, head->begin_token) &&
                    !captures(match, mention + 1));
}

uint32_t gz_role_head(const struct gz_fact_sources *in,
                      const struct gz_match *match, uint16_t type,
                      uint32_t mention)
{
    const struct gz_findings *f = in->findings;
    const bool modifies =
        type != GZ_TYPE_NONE && is_modifier(in, match, mention) &&
        gz_type_is_a(f->entities[f->mentions[mention + 1].entity].entry.type,
                     gz_type_tree_path(in->rules->types, type));
    return modifies ? mention + 1 : mention;
}
