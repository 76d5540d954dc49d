#ifndef GZ_FIELD_VIEW_H
#define GZ_FIELD_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/compile/program_parts.h"
#include "rules/match/item_index.h"
#include "rules/match/trait_rows.h"
#include "rules/text/document.h"

/*
 * A field of an article with what the walk over patterns asks for.
 */

// A phrase of several words at a token.
struct gz_phrase_hit {
    const struct gz_phrase_slot *slot;
    uint32_t end_token;
    uint32_t next;  // number + 1 of a shorter one at the same token
};

struct gz_field_view {
    enum gz_field field;
    const struct gz_passage *passage;
    struct gz_str text;
    const struct gz_token *tokens;
    const uint64_t *keys;  // of tokens
    uint64_t *classes;     // of tokens, the same that passage has
    uint32_t count;        // of tokens
    const struct gz_sentence *sentences;
    uint32_t sentence_count;
    const uint32_t *sentence_of;  // of each token
    struct gz_token_mask *masks;  // of each token, and one of no bits behind
    uint64_t *stops;              // a bit for each token at which gaps end
    uint64_t *firsts;             // with which sentences begin
    uint64_t *finals;             // with which they end
    uint64_t *lasts;              // places at which they end, if known
    bool lasts_known;
    struct gz_trait_rows *traits;  // of words
    uint32_t *phrases;  // of each token: number + 1 of its longest phrase
    const struct gz_phrase_hit *hits;
    const struct gz_program *program;
    uint32_t *regexes;  // of each token, see token_regex.h; NULL: none
    struct gz_item_index items;
};

#define GZ_FIELD_NONE UINT32_MAX

/** Fill what is told from tokens and sentences; memory is there. */
void gz_field_view_open(struct gz_field_view *v);

/** The places at which sentences end, as gz_field_view_last() has it, as bits;
 * those are found once. */
const uint64_t *gz_field_view_lasts(struct gz_field_view *v);

/** The text of a token. */
static inline struct gz_str gz_field_view_text(const struct gz_field_view *v,
                                               uint32_t token)
{
    const struct gz_token *t = &v->tokens[token];
    return gz_str_of(v->text.ptr + t->begin_byte, t->end_byte - t->begin_byte);
}

/** The end of the longest phrase of a list that begins with a token, or
 * GZ_FIELD_NONE. */
uint32_t gz_field_view_list(const struct gz_field_view *v, uint32_t list,
                            uint32_t token);

/** Whether gaps end before a token. */
static inline bool gz_field_view_stops(const struct gz_field_view *v,
                                       uint32_t token)
{
    return (v->stops[token >> 6] >> (token & 63) & 1) != 0;
}

/** Whether a sentence begins at a place. */
bool gz_field_view_first(const struct gz_field_view *v, uint32_t place);

/** Whether a sentence ends at a place, closing marks aside; one that ends at
 * base or before does not count. */
bool gz_field_view_last(const struct gz_field_view *v, uint32_t place,
                        uint32_t base);

/** Whether a token is a word without capitals; it is a word. */
bool gz_field_view_lower(const struct gz_field_view *v, uint32_t token);

/** The end of a capital letter with the stop right behind it, or none. */
uint32_t gz_field_view_initial(const struct gz_field_view *v,
                               const struct gz_known_keys *known,
                               uint32_t token, uint32_t limit);

/** The end of the longest number at a token, or GZ_FIELD_NONE. */
uint32_t gz_field_view_number(const struct gz_field_view *v,
                              const struct gz_known_keys *known, uint32_t token,
                              uint32_t limit);

/** Whether a token has just these letters, width and invisible characters
 * aside; their keys are equal. */
bool gz_field_view_spells(const struct gz_field_view *v, uint32_t token,
                          struct gz_str letters);

#endif
