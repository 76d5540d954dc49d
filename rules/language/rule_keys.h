#ifndef GZ_RULE_KEYS_H
#define GZ_RULE_KEYS_H

#include "rules/language/rule_shape.h"

/*
 * Every key that a rule may have; file_keys.h has those around it.  The
 * reader, the checks and the JSON Schema follow these tables;
 * gazetted-rules(5) describes them.
 */

// Keys of a rule, in the order of their table.
enum gz_rule_field {
    GZ_RULE_FIELD_ID,
    GZ_RULE_FIELD_MENTION,
    GZ_RULE_FIELD_RECAST,
    GZ_RULE_FIELD_COREF,
    GZ_RULE_FIELD_EMIT,
    GZ_RULE_FIELD_ATTRIBUTION,
    GZ_RULE_FIELD_ASSERTION,
    GZ_RULE_FIELD_MATCH,
    GZ_RULE_FIELD_SCAN,
    GZ_RULE_FIELD_UNLESS,
    GZ_RULE_FIELD_IMPLIED,
    GZ_RULE_FIELD_ONLY_IN,
    GZ_RULE_FIELD_WITHIN,
    GZ_RULE_FIELD_PRIORITY,
    GZ_RULE_FIELD_CONFIDENCE,
    GZ_RULE_FIELD_POLARITY,
    GZ_RULE_FIELD_MODALITY,
    GZ_RULE_FIELD_EXAMPLES,
    GZ_RULE_FIELD_COUNT,
};

/** A rule, and what stands in it. */
extern const struct gz_rule_shape gz_rule_keys_rule;
extern const struct gz_rule_shape gz_rule_keys_text;
extern const struct gz_rule_shape gz_rule_keys_texts;
extern const struct gz_rule_shape gz_rule_keys_whole_text;
extern const struct gz_rule_shape gz_rule_keys_type_text;
extern const struct gz_rule_shape gz_rule_keys_pattern;
extern const struct gz_rule_shape gz_rule_keys_patterns;
extern const struct gz_rule_shape gz_rule_keys_flag;
extern const struct gz_rule_shape gz_rule_keys_version;
extern const struct gz_rule_shape gz_rule_keys_zones;
extern const struct gz_rule_shape gz_rule_keys_within;
extern const struct gz_rule_shape gz_rule_keys_priority;
extern const struct gz_rule_shape gz_rule_keys_confidence;
extern const struct gz_rule_shape gz_rule_keys_polarity;
extern const struct gz_rule_shape gz_rule_keys_modality;
extern const struct gz_rule_shape gz_rule_keys_example;
extern const struct gz_rule_shape gz_rule_keys_examples;

// NULL-terminated, by the values of their enums.
extern const char *const gz_rule_keys_polarities[];
extern const char *const gz_rule_keys_modalities[];
extern const char *const gz_rule_keys_attributions[];
extern const char *const gz_rule_keys_zone_names[];

/** The key of a field. */
const struct gz_rule_key *gz_rule_keys_of(enum gz_rule_field field);

#endif
