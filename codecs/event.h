#ifndef GZ_EVENT_H
#define GZ_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * One EntityEvent: what is published about one entity of one article.  The
 * fields are those of schemas/entity_event.avsc, in its order; enumerators
 * stand in the order of the schema's symbols.  All views are borrowed.
 */
// Keys of `ext` that the program itself fills: the attributes of the lists
// under their own names, such as "country", and the ids of entities that share
// a sentence with the event's, with line ends between them.
#define GZ_EVENT_NEAR "near"

enum gz_event_status {
    GZ_EVENT_PUBLISHED,
    GZ_EVENT_CORRECTED,
    GZ_EVENT_RETRACTED,
};

struct gz_event_pair {
    struct gz_str key;
    struct gz_str value;
};

struct gz_event_mention {
    struct gz_str text;
    uint8_t how;    // symbol of the schema's enum How
    uint8_t zone;   // symbol of Zone
    uint8_t field;  // symbol of Field
    uint32_t sentence;
    uint32_t begin_byte, end_byte;
    uint32_t begin_cp, end_cp;
    uint32_t begin_u16, end_u16;
    struct gz_str rule;
};

struct gz_event_span {
    uint8_t field;  // symbol of Field
    uint32_t begin_byte, end_byte;
    uint32_t begin_cp, end_cp;
    uint32_t begin_u16, end_u16;
};

struct gz_event_value {
    uint8_t dim;           // symbol of Dimension
    uint8_t cmp;           // symbol of Comparison
    struct gz_str value;   // decimal number or ISO 8601 date
    struct gz_str max;     // upper end of a range, else empty
    struct gz_str unit;    // ISO 4217 or UCUM
    struct gz_str period;  // ISO 8601 duration, else empty
};

struct gz_event_role {
    struct gz_str role;
    struct gz_str entity_id;             // empty for a value or mere text
    struct gz_str name;                  // of that entity
    const struct gz_event_value *value;  // or NULL
    struct gz_str text;
    struct gz_event_span span;
};

struct gz_event_attribution {
    uint8_t kind;             // symbol of AttributionKind
    struct gz_str entity_id;  // of the source, when it is a known entity
    struct gz_str verb;
    struct gz_event_span span;
};

struct gz_event_fact {
    struct gz_str fact_id;  // the same in the events of all participants
    struct gz_str type;
    uint32_t role_index;  // place of the event's entity among the entities
    const struct gz_event_role *roles;
    uint32_t role_count;
    uint8_t polarity;  // symbol of Polarity
    uint8_t modality;  // symbol of Modality
    const struct gz_event_attribution *attributions;
    uint32_t attribution_count;
    struct gz_event_span evidence;
    double confidence;
    struct gz_str rule;
};

// The part that all events of an article share.
struct gz_event_article {
    struct gz_str id;
    struct gz_str version;
    struct gz_str url;
    struct gz_str source;
    struct gz_str title;
    struct gz_str language;
    int64_t published_ms;           // GZ_TIME_UNKNOWN gives null
    const uint8_t *content_sha256;  // 32 bytes, or NULL
    const uint8_t *signature;       // MinHash, 128 bytes, or NULL
    struct gz_str topic;
    int32_t partition;
    int64_t offset;
    enum gz_event_status status;
    bool truncated;
    struct gz_str ruleset;
    struct gz_str engine;
    int64_t ingested_ms;
    // The fields from id to offset as gz_event_encode_article() gives them, or
    // none: who changes one of these takes it away.
    struct gz_str encoded;
};

struct gz_event {
    struct gz_str event_id;  // 32 hex digits
    uint32_t index;          // 0-based place among the events of the article
    uint32_t count;
    const struct gz_event_article *article;

    struct gz_str entity_id;
    struct gz_str entity_name;
    struct gz_str entity_type;  // "Org/Company"
    const struct gz_event_pair *xids;
    uint32_t xid_count;
    double link_score;
    uint8_t link_method;  // symbol of LinkMethod
    const struct gz_str *alternatives;
    uint32_t alternative_count;

    const struct gz_event_mention *mentions;
    uint32_t mention_count;

    double salience;
    bool in_title;
    bool first_sentence;
    double title_term;
    double first_sentence_term;
    double mentions_term;
    double facts_term;

    const struct gz_event_fact *facts;
    uint32_t fact_count;

    // Ids, read by gz_event_co_entity(): the events of an article may share a
    // list, of which each leaves out its own entity.
    const struct gz_str *co_entities;
    uint32_t co_entity_count;  // without that one
    uint32_t co_own;           // its place in the list, from 1; 0: not there
    // Their encodings, in two pieces, where the event has them by
    // gz_event_encode_ids(); else none.
    struct gz_str co_encoded[2];
    const struct gz_event_pair *ext;
    uint32_t ext_count;
};

/** The i-th of the co_entity_count other entities. */
static inline struct gz_str gz_event_co_entity(const struct gz_event *e,
                                               uint32_t i)
{
    return e->co_entities[i + (e->co_own != 0 && i + 1 >= e->co_own)];
}

#endif
