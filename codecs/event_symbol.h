#ifndef GZ_EVENT_SYMBOL_H
#define GZ_EVENT_SYMBOL_H

#include <stdint.h>

#include "daemon/base/str.h"

/*
 * The enums of schemas/entity_event.avsc.  Enumerators stand in the order of
 * the schema's symbols; those that the rules know come first and in the order
 * of the rules' own enums, so that a number passes through unchanged.  The
 * last one, "unknown", is what any greater number is written as.
 */
enum gz_event_how {
    GZ_EVENT_HOW_NAME,
    GZ_EVENT_HOW_ALIAS,
    GZ_EVENT_HOW_ACRONYM,
    GZ_EVENT_HOW_DERIVED,
    GZ_EVENT_HOW_NOMINAL,
    GZ_EVENT_HOW_PRONOUN,
    GZ_EVENT_HOW_METONYM,
    GZ_EVENT_HOW_PATTERN,
    GZ_EVENT_HOW_UNKNOWN,
};

enum gz_event_zone {
    GZ_EVENT_ZONE_TITLE,
    GZ_EVENT_ZONE_BODY,
    GZ_EVENT_ZONE_HEADING,
    GZ_EVENT_ZONE_CAPTION,
    GZ_EVENT_ZONE_QUOTE,
    GZ_EVENT_ZONE_DATELINE,
    GZ_EVENT_ZONE_BYLINE,
    GZ_EVENT_ZONE_BOILERPLATE,
    GZ_EVENT_ZONE_UNKNOWN,
};

enum gz_event_field {
    GZ_EVENT_FIELD_TITLE,
    GZ_EVENT_FIELD_BODY,
    GZ_EVENT_FIELD_UNKNOWN,
};

enum gz_event_link_method {
    GZ_EVENT_LINK_UNIQUE,
    GZ_EVENT_LINK_PRIORITY,
    GZ_EVENT_LINK_CONTEXT,
    GZ_EVENT_LINK_NAME_ONLY,
    GZ_EVENT_LINK_UNKNOWN,
};

enum gz_event_entity_type {
    GZ_EVENT_TYPE_PERSON,
    GZ_EVENT_TYPE_ORGANIZATION,
    GZ_EVENT_TYPE_PLACE,
    GZ_EVENT_TYPE_NORP,
    GZ_EVENT_TYPE_PRODUCT,
    GZ_EVENT_TYPE_EVENT,
    GZ_EVENT_TYPE_WORK,
    GZ_EVENT_TYPE_LAW,
    GZ_EVENT_TYPE_ASSET,
    GZ_EVENT_TYPE_OTHER,
};

enum gz_event_dimension {
    GZ_EVENT_DIMENSION_MONEY,
    GZ_EVENT_DIMENSION_PERCENT,
    GZ_EVENT_DIMENSION_DATE,
    GZ_EVENT_DIMENSION_DURATION,
    GZ_EVENT_DIMENSION_COUNT,
    GZ_EVENT_DIMENSION_UNKNOWN,
};

enum gz_event_comparison {
    GZ_EVENT_COMPARISON_EQ,
    GZ_EVENT_COMPARISON_LT,
    GZ_EVENT_COMPARISON_LE,
    GZ_EVENT_COMPARISON_GT,
    GZ_EVENT_COMPARISON_GE,
    GZ_EVENT_COMPARISON_APPROX,
    GZ_EVENT_COMPARISON_RANGE,
    GZ_EVENT_COMPARISON_UNKNOWN,
};

enum gz_event_polarity {
    GZ_EVENT_POLARITY_POSITIVE,
    GZ_EVENT_POLARITY_NEGATIVE,
    GZ_EVENT_POLARITY_UNKNOWN,
};

enum gz_event_modality {
    GZ_EVENT_MODALITY_ACTUAL,
    GZ_EVENT_MODALITY_PLANNED,
    GZ_EVENT_MODALITY_POSSIBLE,
    GZ_EVENT_MODALITY_RUMOURED,
    GZ_EVENT_MODALITY_UNKNOWN,
};

enum gz_event_attribution_kind {
    GZ_EVENT_ATTRIBUTION_NAMED,
    GZ_EVENT_ATTRIBUTION_ANONYMOUS,
    GZ_EVENT_ATTRIBUTION_DOCUMENT,
    GZ_EVENT_ATTRIBUTION_MEDIA,
    GZ_EVENT_ATTRIBUTION_UNKNOWN,
};

// The schema's enums.
enum gz_event_enum {
    GZ_EVENT_ENUM_STATUS,
    GZ_EVENT_ENUM_ENTITY_TYPE,
    GZ_EVENT_ENUM_LINK_METHOD,
    GZ_EVENT_ENUM_HOW,
    GZ_EVENT_ENUM_ZONE,
    GZ_EVENT_ENUM_FIELD,
    GZ_EVENT_ENUM_DIMENSION,
    GZ_EVENT_ENUM_COMPARISON,
    GZ_EVENT_ENUM_POLARITY,
    GZ_EVENT_ENUM_MODALITY,
    GZ_EVENT_ENUM_ATTRIBUTION_KIND,
    GZ_EVENT_ENUM_COUNT,
};

/** The enum's name in the schema. */
const char *gz_event_symbol_enum_name(enum gz_event_enum which);

/** Number of symbols, the one for "unknown" included; it is the last. */
uint32_t gz_event_symbol_count(enum gz_event_enum which);

/** The symbol of a number; a number out of range gives "unknown". */
const char *gz_event_symbol_name(enum gz_event_enum which, uint32_t number);

/** The top of a type of the rules: "Org/Company" gives ORGANIZATION. */
enum gz_event_entity_type gz_event_symbol_type(struct gz_str type);

#endif
