// Reads what a match of a coref rule asks of the entity.
#include "rules/resolve/coref_work.h"
#include "rules/resolve/rule_parts.h"

static uint8_t gender_of(const struct gz_corefs *c,
                         const struct gz_draft_mention *m)
{
    const struct gz_passage *p = &c->draft->in.doc->fields[m->field];
    return gz_passage_is(p, m->begin_token, GZ_GRAMMAR_MASCULINE) ? GZ_COREF_MAN
           : gz_passage_is(p, m->begin_token, GZ_GRAMMAR_FEMININE)
               ? GZ_COREF_WOMAN
               : 0;
}

static bool is_pronoun(const struct gz_corefs *c,
                       const struct gz_draft_mention *m)
{
    const struct gz_passage *p = &c->draft->in.doc->fields[m->field];
    return m->end_token - m->begin_token == 1 &&
           (gender_of(c, m) != 0 ||
            gz_passage_is(p, m->begin_token, GZ_GRAMMAR_PRONOUN));
}

// The entity that a part captures, or GZ_FINDINGS_NONE.
static uint32_t captured(const struct gz_corefs *c,
                         const struct gz_match *match, enum gz_rule_part part)
{
    const struct gz_capture *capture =
        gz_rule_parts_capture(c->draft->in.parts, match, part);
    const uint32_t ref = capture == NULL || capture->item_count == 0
                             ? GZ_DRAFT_VALUE
                             : capture->items[0].ref;
    return (ref & GZ_DRAFT_VALUE) != 0 ? GZ_FINDINGS_NONE
                                       : c->draft->mentions[ref].entity;
}

// The text that a part captures, or nothing.
static struct gz_str words_of(const struct gz_corefs *c,
                              const struct gz_match *match,
                              enum gz_rule_part part)
{
    const struct gz_capture *capture =
        gz_rule_parts_capture(c->draft->in.parts, match, part);
    return capture == NULL || capture->end_token <= capture->begin_token
               ? GZ_STR_LIT("")
               : gz_draft_text(c->draft->in.doc, match->field,
                               capture->begin_token, capture->end_token);
}

static struct gz_draft_mention mention_of(const struct gz_corefs *c,
                                          const struct gz_match *match)
{
    const struct gz_rule_parts *parts = c->draft->in.parts;
    const struct gz_rule *rule = &c->draft->in.rules->rules[match->rule];
    const struct gz_capture *nobody =
        gz_rule_parts_capture(parts, match, GZ_RULE_PART_NOBODY);
    const struct gz_capture *name =
        nobody != NULL ? nobody
                       : gz_rule_parts_capture(parts, match, GZ_RULE_PART_NAME);
    struct gz_draft_mention m = {
        .field = match->field,
        .begin_token = name == NULL ? match->begin_token : name->begin_token,
        .end_token = name == NULL ? match->end_token : name->end_token,
        .entity = GZ_FINDINGS_NONE,
        .how = GZ_HOW_NOMINAL,
        .rule = rule->id,
        .priority = rule->priority,
        .confidence = rule->confidence,
    };
    if (is_pronoun(c, &m)) {
        m.how = GZ_HOW_PRONOUN;
    }
    return m;
}

struct gz_coref_wish gz_coref_wish_read(const struct gz_corefs *c,
                                        const struct gz_match *match)
{
    const struct gz_draft *draft = c->draft;
    struct gz_coref_wish w = {.rule = &draft->in.rules->rules[match->rule],
                              .mention = mention_of(c, match)};
    w.gender = w.mention.how == GZ_HOW_PRONOUN ? gender_of(c, &w.mention) : 0;
    w.goes_on = gz_coref_goes_on(draft->in.doc, &w.mention);
    w.sentence = gz_coref_sentence(c, &w.mention);
    const uint32_t country = captured(c, match, GZ_RULE_PART_COUNTRY);
    if (country != GZ_FINDINGS_NONE) {
        w.country = draft->entities[country].country;
    }
    w.nobody = words_of(c, match, GZ_RULE_PART_NOBODY).len_bytes > 0;
    w.typed = captured(c, match, GZ_RULE_PART_NOBODY) != GZ_FINDINGS_NONE;
    w.other = captured(c, match, GZ_RULE_PART_OTHER);
    w.owned = captured(c, match, GZ_RULE_PART_OWNED);
    w.meant = captured(c, match, GZ_RULE_PART_MEANT);
    w.sector = words_of(c, match, GZ_RULE_PART_SECTOR);
    w.kind = words_of(c, match, GZ_RULE_PART_KIND);
    w.title = words_of(c, match, GZ_RULE_PART_TITLE);
    return w;
}

// The person whose name begins where a part does.
static void note(const struct gz_corefs *c, const struct gz_match *match,
                 enum gz_rule_part part, uint8_t gender)
{
    const struct gz_draft *draft = c->draft;
    const struct gz_capture *capture =
        gz_rule_parts_capture(draft->in.parts, match, part);
    const uint32_t i = capture == NULL ? draft->mention_count
                                       : gz_draft_at(draft, match->field,
                                                     capture->begin_token);
    if (i < draft->mention_count && draft->mentions[i].field == match->field &&
        draft->mentions[i].begin_token == capture->begin_token) {
        c->genders[draft->mentions[i].entity] |= gender;
    }
}

void gz_coref_gender_note(const struct gz_corefs *c,
                          const struct gz_match *match)
{
    note(c, match, GZ_RULE_PART_WOMAN, GZ_COREF_WOMAN);
    note(c, match, GZ_RULE_PART_MAN, GZ_COREF_MAN);
}
