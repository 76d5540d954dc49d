// Names of the fields and operators of conditions.

#include "daemon/alert/condition/condition_code.h"

#define NUMBER(name, is_share)                                                 \
    {                                                                          \
        name, GZ_CONDITION_IS_NUMBER, 0, is_share                              \
    }
#define BOOL(name)                                                             \
    {                                                                          \
        name, GZ_CONDITION_IS_BOOL, 0, false                                   \
    }
#define TEXT(name)                                                             \
    {                                                                          \
        name, GZ_CONDITION_IS_TEXT, 0, false                                   \
    }
#define NAME(name)                                                             \
    {                                                                          \
        name, GZ_CONDITION_IS_NAME, 0, false                                   \
    }
#define SYMBOL(name, which)                                                    \
    {                                                                          \
        name, GZ_CONDITION_IS_SYMBOL, which, false                             \
    }

const struct gz_condition_row gz_condition_rows[] = {
    [GZ_CONDITION_SALIENCE] = NUMBER("salience.score", true),
    [GZ_CONDITION_IN_TITLE] = BOOL("salience.in_title"),
    [GZ_CONDITION_FIRST_SENTENCE] = BOOL("salience.first_sentence"),
    [GZ_CONDITION_MENTIONS] = NUMBER("salience.mentions", false),
    [GZ_CONDITION_ENTITY_ID] = TEXT("entity.id"),
    [GZ_CONDITION_ENTITY_NAME] = NAME("entity.name"),
    [GZ_CONDITION_ENTITY_TYPE] = {"entity.type", GZ_CONDITION_IS_ENTITY, 0,
                                  false},
    [GZ_CONDITION_LINK_SCORE] = NUMBER("entity.link.score", true),
    [GZ_CONDITION_LINK_METHOD] =
        SYMBOL("entity.link.method", GZ_EVENT_ENUM_LINK_METHOD),
    [GZ_CONDITION_ATTRIBUTE] = TEXT("entity.attribute."),
    [GZ_CONDITION_XID] = TEXT("entity.xid."),
    [GZ_CONDITION_STATUS] = SYMBOL("article.status", GZ_EVENT_ENUM_STATUS),
    [GZ_CONDITION_TRUNCATED] = BOOL("article.truncated"),
    [GZ_CONDITION_LANGUAGE] = NAME("article.language"),
    [GZ_CONDITION_SOURCE] = NAME("article.source"),
    [GZ_CONDITION_TITLE] = NAME("article.title"),
    [GZ_CONDITION_URL] = TEXT("article.url"),
    [GZ_CONDITION_FACT] = BOOL(""),
    [GZ_CONDITION_FACT_THERE] = BOOL(""),
    [GZ_CONDITION_FACT_TYPE] = TEXT("type"),
    [GZ_CONDITION_FACT_POLARITY] = SYMBOL("polarity", GZ_EVENT_ENUM_POLARITY),
    [GZ_CONDITION_FACT_MODALITY] = SYMBOL("modality", GZ_EVENT_ENUM_MODALITY),
    [GZ_CONDITION_FACT_CONFIDENCE] = NUMBER("confidence", true),
    [GZ_CONDITION_FACT_RULE] = TEXT("rule"),
    [GZ_CONDITION_SOURCE_THERE] = BOOL("attribution"),
    [GZ_CONDITION_SOURCE_KIND] =
        SYMBOL("attribution.kind", GZ_EVENT_ENUM_ATTRIBUTION_KIND),
    [GZ_CONDITION_SOURCE_ID] = TEXT("attribution.entity_id"),
    [GZ_CONDITION_SOURCE_VERB] = NAME("attribution.verb"),
    [GZ_CONDITION_ROLE_THERE] = BOOL(""),
    [GZ_CONDITION_ROLE_ID] = TEXT("id"),
    [GZ_CONDITION_ROLE_NAME] = NAME("name"),
    [GZ_CONDITION_ROLE_TEXT] = NAME("text"),
    [GZ_CONDITION_ROLE_VALUE] = {"value", GZ_CONDITION_IS_AMOUNT, 0, false},
    [GZ_CONDITION_ROLE_UNIT] = TEXT("unit"),
};

_Static_assert(sizeof(gz_condition_rows) / sizeof(gz_condition_rows[0]) ==
                   GZ_CONDITION_FIELD_COUNT,
               "every field has its row");

const char *const gz_condition_ops[GZ_CONDITION_OP_COUNT] = {
    [GZ_CONDITION_IS_TRUE] = "", [GZ_CONDITION_EQ] = "==",
    [GZ_CONDITION_NE] = "!=",    [GZ_CONDITION_LT] = "<",
    [GZ_CONDITION_LE] = "<=",    [GZ_CONDITION_GT] = ">",
    [GZ_CONDITION_GE] = ">=",    [GZ_CONDITION_CONTAINS] = "contains",
    [GZ_CONDITION_IN] = "in",
};
