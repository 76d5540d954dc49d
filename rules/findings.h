#ifndef GZ_FINDINGS_H
#define GZ_FINDINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/language/rule_set.h"
#include "rules/text/document.h"
#include "rules/values/values.h"

/*
 * What was found in one article: its entities, each with its mentions, and
 * the facts that link them.  All of it lives in the article's arena or in the
 * rule set.
 */
#define GZ_FINDINGS_NONE UINT32_MAX

struct gz_mention {
    uint32_t entity;  // index in gz_findings.entities
    enum gz_field field;
    uint32_t begin_token;
    uint32_t end_token;
    uint32_t begin_byte;
    uint32_t end_byte;
    uint32_t sentence;  // within the field
    enum gz_zone zone;
    enum gz_how how;
    struct gz_str rule;  // what made it, such as "gazetteer"
};

enum gz_link_method {
    GZ_LINK_UNIQUE,     // one entity bears that name
    GZ_LINK_PRIORITY,   // several do; the lists prefer this one
    GZ_LINK_CONTEXT,    // the article decided
    GZ_LINK_NAME_ONLY,  // no list knows it
    GZ_LINK_COUNT,
};

// Why this entity and no other; alternatives are ids, best first.
struct gz_link {
    double score;  // 0..1
    enum gz_link_method method;
    const struct gz_str *alternatives;
    uint32_t alternative_count;
};

// How much the article is about the entity, and the terms of the sum.
struct gz_salience {
    double score;  // 0..1
    bool in_title;
    bool first_sentence;
    uint32_t mentions;
    double title_term;
    double first_sentence_term;
    double mentions_term;
    double facts_term;
};

struct gz_entity {
    struct gz_entry entry;
    struct gz_link link;
    struct gz_salience salience;
    const uint32_t *mentions;  // indices in gz_findings.mentions, in order
    uint32_t mention_count;
    bool supposed;  // no more than a name in capitals; see supposed.h
};

// A place in the text of a field.
struct gz_span {
    enum gz_field field;
    uint32_t begin_byte;  // half open
    uint32_t end_byte;
};

// What fills a role of a fact: an entity, a value or plain text.
struct gz_role {
    struct gz_str role;
    uint32_t entity;               // index in entities, or GZ_FINDINGS_NONE
    uint32_t mention;              // of that entity, else GZ_FINDINGS_NONE
    const struct gz_value *value;  // or NULL
    struct gz_span span;
    bool implied;  // the fact's sentence leaves it out: it is named before
};

// Who says so.
struct gz_attribution {
    enum gz_attribution_kind kind;
    uint32_t entity;      // of the source, or GZ_FINDINGS_NONE
    struct gz_str verb;   // as written: "said"
    struct gz_span span;  // of the source
    struct gz_str rule;
};

struct gz_fact {
    struct gz_str type;           // "Customer"
    const struct gz_role *roles;  // in the order of the fact type
    uint32_t role_count;
    enum gz_polarity polarity;
    enum gz_modality modality;
    struct gz_str polarity_rule;  // what changed it, or empty
    struct gz_str modality_rule;
    const struct gz_attribution *attributions;
    uint32_t attribution_count;
    struct gz_span evidence;
    uint32_t sentence;
    double confidence;  // 0..1
    double prior_term;  // the factors that confidence is the product of
    double link_term;
    double form_term;  // nominals and pronouns
    double gap_term;
    struct gz_str rule;
};

struct gz_findings {
    // By field, then begin_byte, longer ones first.  They do not overlap but
    // for a nominal, which may have the name of a country inside: "the
    // [Chinese] carmaker".
    const struct gz_mention *mentions;
    uint32_t mention_count;
    const struct gz_entity *entities;  // in order of first mention
    uint32_t entity_count;
    const struct gz_fact *facts;  // by evidence; each once
    uint32_t fact_count;
    struct gz_values values[GZ_FIELD_COUNT];  // of each field
    bool truncated;         // the article was too costly to be read to its end
    uint64_t rule_matches;  // what the rules matched, of use or not
    uint64_t rule_steps;    // and the work that it took
};

#endif
