#ifndef GZ_FINDINGS_H
#define GZ_FINDINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/text/document.h"

/*
 * What was found in one article: its entities, each with its mentions.  All
 * of it lives in the article's arena or in the rule set.
 */
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
};

struct gz_entity {
    struct gz_entry entry;
    struct gz_link link;
    struct gz_salience salience;
    const uint32_t *mentions;  // indices in gz_findings.mentions, in order
    uint32_t mention_count;
};

struct gz_findings {
    const struct gz_mention *mentions;  // by field, then begin_byte
    uint32_t mention_count;
    const struct gz_entity *entities;  // in order of first mention
    uint32_t entity_count;
    bool truncated;  // the work budget was exceeded
};

#endif
