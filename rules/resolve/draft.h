#ifndef GZ_DRAFT_H
#define GZ_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/extract_trace.h"
#include "rules/findings.h"
#include "rules/gazetteer/layers/layers.h"
#include "rules/language/rule_set.h"
#include "rules/match/matcher.h"
#include "rules/resolve/proper_name.h"
#include "rules/resolve/rule_parts.h"
#include "rules/resolve/select.h"
#include "rules/resolve/type_numbers.h"
#include "rules/text/document.h"

/*
 * The findings of an article while rules still change them: mentions that
 * come, go and are given to other entities.  entities.h makes findings of it.
 *
 * Invariants: mentions stand in the order of the text, longer ones first;
 * every mention's entity is in entities; no two entities have the same id.
 * Entities without mentions are allowed and are nobody in the end.
 */
struct gz_draft_entity {
    struct gz_entry entry;
    struct gz_link link;
    struct gz_str country;  // its attribute, or what the text says of it
    uint16_t type;          // number in the type tree, or GZ_TYPE_NONE
};

struct gz_draft_mention {
    enum gz_field field;
    uint32_t begin_token;  // half open
    uint32_t end_token;
    uint32_t entity;
    enum gz_how how;
    struct gz_str rule;
    uint32_t rank;  // 0: a list's; else 1 + the stratum of its rule
    int32_t priority;
    double confidence;
    bool supposed;  // see supposed.h
};

// A name that no list has, remembered for the next time that it is met.
struct gz_draft_name {
    uint64_t hash;  // of its words and its type
    uint32_t entity;
    uint32_t tokens;  // without its legal form; 0: nothing is remembered
};

enum { GZ_DRAFT_NAMES = 64 };

// What a draft is made from; all borrowed.
struct gz_draft_sources {
    const struct gz_document *doc;
    const struct gz_layers *names;
    const struct gz_rule_set *rules;         // NULL: none
    const struct gz_candidates *candidates;  // of each field, kept or not
    struct gz_type_numbers *types;           // scratch that lives on
    const struct gz_proper_names *proper;
    const struct gz_rule_parts *parts;  // of the rules
    struct gz_buffer *scratch;          // for texts under way
    struct gz_arena *arena;
    struct gz_extract_trace *trace;  // NULL: nobody asks
};

struct gz_draft {
    struct gz_draft_sources in;
    struct gz_draft_mention *mentions;  // in arena
    uint32_t mention_count;
    uint32_t mention_cap;
    struct gz_draft_entity *entities;  // in arena
    uint32_t entity_count;
    uint32_t entity_cap;
    uint32_t *table;  // open addressing over entity ids: index + 1
    uint32_t mask;
    struct gz_draft_name names[GZ_DRAFT_NAMES];
    bool changed;  // since the items were made
};

/** Begin with what was selected from the lists. */
enum gz_status
gz_draft_init(struct gz_draft *draft, const struct gz_draft_sources *sources,
              const struct gz_selection *selection) GZ_MUST_CHECK;

/** The entity of that id, added if it is not there yet; a surer link replaces
 * the one that it had. */
enum gz_status gz_draft_entity(struct gz_draft *draft,
                               const struct gz_entry *entry,
                               const struct gz_link *link,
                               uint32_t *out) GZ_MUST_CHECK;

/** Add mentions as they are, overlaps or not; they are sorted in place. */
enum gz_status gz_draft_insert(struct gz_draft *draft,
                               struct gz_draft_mention *fresh,
                               uint32_t count) GZ_MUST_CHECK;

/** The first mention that begins at or behind a token of a field. */
uint32_t gz_draft_at(const struct gz_draft *draft, enum gz_field field,
                     uint32_t token);

/** The mention of exactly these tokens, or NULL. */
struct gz_draft_mention *gz_draft_exact(const struct gz_draft *draft,
                                        enum gz_field field, uint32_t begin,
                                        uint32_t end);

/** Whether a mention covers one of these tokens. */
bool gz_draft_covers(const struct gz_draft *draft, enum gz_field field,
                     uint32_t begin, uint32_t end);

/** What the matcher reads: mentions by their number, and values.  Those that
 * were made before stay when nothing has changed since. */
enum gz_status
gz_draft_items(struct gz_draft *draft,
               const struct gz_values values[GZ_FIELD_COUNT],
               struct gz_items out[GZ_FIELD_COUNT]) GZ_MUST_CHECK;

// An item that is a value has this bit in its ref, beside its number.
#define GZ_DRAFT_VALUE 0x80000000U

/** Tokens as bytes; the range is not empty. */
struct gz_span gz_draft_span(const struct gz_document *doc, enum gz_field field,
                             uint32_t begin_token, uint32_t end_token);

/** The text of tokens. */
struct gz_str gz_draft_text(const struct gz_document *doc, enum gz_field field,
                            uint32_t begin_token, uint32_t end_token);

/** Number of a token's sentence, those of the title before the body's. */
static inline uint32_t gz_draft_sentence(const struct gz_document *doc,
                                         enum gz_field field, uint32_t token)
{
    const uint32_t before = field == GZ_FIELD_TITLE
                                ? 0
                                : doc->fields[GZ_FIELD_TITLE].sentences.count;
    return before + gz_document_sentence(doc, field, token);
}

/** Record what became of a mention; costs nothing without a trace. */
void gz_draft_trace(const struct gz_draft *draft, enum gz_extract_stage stage,
                    enum gz_extract_outcome outcome,
                    const struct gz_draft_mention *m, const char *reason,
                    struct gz_str by);

#endif
