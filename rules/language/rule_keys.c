#include "rules/language/rule_keys.h"

#include "rules/language/rule_forms.h"
#include "rules/language/rule_set.h"
#include "rules/text/document.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const char *const gz_rule_keys_polarities[] = {
    [GZ_POLARITY_POSITIVE] = "POSITIVE",
    [GZ_POLARITY_NEGATIVE] = "NEGATIVE",
    NULL,
};
_Static_assert(COUNT(gz_rule_keys_polarities) == GZ_POLARITY_COUNT + 1,
               "every polarity has a name");

const char *const gz_rule_keys_modalities[] = {
    [GZ_MODALITY_ACTUAL] = "ACTUAL",
    [GZ_MODALITY_PLANNED] = "PLANNED",
    [GZ_MODALITY_POSSIBLE] = "POSSIBLE",
    [GZ_MODALITY_RUMOURED] = "RUMOURED",
    NULL,
};
_Static_assert(COUNT(gz_rule_keys_modalities) == GZ_MODALITY_COUNT + 1,
               "every modality has a name");

const char *const gz_rule_keys_attributions[] = {
    [GZ_ATTRIBUTION_NAMED] = "NAMED",
    [GZ_ATTRIBUTION_ANONYMOUS] = "ANONYMOUS",
    [GZ_ATTRIBUTION_DOCUMENT] = "DOCUMENT",
    [GZ_ATTRIBUTION_MEDIA] = "MEDIA",
    NULL,
};
_Static_assert(COUNT(gz_rule_keys_attributions) == GZ_ATTRIBUTION_COUNT + 1,
               "every attribution has a name");

const char *const gz_rule_keys_zone_names[] = {
    [GZ_ZONE_TITLE] = "TITLE",
    [GZ_ZONE_BODY] = "BODY",
    NULL,
};
_Static_assert(COUNT(gz_rule_keys_zone_names) == GZ_ZONE_COUNT + 1,
               "every zone has a name");

#define TEXT(said, ...)                                                        \
    {                                                                          \
        .what = (said), .scalar = GZ_RULE_SCALAR_TEXT, __VA_ARGS__             \
    }

const struct gz_rule_shape gz_rule_keys_text = TEXT("a text", .form = NULL);
const struct gz_rule_shape gz_rule_keys_texts = {
    .what = "a list of texts",
    .items = &gz_rule_keys_text,
};
const struct gz_rule_shape gz_rule_keys_type_text =
    TEXT("a type", .form = &gz_rule_forms_type);
const struct gz_rule_shape gz_rule_keys_whole_text =
    TEXT("a text", .uncut = true);
const struct gz_rule_shape gz_rule_keys_pattern =
    TEXT("a pattern", .uncut = true);
const struct gz_rule_shape gz_rule_keys_patterns =
    TEXT("a pattern or a list of patterns", .uncut = true,
         .items = &gz_rule_keys_pattern);
const struct gz_rule_shape gz_rule_keys_flag = {
    .what = "true or false",
    .scalar = GZ_RULE_SCALAR_BOOL,
};
const struct gz_rule_shape gz_rule_keys_version = {
    .what = "the number 1",
    .scalar = GZ_RULE_SCALAR_INTEGER,
    .min = 1,
    .max = 1,
};

// Rules.

static const struct gz_rule_shape attribution = {
    .what = "NAMED, ANONYMOUS, DOCUMENT or MEDIA",
    .scalar = GZ_RULE_SCALAR_CHOICE,
    .choices = gz_rule_keys_attributions,
};
const struct gz_rule_shape gz_rule_keys_polarity = {
    .what = "POSITIVE or NEGATIVE",
    .scalar = GZ_RULE_SCALAR_CHOICE,
    .choices = gz_rule_keys_polarities,
};
const struct gz_rule_shape gz_rule_keys_modality = {
    .what = "ACTUAL, PLANNED, POSSIBLE or RUMOURED",
    .scalar = GZ_RULE_SCALAR_CHOICE,
    .choices = gz_rule_keys_modalities,
};
static const struct gz_rule_key assertion_keys[] = {
    {.name = "polarity",
     .shape = &gz_rule_keys_polarity,
     .help = "NEGATIVE: what the facts say is denied."},
    {.name = "modality",
     .shape = &gz_rule_keys_modality,
     .help = "Whether what the facts say has happened."},
    {.name = "inside",
     .shape = &gz_rule_keys_flag,
     .help = "Only facts whose words it shares; false unless said."},
    {.name = NULL},
};
static const struct gz_rule_shape assertion = {
    .what = "a mapping of polarity and modality",
    .keys = assertion_keys,
};
static const struct gz_rule_shape zone = {
    .what = "TITLE or BODY",
    .scalar = GZ_RULE_SCALAR_CHOICE,
    .choices = gz_rule_keys_zone_names,
};
const struct gz_rule_shape gz_rule_keys_zones = {
    .what = "TITLE, BODY or a list of them",
    .scalar = GZ_RULE_SCALAR_CHOICE,
    .choices = gz_rule_keys_zone_names,
    .items = &zone,
};
const struct gz_rule_shape gz_rule_keys_within = {
    .what = "a number of sentences",
    .scalar = GZ_RULE_SCALAR_INTEGER,
    .min = 1,
    .max = 4,
};
const struct gz_rule_shape gz_rule_keys_priority = {
    .what = "a whole number",
    .scalar = GZ_RULE_SCALAR_INTEGER,
    .min = -1000000,
    .max = 1000000,
};
const struct gz_rule_shape gz_rule_keys_confidence = {
    .what = "a number from 0 to 1",
    .scalar = GZ_RULE_SCALAR_NUMBER,
    .min = 0,
    .max = 1,
};
static const struct gz_rule_shape wants = {
    .what = "a mapping such as {modality: PLANNED}",
    .values = &gz_rule_keys_text,
    .names = &gz_rule_forms_word,
};
static const struct gz_rule_key example_keys[] = {
    {.name = "hit",
     .shape = &gz_rule_keys_whole_text,
     .group = GZ_RULE_GROUP_KIND,
     .help = "A text in which the rule must find what is marked: [role text]. "
             "A bracket itself is written [[."},
    {.name = "miss",
     .shape = &gz_rule_keys_whole_text,
     .group = GZ_RULE_GROUP_KIND,
     .help = "A text in which the rule must find nothing."},
    {.name = "want",
     .shape = &wants,
     .help = "What else must hold of what is found, such as its modality or "
             "the value of a role."},
    {.name = NULL},
};
const struct gz_rule_shape gz_rule_keys_example = {
    .what = "a mapping with hit or miss",
    .keys = example_keys,
};
const struct gz_rule_shape gz_rule_keys_examples = {
    .what = "a list of examples",
    .items = &gz_rule_keys_example,
};
static const struct gz_rule_shape id = TEXT("an id", .form = &gz_rule_forms_id);
static const struct gz_rule_shape fact_text =
    TEXT("a fact type", .form = &gz_rule_forms_word);

static const struct gz_rule_key rule_keys[] = {
    [GZ_RULE_FIELD_ID] = {"id", &id, GZ_RULE_GROUP_NONE, true,
                          "The name of the rule, unique among all packs."},
    [GZ_RULE_FIELD_MENTION] = {"mention", &gz_rule_keys_type_text,
                               GZ_RULE_GROUP_KIND, false,
                               "The rule makes a mention of this type, over "
                               "the role name or all that it matched."},
    [GZ_RULE_FIELD_RECAST] = {"recast", &gz_rule_keys_type_text,
                              GZ_RULE_GROUP_KIND, false,
                              "The rule turns the mention name into one of "
                              "another entity of this type."},
    [GZ_RULE_FIELD_COREF] = {"coref", &gz_rule_keys_type_text,
                             GZ_RULE_GROUP_KIND, false,
                             "The rule makes a mention of an entity of this "
                             "type that was named before."},
    [GZ_RULE_FIELD_EMIT] = {"emit", &fact_text, GZ_RULE_GROUP_KIND, false,
                            "The rule makes a fact of this type."},
    [GZ_RULE_FIELD_ATTRIBUTION] = {"attribution", &attribution,
                                   GZ_RULE_GROUP_KIND, false,
                                   "The rule says whose words the facts of "
                                   "the sentence are."},
    [GZ_RULE_FIELD_ASSERTION] = {"assertion", &assertion, GZ_RULE_GROUP_KIND,
                                 false,
                                 "The rule changes the facts of its clause."},
    [GZ_RULE_FIELD_MATCH] = {"match", &gz_rule_keys_patterns,
                             GZ_RULE_GROUP_SEARCH, false,
                             "What the rule looks for: a pattern, or several "
                             "of which any will do."},
    [GZ_RULE_FIELD_SCAN] = {"scan", &gz_rule_keys_whole_text,
                            GZ_RULE_GROUP_SEARCH, false,
                            "A regex over the raw text, for mention rules."},
    [GZ_RULE_FIELD_UNLESS] = {"unless", &gz_rule_keys_patterns,
                              GZ_RULE_GROUP_NONE, false,
                              "Patterns that forbid a match where one of them "
                              "is found in the same sentence."},
    [GZ_RULE_FIELD_IMPLIED] = {"implied", &gz_rule_keys_pattern,
                               GZ_RULE_GROUP_NONE, false,
                               "A role that the words leave out, with its "
                               "type: <company:Org>. Who the article is about "
                               "fills it."},
    [GZ_RULE_FIELD_ONLY_IN] = {"only_in", &gz_rule_keys_zones,
                               GZ_RULE_GROUP_NONE, false,
                               "The parts of an article that the rule reads."},
    [GZ_RULE_FIELD_WITHIN] = {"within", &gz_rule_keys_within,
                              GZ_RULE_GROUP_NONE, false,
                              "How many sentences a match may span."},
    [GZ_RULE_FIELD_PRIORITY] = {"priority", &gz_rule_keys_priority,
                                GZ_RULE_GROUP_NONE, false,
                                "The higher wins; 0 unless said."},
    [GZ_RULE_FIELD_CONFIDENCE] = {"confidence", &gz_rule_keys_confidence,
                                  GZ_RULE_GROUP_NONE, false,
                                  "How often the rule is right; 0.8 unless "
                                  "said."},
    [GZ_RULE_FIELD_POLARITY] = {"polarity", &gz_rule_keys_polarity,
                                GZ_RULE_GROUP_NONE, false,
                                "Of the fact; POSITIVE unless said, and "
                                "whatever is asserted if said."},
    [GZ_RULE_FIELD_MODALITY] = {"modality", &gz_rule_keys_modality,
                                GZ_RULE_GROUP_NONE, false,
                                "Of the fact; ACTUAL unless said, and "
                                "whatever is asserted if said."},
    [GZ_RULE_FIELD_EXAMPLES] = {"examples", &gz_rule_keys_examples,
                                GZ_RULE_GROUP_NONE, false,
                                "Texts that show what the rule finds and what "
                                "it does not; gazetted test runs them."},
    [GZ_RULE_FIELD_COUNT] = {.name = NULL},
};
_Static_assert(COUNT(rule_keys) == GZ_RULE_FIELD_COUNT + 1,
               "every field of a rule has a key");

const struct gz_rule_shape gz_rule_keys_rule = {
    .what = "a mapping with id, what the rule makes, and match",
    .keys = rule_keys,
};

const struct gz_rule_key *gz_rule_keys_of(enum gz_rule_field field)
{
    return &rule_keys[field];
}
