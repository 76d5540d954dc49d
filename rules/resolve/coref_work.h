#ifndef GZ_COREF_WORK_H
#define GZ_COREF_WORK_H

#include "rules/match/matcher.h"
#include "rules/resolve/coref_bound.h"
#include "rules/resolve/coref_grade.h"
#include "rules/resolve/draft.h"

/*
 * What the parts of coreference share: those found so far, and what a match
 * asks of the entity.
 */

// Bits: who is neither is unknown, who is both, too.
enum { GZ_COREF_WOMAN = 1, GZ_COREF_MAN = 2 };

// One verb does not name more.
enum { GZ_COREF_BOUND_MOST = 8 };

// Made so far, in text order.  One without an entity is nobody whom the text
// names, but somebody: what follows may mean that one, and then is nobody, too.
struct gz_coref_fresh {
    struct gz_draft_mention *mentions;
    uint16_t *types;  // of their rules
    uint32_t count;
};

struct gz_corefs {
    struct gz_draft *draft;
    struct gz_coref_fresh fresh;
    uint32_t *weights;  // of the draft's entities: how much it is about them
    uint8_t *genders;   // the same, bits
};

struct gz_coref_wish {
    const struct gz_rule *rule;
    struct gz_draft_mention mention;
    uint32_t sentence;
    struct gz_str country;        // empty: any
    struct gz_str sector;         // empty: any
    struct gz_str kind;           // empty: any
    struct gz_str title;          // empty: any
    uint8_t gender;               // 0: any
    bool lenient;                 // those whose country nobody knows will do
    enum gz_coref_going goes_on;  // rather about who begins a clause
    bool nobody;                  // whom the words name is not known
    bool typed;                   // nobody is a mention of another type
    uint32_t other;               // the entity that is not meant, or none
    uint32_t owned;               // what is meant has or makes it, or none
    uint32_t meant;               // the entity that is meant, or none
    uint32_t bound[GZ_COREF_BOUND_MOST];  // entities that the same verb names
    uint32_t bound_count;
};

/** Number of a mention's sentence. */
static inline uint32_t gz_coref_sentence(const struct gz_corefs *c,
                                         const struct gz_draft_mention *m)
{
    return gz_draft_sentence(c->draft->in.doc, m->field, m->begin_token);
}

/** What a match asks; bound is left empty. */
struct gz_coref_wish gz_coref_wish_read(const struct gz_corefs *c,
                                        const struct gz_match *match);

/** Note the person whom a match says to be a woman or a man, if it does. */
void gz_coref_gender_note(const struct gz_corefs *c,
                          const struct gz_match *match);

/** The entity before a wish's mention that is meant, or GZ_FINDINGS_NONE;
 * *contested says whether that is because two are meant alike. */
uint32_t gz_coref_search(const struct gz_corefs *c, struct gz_coref_wish *w,
                         bool *contested);

#endif
