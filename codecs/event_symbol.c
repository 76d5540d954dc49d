// Names of the schema's enum symbols.

#include "codecs/event_symbol.h"

#include <assert.h>

#include "codecs/event.h"
#include "codecs/symbol_set.h"

static const char *const statuses[] = {
    [GZ_EVENT_PUBLISHED] = "PUBLISHED",
    [GZ_EVENT_CORRECTED] = "CORRECTED",
    [GZ_EVENT_RETRACTED] = "RETRACTED",
    [GZ_EVENT_RETRACTED + 1] = "UNKNOWN",
};

static const char *const entity_types[] = {
    [GZ_EVENT_TYPE_PERSON] = "PERSON",
    [GZ_EVENT_TYPE_ORGANIZATION] = "ORGANIZATION",
    [GZ_EVENT_TYPE_PLACE] = "PLACE",
    [GZ_EVENT_TYPE_NORP] = "NORP",
    [GZ_EVENT_TYPE_PRODUCT] = "PRODUCT",
    [GZ_EVENT_TYPE_EVENT] = "EVENT",
    [GZ_EVENT_TYPE_WORK] = "WORK",
    [GZ_EVENT_TYPE_LAW] = "LAW",
    [GZ_EVENT_TYPE_ASSET] = "ASSET",
    [GZ_EVENT_TYPE_OTHER] = "OTHER",
};

static const char *const link_methods[] = {
    [GZ_EVENT_LINK_UNIQUE] = "UNIQUE",
    [GZ_EVENT_LINK_PRIORITY] = "PRIORITY",
    [GZ_EVENT_LINK_CONTEXT] = "CONTEXT",
    [GZ_EVENT_LINK_NAME_ONLY] = "NAME_ONLY",
    [GZ_EVENT_LINK_UNKNOWN] = "UNKNOWN",
};

static const char *const hows[] = {
    [GZ_EVENT_HOW_NAME] = "NAME",       [GZ_EVENT_HOW_ALIAS] = "ALIAS",
    [GZ_EVENT_HOW_ACRONYM] = "ACRONYM", [GZ_EVENT_HOW_DERIVED] = "DERIVED",
    [GZ_EVENT_HOW_NOMINAL] = "NOMINAL", [GZ_EVENT_HOW_PRONOUN] = "PRONOUN",
    [GZ_EVENT_HOW_METONYM] = "METONYM", [GZ_EVENT_HOW_PATTERN] = "PATTERN",
    [GZ_EVENT_HOW_UNKNOWN] = "UNKNOWN",
};

static const char *const zones[] = {
    [GZ_EVENT_ZONE_TITLE] = "TITLE",
    [GZ_EVENT_ZONE_BODY] = "BODY",
    [GZ_EVENT_ZONE_HEADING] = "HEADING",
    [GZ_EVENT_ZONE_CAPTION] = "CAPTION",
    [GZ_EVENT_ZONE_QUOTE] = "QUOTE",
    [GZ_EVENT_ZONE_DATELINE] = "DATELINE",
    [GZ_EVENT_ZONE_BYLINE] = "BYLINE",
    [GZ_EVENT_ZONE_BOILERPLATE] = "BOILERPLATE",
    [GZ_EVENT_ZONE_UNKNOWN] = "UNKNOWN",
};

static const char *const fields[] = {
    [GZ_EVENT_FIELD_TITLE] = "TITLE",
    [GZ_EVENT_FIELD_BODY] = "BODY",
    [GZ_EVENT_FIELD_UNKNOWN] = "UNKNOWN",
};

static const char *const dimensions[] = {
    [GZ_EVENT_DIMENSION_MONEY] = "MONEY",
    [GZ_EVENT_DIMENSION_PERCENT] = "PERCENT",
    [GZ_EVENT_DIMENSION_DATE] = "DATE",
    [GZ_EVENT_DIMENSION_DURATION] = "DURATION",
    [GZ_EVENT_DIMENSION_COUNT] = "COUNT",
    [GZ_EVENT_DIMENSION_UNKNOWN] = "UNKNOWN",
};

static const char *const comparisons[] = {
    [GZ_EVENT_COMPARISON_EQ] = "EQ",
    [GZ_EVENT_COMPARISON_LT] = "LT",
    [GZ_EVENT_COMPARISON_LE] = "LE",
    [GZ_EVENT_COMPARISON_GT] = "GT",
    [GZ_EVENT_COMPARISON_GE] = "GE",
    [GZ_EVENT_COMPARISON_APPROX] = "APPROX",
    [GZ_EVENT_COMPARISON_RANGE] = "RANGE",
    [GZ_EVENT_COMPARISON_UNKNOWN] = "UNKNOWN",
};

static const char *const polarities[] = {
    [GZ_EVENT_POLARITY_POSITIVE] = "POSITIVE",
    [GZ_EVENT_POLARITY_NEGATIVE] = "NEGATIVE",
    [GZ_EVENT_POLARITY_UNKNOWN] = "UNKNOWN",
};

static const char *const modalities[] = {
    [GZ_EVENT_MODALITY_ACTUAL] = "ACTUAL",
    [GZ_EVENT_MODALITY_PLANNED] = "PLANNED",
    [GZ_EVENT_MODALITY_POSSIBLE] = "POSSIBLE",
    [GZ_EVENT_MODALITY_RUMOURED] = "RUMOURED",
    [GZ_EVENT_MODALITY_UNKNOWN] = "UNKNOWN",
};

static const char *const attribution_kinds[] = {
    [GZ_EVENT_ATTRIBUTION_NAMED] = "NAMED",
    [GZ_EVENT_ATTRIBUTION_ANONYMOUS] = "ANONYMOUS",
    [GZ_EVENT_ATTRIBUTION_DOCUMENT] = "DOCUMENT",
    [GZ_EVENT_ATTRIBUTION_MEDIA] = "MEDIA",
    [GZ_EVENT_ATTRIBUTION_UNKNOWN] = "UNKNOWN",
};

static const struct gz_symbol_set enums[] = {
    [GZ_EVENT_ENUM_STATUS] = GZ_SYMBOL_SET("Status", statuses),
    [GZ_EVENT_ENUM_ENTITY_TYPE] = GZ_SYMBOL_SET("EntityType", entity_types),
    [GZ_EVENT_ENUM_LINK_METHOD] = GZ_SYMBOL_SET("LinkMethod", link_methods),
    [GZ_EVENT_ENUM_HOW] = GZ_SYMBOL_SET("How", hows),
    [GZ_EVENT_ENUM_ZONE] = GZ_SYMBOL_SET("Zone", zones),
    [GZ_EVENT_ENUM_FIELD] = GZ_SYMBOL_SET("Field", fields),
    [GZ_EVENT_ENUM_DIMENSION] = GZ_SYMBOL_SET("Dimension", dimensions),
    [GZ_EVENT_ENUM_COMPARISON] = GZ_SYMBOL_SET("Comparison", comparisons),
    [GZ_EVENT_ENUM_POLARITY] = GZ_SYMBOL_SET("Polarity", polarities),
    [GZ_EVENT_ENUM_MODALITY] = GZ_SYMBOL_SET("Modality", modalities),
    [GZ_EVENT_ENUM_ATTRIBUTION_KIND] =
        GZ_SYMBOL_SET("AttributionKind", attribution_kinds),
};

_Static_assert(sizeof(enums) / sizeof(enums[0]) == GZ_EVENT_ENUM_COUNT,
               "every enum has its symbols");

// The tops of the rules' type tree, in the order of enum gz_event_entity_type.
static const struct gz_str tops[] = {
    {"Person", 6}, {"Org", 3},  {"Place", 5}, {"Norp", 4},  {"Product", 7},
    {"Event", 5},  {"Work", 4}, {"Law", 3},   {"Asset", 5},
};

_Static_assert(sizeof(tops) / sizeof(tops[0]) == GZ_EVENT_TYPE_OTHER,
               "every type but OTHER has a top");

const char *gz_event_symbol_enum_name(enum gz_event_enum which)
{
    assert(which < GZ_EVENT_ENUM_COUNT);
    return enums[which].name;
}

uint32_t gz_event_symbol_count(enum gz_event_enum which)
{
    assert(which < GZ_EVENT_ENUM_COUNT);
    return enums[which].count;
}

const char *gz_event_symbol_name(enum gz_event_enum which, uint32_t number)
{
    assert(which < GZ_EVENT_ENUM_COUNT);
    return gz_symbol_set_name(&enums[which], number);
}

enum gz_event_entity_type gz_event_symbol_type(struct gz_str type)
{
    for (uint32_t i = 0; i < GZ_EVENT_TYPE_OTHER; i++) {
        const size_t len = tops[i].len_bytes;
        if (gz_str_starts(type, tops[i]) &&
            (type.len_bytes == len || type.ptr[len] == '/')) {
            return i;
        }
    }
    return GZ_EVENT_TYPE_OTHER;
}
