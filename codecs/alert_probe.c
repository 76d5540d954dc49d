// The probe alert.  Its facts are those of the probe event.

#include "codecs/alert_probe.h"

#define LIT(s)                                                                 \
    {                                                                          \
        s, sizeof(s) - 1                                                       \
    }

static const struct gz_event_pair labels[] = {{LIT("team"), LIT("energy")}};
static const struct gz_event_pair group[] = {{LIT("by"), LIT("value")}};
static const struct gz_event_pair ext[] = {{LIT("key"), LIT("ext value")}};
static const struct gz_str receivers[] = {LIT("desk"), LIT("phone")};

static const struct gz_event_role roles[] = {
    {
        .role = LIT("customer"),
        .entity_id = LIT("role id"),
        .name = LIT("role name"),
        .text = LIT("role text"),
        .span = {1, 1, 2, 3, 4, 5, 6},
    },
};

static const struct gz_event_fact facts[] = {
    {
        .fact_id = LIT("fact id"),
        .type = LIT("fact type"),
        .role_index = 7,
        .roles = roles,
        .role_count = 1,
        .polarity = 1,
        .modality = 2,
        .evidence = {0, 8, 9, 10, 11, 12, 13},
        .confidence = 0.5,
        .rule = LIT("fact rule"),
    },
};

static const struct gz_alert_evidence evidence[] = {
    {
        .event_id = LIT("entity event"),
        .article_id = LIT("article"),
        .version = LIT("article version"),
        .url = LIT("url"),
        .title = LIT("title"),
        .source = LIT("source"),
        .language = LIT("en"),
        .published_ms = 1795431600001,
        .ingested_ms = 1795431600002,
        .salience = 0.25,
        .copy = true,
        .facts = facts,
        .fact_count = 1,
    },
};

static const struct gz_alert_event probe = {
    .event_id = LIT("event id"),
    .alert_id = LIT("alert id"),
    .sequence = 14,
    .state = GZ_ALERT_CONFIRMED,
    .subscription = LIT("subscription"),
    .subscription_version = 9007199254740993,
    .severity = GZ_ALERT_CRITICAL,
    .labels = labels,
    .label_count = 1,
    .receivers = receivers,
    .receiver_count = 2,
    .entity_id = LIT("entity id"),
    .entity_name = LIT("entity name"),
    .entity_type = LIT("entity type"),
    .group = group,
    .group_count = 1,
    .why = LIT("why"),
    .confirmed = true,
    .doubt = LIT("doubt"),
    .stories = 15,
    .copies = 16,
    .sources = 17,
    .independent = 18,
    .repeats = 19,
    .first_ms = 1795431600003,
    .last_ms = 1795431600004,
    .raised_ms = 1795431600005,
    .next_repeat_ms = 1795431600006,
    .history = GZ_ALERT_PARTIAL,
    .silenced_until_ms = 1795431600007,
    .silence = LIT("silence"),
    .evidence = evidence,
    .evidence_count = 1,
    .evidence_omitted = 20,
    .engine = LIT("engine"),
    .ext = ext,
    .ext_count = 1,
};

static const char *const lines[] = {
    "event_id = event id",
    "alert_id = alert id",
    "sequence = 14",
    "state = CONFIRMED",
    "subscription.id = subscription",
    "subscription.version = 9007199254740993",
    "subscription.severity = CRITICAL",
    "subscription.labels.team = energy",
    "subscription.receivers.0 = desk",
    "subscription.receivers.1 = phone",
    "entity.id = entity id",
    "entity.name = entity name",
    "entity.type = entity type",
    "group.by = value",
    "why = why",
    "confirmed = true",
    "doubt = doubt",
    "counts.stories = 15",
    "counts.copies = 16",
    "counts.sources = 17",
    "counts.independent = 18",
    "counts.repeats = 19",
    "first_at = 1795431600003",
    "last_at = 1795431600004",
    "raised_at = 1795431600005",
    "next_repeat_at = 1795431600006",
    "history = PARTIAL",
    "silence.until = 1795431600007",
    "silence.comment = silence",
    "evidence.0.event_id = entity event",
    "evidence.0.article_id = article",
    "evidence.0.version = article version",
    "evidence.0.url = url",
    "evidence.0.title = title",
    "evidence.0.source = source",
    "evidence.0.language = en",
    "evidence.0.published_at = 1795431600001",
    "evidence.0.ingested_at = 1795431600002",
    "evidence.0.salience = 0.25",
    "evidence.0.copy = true",
    "evidence.0.facts.0.fact_id = fact id",
    "evidence.0.facts.0.type = fact type",
    "evidence.0.facts.0.role_index = 7",
    "evidence.0.facts.0.roles.0.role = customer",
    "evidence.0.facts.0.roles.0.entity_id = role id",
    "evidence.0.facts.0.roles.0.name = role name",
    "evidence.0.facts.0.roles.0.value = null",
    "evidence.0.facts.0.roles.0.text = role text",
    "evidence.0.facts.0.roles.0.span.field = BODY",
    "evidence.0.facts.0.roles.0.span.begin_byte = 1",
    "evidence.0.facts.0.roles.0.span.end_byte = 2",
    "evidence.0.facts.0.roles.0.span.begin_cp = 3",
    "evidence.0.facts.0.roles.0.span.end_cp = 4",
    "evidence.0.facts.0.roles.0.span.begin_u16 = 5",
    "evidence.0.facts.0.roles.0.span.end_u16 = 6",
    "evidence.0.facts.0.polarity = NEGATIVE",
    "evidence.0.facts.0.modality = POSSIBLE",
    "evidence.0.facts.0.attribution = none",
    "evidence.0.facts.0.evidence.field = TITLE",
    "evidence.0.facts.0.evidence.begin_byte = 8",
    "evidence.0.facts.0.evidence.end_byte = 9",
    "evidence.0.facts.0.evidence.begin_cp = 10",
    "evidence.0.facts.0.evidence.end_cp = 11",
    "evidence.0.facts.0.evidence.begin_u16 = 12",
    "evidence.0.facts.0.evidence.end_u16 = 13",
    "evidence.0.facts.0.confidence = 0.5",
    "evidence.0.facts.0.rule = fact rule",
    "evidence_omitted = 20",
    "engine = engine",
    "ext.key = ext value",
};

const struct gz_alert_event *gz_alert_probe(void)
{
    return &probe;
}

const char *const *gz_alert_probe_lines(size_t *count)
{
    *count = sizeof(lines) / sizeof(lines[0]);
    return lines;
}
