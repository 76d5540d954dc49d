// The probe event.  No two fields of one type are equal, so that a swap shows;
// numbers are such that a double holds them exactly.

#include "codecs/event_probe.h"

#define LIT(s)                                                                 \
    {                                                                          \
        s, sizeof(s) - 1                                                       \
    }

// Bytes 00 01 02 ...; the digest is the first 32 of them.
static const uint8_t counting[128] = {
#define FOUR(n) (n), (n) + 1, (n) + 2, (n) + 3
#define ROW(n) FOUR(n), FOUR((n) + 4), FOUR((n) + 8), FOUR((n) + 12)
    ROW(0), ROW(16), ROW(32), ROW(48), ROW(64), ROW(80), ROW(96), ROW(112),
#undef FOUR
#undef ROW
};

static const struct gz_event_article article = {
    .id = LIT("article id"),
    .version = LIT("article version"),
    .url = LIT("article url"),
    .source = LIT("article source"),
    .title = LIT("article title \u00e9"),
    .language = LIT("article language"),
    .published_ms = -1795431600123,
    .content_sha256 = counting,
    .signature = counting,
    .topic = LIT("article topic"),
    .partition = 2147483647,
    .offset = 9223372036854775807,
    .status = GZ_EVENT_RETRACTED,
    .truncated = true,
    .ruleset = LIT("ruleset"),
    .engine = LIT("engine"),
    .ingested_ms = 1795431600456,
};

static const struct gz_event_pair xids[] = {
    {LIT("wikidata"), LIT("Q2283")},
    {LIT("ticker"), LIT("MSFT")},
};

static const struct gz_str alternatives[] = {LIT("alt 1"), LIT("alt 2")};

static const struct gz_event_mention mentions[] = {
    {
        .text = LIT("mention text"),
        .how = 7,
        .zone = 0,
        .field = 0,
        .sentence = 63,
        .begin_byte = 64,
        .end_byte = 8191,
        .begin_cp = 8192,
        .end_cp = 1048575,
        .begin_u16 = 1048576,
        .end_u16 = 2147483647,
        .rule = LIT("mention rule"),
    },
    {
        .text = LIT("second"),
        .how = 200,
        .zone = 1,
        .field = 1,
        .sentence = 1,
        .begin_byte = 2,
        .end_byte = 3,
        .begin_cp = 4,
        .end_cp = 5,
        .begin_u16 = 6,
        .end_u16 = 7,
    },
};

static const struct gz_event_value range = {
    .dim = 1,
    .cmp = 6,
    .value = LIT("value value"),
    .max = LIT("value max"),
    .unit = LIT("value unit"),
    .period = LIT("value period"),
};

static const struct gz_event_role roles[] = {
    {
        .role = LIT("role role"),
        .entity_id = LIT("role id"),
        .name = LIT("role name"),
        .text = LIT("role text"),
        .span = {1, 300, 301, 302, 303, 304, 305},
    },
    {
        .role = LIT("amount"),
        .value = &range,
        .text = LIT("3 to 5 %"),
        .span = {0, 310, 311, 312, 313, 314, 315},
    },
};

static const struct gz_event_attribution attributions[] = {
    {
        .kind = 3,
        .entity_id = LIT("source id"),
        .verb = LIT("source verb"),
        .span = {1, 320, 321, 322, 323, 324, 325},
    },
    {.kind = 1, .span = {1, 330, 331, 332, 333, 334, 335}},
};

static const struct gz_event_fact facts[] = {
    {
        .fact_id = LIT("fact id"),
        .type = LIT("fact type"),
        .role_index = 5,
        .roles = roles,
        .role_count = 2,
        .polarity = 1,
        .modality = 2,
        .attributions = attributions,
        .attribution_count = 2,
        .evidence = {0, 340, 341, 342, 343, 344, 345},
        .confidence = 0.875,
        .rule = LIT("fact rule"),
    },
    {.polarity = 200, .modality = 200},
};

static const struct gz_str co_entities[] = {LIT("co 1"), LIT("co 2")};

static const struct gz_event_pair ext[] = {{LIT("ext key"), LIT("ext value")}};

static const struct gz_event probe = {
    .event_id = LIT("event id"),
    .index = 300,
    .count = 70000,
    .article = &article,
    .entity_id = LIT("entity id"),
    .entity_name = LIT("entity name"),
    .entity_type = LIT("Place/Country"),
    .xids = xids,
    .xid_count = 2,
    .link_score = 0.5,
    .link_method = 3,
    .alternatives = alternatives,
    .alternative_count = 2,
    .mentions = mentions,
    .mention_count = 2,
    .salience = 0.25,
    .in_title = true,
    .first_sentence = false,
    .title_term = 0.125,
    .first_sentence_term = -0.75,
    .mentions_term = 1.5,
    .facts_term = -2.5,
    .facts = facts,
    .fact_count = 2,
    .co_entities = co_entities,
    .co_entity_count = 2,
    .ext = ext,
    .ext_count = 1,
};

#define HEX_00_1F                                                              \
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define SIGNATURE                                                              \
    "article.signature = " HEX_00_1F                                           \
    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"         \
    "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"         \
    "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
#define CONTENT_SHA256 "article.content_sha256 = " HEX_00_1F

static const char *const lines[] = {
    "event_id = event id",
    "index = 300",
    "count = 70000",
    "status = RETRACTED",
    "truncated = true",
    "article.id = article id",
    "article.version = article version",
    (SIGNATURE),
    "article.url = article url",
    "article.source = article source",
    "article.title = article title \u00e9",
    "article.language = article language",
    "article.published_at = -1795431600123",
    (CONTENT_SHA256),
    "article.topic = article topic",
    "article.partition = 2147483647",
    "article.offset = 9223372036854775807",
    "entity.id = entity id",
    "entity.name = entity name",
    "entity.type = PLACE",
    "entity.subtype = Place/Country",
    "entity.xids.wikidata = Q2283",
    "entity.xids.ticker = MSFT",
    "entity.link.score = 0.5",
    "entity.link.method = NAME_ONLY",
    "entity.link.alternatives.0 = alt 1",
    "entity.link.alternatives.1 = alt 2",
    "mentions.0.text = mention text",
    "mentions.0.how = PATTERN",
    "mentions.0.zone = TITLE",
    "mentions.0.field = TITLE",
    "mentions.0.sentence = 63",
    "mentions.0.begin_byte = 64",
    "mentions.0.end_byte = 8191",
    "mentions.0.begin_cp = 8192",
    "mentions.0.end_cp = 1048575",
    "mentions.0.begin_u16 = 1048576",
    "mentions.0.end_u16 = 2147483647",
    "mentions.0.rule = mention rule",
    "mentions.1.text = second",
    "mentions.1.how = UNKNOWN",
    "mentions.1.zone = BODY",
    "mentions.1.field = BODY",
    "mentions.1.sentence = 1",
    "mentions.1.begin_byte = 2",
    "mentions.1.end_byte = 3",
    "mentions.1.begin_cp = 4",
    "mentions.1.end_cp = 5",
    "mentions.1.begin_u16 = 6",
    "mentions.1.end_u16 = 7",
    "mentions.1.rule = ",
    "salience.score = 0.25",
    "salience.in_title = true",
    "salience.first_sentence = false",
    "salience.mentions = 2",
    "salience.title_term = 0.125",
    "salience.first_sentence_term = -0.75",
    "salience.mentions_term = 1.5",
    "salience.facts_term = -2.5",
    "facts.0.fact_id = fact id",
    "facts.0.type = fact type",
    "facts.0.role_index = 5",
    "facts.0.roles.0.role = role role",
    "facts.0.roles.0.entity_id = role id",
    "facts.0.roles.0.name = role name",
    "facts.0.roles.0.value = null",
    "facts.0.roles.0.text = role text",
    "facts.0.roles.0.span.field = BODY",
    "facts.0.roles.0.span.begin_byte = 300",
    "facts.0.roles.0.span.end_byte = 301",
    "facts.0.roles.0.span.begin_cp = 302",
    "facts.0.roles.0.span.end_cp = 303",
    "facts.0.roles.0.span.begin_u16 = 304",
    "facts.0.roles.0.span.end_u16 = 305",
    "facts.0.roles.1.role = amount",
    "facts.0.roles.1.entity_id = ",
    "facts.0.roles.1.name = ",
    "facts.0.roles.1.value.dim = PERCENT",
    "facts.0.roles.1.value.cmp = RANGE",
    "facts.0.roles.1.value.value = value value",
    "facts.0.roles.1.value.max = value max",
    "facts.0.roles.1.value.unit = value unit",
    "facts.0.roles.1.value.period = value period",
    "facts.0.roles.1.text = 3 to 5 %",
    "facts.0.roles.1.span.field = TITLE",
    "facts.0.roles.1.span.begin_byte = 310",
    "facts.0.roles.1.span.end_byte = 311",
    "facts.0.roles.1.span.begin_cp = 312",
    "facts.0.roles.1.span.end_cp = 313",
    "facts.0.roles.1.span.begin_u16 = 314",
    "facts.0.roles.1.span.end_u16 = 315",
    "facts.0.polarity = NEGATIVE",
    "facts.0.modality = POSSIBLE",
    "facts.0.attribution.0.kind = MEDIA",
    "facts.0.attribution.0.entity_id = source id",
    "facts.0.attribution.0.verb = source verb",
    "facts.0.attribution.0.span.field = BODY",
    "facts.0.attribution.0.span.begin_byte = 320",
    "facts.0.attribution.0.span.end_byte = 321",
    "facts.0.attribution.0.span.begin_cp = 322",
    "facts.0.attribution.0.span.end_cp = 323",
    "facts.0.attribution.0.span.begin_u16 = 324",
    "facts.0.attribution.0.span.end_u16 = 325",
    "facts.0.attribution.1.kind = ANONYMOUS",
    "facts.0.attribution.1.entity_id = ",
    "facts.0.attribution.1.verb = ",
    "facts.0.attribution.1.span.field = BODY",
    "facts.0.attribution.1.span.begin_byte = 330",
    "facts.0.attribution.1.span.end_byte = 331",
    "facts.0.attribution.1.span.begin_cp = 332",
    "facts.0.attribution.1.span.end_cp = 333",
    "facts.0.attribution.1.span.begin_u16 = 334",
    "facts.0.attribution.1.span.end_u16 = 335",
    "facts.0.evidence.field = TITLE",
    "facts.0.evidence.begin_byte = 340",
    "facts.0.evidence.end_byte = 341",
    "facts.0.evidence.begin_cp = 342",
    "facts.0.evidence.end_cp = 343",
    "facts.0.evidence.begin_u16 = 344",
    "facts.0.evidence.end_u16 = 345",
    "facts.0.confidence = 0.875",
    "facts.0.rule = fact rule",
    "facts.1.fact_id = ",
    "facts.1.type = ",
    "facts.1.role_index = 0",
    "facts.1.roles = none",
    "facts.1.polarity = UNKNOWN",
    "facts.1.modality = UNKNOWN",
    "facts.1.attribution = none",
    "facts.1.evidence.field = TITLE",
    "facts.1.evidence.begin_byte = 0",
    "facts.1.evidence.end_byte = 0",
    "facts.1.evidence.begin_cp = 0",
    "facts.1.evidence.end_cp = 0",
    "facts.1.evidence.begin_u16 = 0",
    "facts.1.evidence.end_u16 = 0",
    "facts.1.confidence = 0",
    "facts.1.rule = ",
    "co_entities.0 = co 1",
    "co_entities.1 = co 2",
    "provenance.ruleset = ruleset",
    "provenance.engine = engine",
    "provenance.ingested_at = 1795431600456",
    "ext.ext key = ext value",
};

const struct gz_event *gz_event_probe(void)
{
    return &probe;
}

const char *const *gz_event_probe_lines(size_t *count)
{
    *count = sizeof(lines) / sizeof(lines[0]);
    return lines;
}
