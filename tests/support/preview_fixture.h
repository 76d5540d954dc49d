#ifndef GZ_TEST_PREVIEW_FIXTURE_H
#define GZ_TEST_PREVIEW_FIXTURE_H

#include "codecs/event.h"
#include "daemon/alert/preview/alert_preview.h"
#include "daemon/base/hash.h"
#include "tests/support/subscription_fixture.h"

/*
 * Entity events that are made by a few words and live as long as what holds
 * them, and previews of them.
 */
#define PREVIEW_NOW INT64_C(1795000000000)
#define PREVIEW_SECOND INT64_C(1000)
#define PREVIEW_MINUTE (60 * PREVIEW_SECOND)
#define PREVIEW_HOUR (60 * PREVIEW_MINUTE)
#define PREVIEW_DAY (24 * PREVIEW_HOUR)

// What an event is about; 0 and NULL stand for what is usual.
struct preview_words {
    const char *entity;   // "e1"
    const char *article;  // its id, required
    const char *source;   // "Reuters"
    const char *story;    // articles of one are near-identical; NULL: alone
    const char *fact;     // type of its fact, NULL: none
    const char *other;    // entity in the fact's other role, "e2"
    int64_t at_ms;        // behind PREVIEW_NOW
};

struct preview_event {
    char id[64];
    uint8_t signature[128];
    struct gz_event_article article;
    struct gz_event_role roles[2];
    struct gz_event_fact fact;
    struct gz_str others[1];
    struct gz_event event;
};

static inline struct gz_str preview_or(const char *given, const char *usual)
{
    return gz_str_z(given != NULL ? given : usual);
}

static inline void preview_sign(struct preview_event *e, struct gz_str story)
{
    for (int i = 0; i < 128; i += 8) {
        const uint64_t cell =
            gz_hash64(story.ptr, story.len_bytes, (uint64_t)i);
        memcpy(e->signature + i, &cell, sizeof(cell));
    }
}

static inline void preview_fact(struct preview_event *e,
                                const struct preview_words *w)
{
    const struct gz_str other = preview_or(w->other, "e2");
    e->roles[0] = (struct gz_event_role){.role = GZ_STR_LIT("customer"),
                                         .entity_id = other,
                                         .name = other,
                                         .text = other};
    e->roles[1] = (struct gz_event_role){.role = GZ_STR_LIT("supplier"),
                                         .entity_id = e->event.entity_id,
                                         .name = e->event.entity_name,
                                         .text = e->event.entity_name};
    e->fact = (struct gz_event_fact){.type = gz_str_z(w->fact),
                                     .role_index = 1,
                                     .roles = e->roles,
                                     .role_count = 2,
                                     .confidence = 0.75,
                                     .rule = GZ_STR_LIT("business.customer")};
    e->event.facts = &e->fact;
    e->event.fact_count = 1;
    e->others[0] = other;
    e->event.co_entities = e->others;
    e->event.co_entity_count = 1;
}

/** Fill e, which must not move then; the texts of words are borrowed. */
static inline void preview_event_init(struct preview_event *e,
                                      const struct preview_words *w)
{
    const struct gz_str entity = preview_or(w->entity, "e1");
    *e = (struct preview_event){.id = ""};
    snprintf(e->id, sizeof(e->id), "%s/" GZ_STR_FMT, w->article,
             GZ_STR_ARG(entity));
    preview_sign(e, preview_or(w->story, w->article));
    e->article = (struct gz_event_article){
        .id = gz_str_z(w->article),
        .source = preview_or(w->source, "Reuters"),
        .title = GZ_STR_LIT("A title"),
        .language = GZ_STR_LIT("en"),
        .signature = e->signature,
        .ingested_ms = PREVIEW_NOW + w->at_ms,
    };
    e->event = (struct gz_event){
        .event_id = gz_str_z(e->id),
        .count = 1,
        .article = &e->article,
        .entity_id = entity,
        .entity_name = entity,
        .entity_type = GZ_STR_LIT("Org/Company"),
        .salience = 0.5,
    };
    if (w->fact != NULL) {
        preview_fact(e, w);
    }
}

/** A preview of subscriptions of YAML, NULL-terminated. */
static inline struct gz_alert_preview *
preview_open(const struct gz_alert_preview_options *options,
             const char *const *yaml)
{
    struct gz_subscription *items[16] = {NULL};
    size_t count = 0;
    for (; yaml[count] != NULL; count++) {
        CHECK(count < 16);
        items[count] = test_subscription(yaml[count]);
    }
    struct gz_alert_preview *p = gz_alert_preview_new(options, items, count);
    for (size_t i = 0; i < count; i++) {
        gz_subscription_unref(items[i]);
    }
    CHECK(p != NULL);
    return p;
}

/** Hand an event of words to a partition; how it went. */
static inline enum gz_status preview_hand(struct gz_alert_preview *p,
                                          uint32_t partition,
                                          const struct preview_words *w)
{
    struct preview_event e;
    preview_event_init(&e, w);
    return gz_alert_preview_event(p, partition, &e.event);
}

#endif
