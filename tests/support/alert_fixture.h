#ifndef GZ_TEST_ALERT_FIXTURE_H
#define GZ_TEST_ALERT_FIXTURE_H

#include "codecs/alert_encode.h"
#include "codecs/alert_symbol.h"
#include "codecs/article.h"
#include "daemon/alert/alert_engine.h"
#include "daemon/base/hash.h"
#include "tests/support/subscription_fixture.h"

/*
 * An engine with subscriptions, events that are made by a few words, and what
 * came out as lines of text:
 *
 *     FIRING 1 story, 0 copies, 1 of 1 sources: why (doubt) [silence]
 *
 * The records of the state topic are kept as a broker would, so that the
 * engine can be killed at any moment and restored.
 */
#define ALERT_LAB_NOW INT64_C(1795000000000)
enum { ALERT_LAB_RECORDS = 4096 };

struct alert_lab_record {
    char *key;
    size_t key_len;
    char *value;
    size_t value_len;
};

struct alert_lab {
    struct gz_subscription_index *index;
    struct gz_alert_engine *engine;
    struct gz_alert_options options;
    struct gz_buffer out;    // lines
    struct gz_buffer bytes;  // the alerts, encoded
    struct alert_lab_record records[ALERT_LAB_RECORDS];
    size_t record_count;
    int64_t now_ms;
};

// What an event is about; 0 and NULL stand for what is usual.
struct alert_lab_event {
    const char *entity;   // "e1"
    const char *article;  // its id
    const char *source;
    int story;          // articles of one story are near-identical; 0: alone
    int cells;          // in which copies of the story agree; 0: nearly all
    const char *fact;   // type of its fact, NULL: none
    const char *other;  // entity that fills the fact's other role
    int kind;           // of its attribution, 0: none, else symbol + 1
    double salience;
    int64_t age_ms;  // how much older than now
};

static inline enum gz_status alert_lab_on_alert(void *ctx,
                                                const struct gz_alert_event *a)
{
    struct alert_lab *lab = ctx;
    gz_buffer_append_fmt(
        &lab->out, "%s %u stories, %u copies, %u of %u sources: " GZ_STR_FMT,
        gz_alert_symbol_name(GZ_ALERT_ENUM_STATE, a->state), a->stories,
        a->copies, a->independent, a->sources, GZ_STR_ARG(a->why));
    if (a->doubt.len_bytes > 0) {
        gz_buffer_append_fmt(&lab->out, " (" GZ_STR_FMT ")",
                             GZ_STR_ARG(a->doubt));
    }
    if (a->history == GZ_ALERT_PARTIAL) {
        gz_buffer_append_z(&lab->out, " partial");
    }
    if (a->silenced_until_ms != GZ_TIME_UNKNOWN) {
        gz_buffer_append_fmt(&lab->out, " [" GZ_STR_FMT "]",
                             GZ_STR_ARG(a->silence));
    }
    gz_buffer_append_byte(&lab->out, '\n');
    gz_alert_encode(a, &lab->bytes);
    return GZ_OK;
}

static inline void alert_lab_set(struct alert_lab_record *r, struct gz_str key,
                                 struct gz_str value)
{
    free(r->key);
    free(r->value);
    r->key = malloc(key.len_bytes + 1);
    r->value = malloc(value.len_bytes + 1);
    CHECK(r->key != NULL && r->value != NULL);
    memcpy(r->key, key.ptr, key.len_bytes);
    memcpy(r->value, value.ptr, value.len_bytes);
    r->key_len = key.len_bytes;
    r->value_len = value.len_bytes;
}

static inline enum gz_status alert_lab_on_state(void *ctx, struct gz_str key,
                                                struct gz_str value)
{
    struct alert_lab *lab = ctx;
    size_t i = 0;
    while (i < lab->record_count &&
           !gz_str_eq(gz_str_of(lab->records[i].key, lab->records[i].key_len),
                      key)) {
        i++;
    }
    if (value.ptr != NULL) {
        CHECK(i < ALERT_LAB_RECORDS);
        alert_lab_set(&lab->records[i], key, value);
        lab->record_count += i == lab->record_count;
    } else if (i < lab->record_count) {
        free(lab->records[i].key);
        free(lab->records[i].value);
        lab->records[i] = lab->records[--lab->record_count];
        lab->records[lab->record_count] =
            (struct alert_lab_record){.key = NULL};
    }
    return GZ_OK;
}

static inline struct gz_alert_sink alert_lab_sink(struct alert_lab *lab)
{
    return (struct gz_alert_sink){alert_lab_on_alert, alert_lab_on_state, lab};
}

static inline void alert_lab_open(struct alert_lab *lab, const char *yaml)
{
    *lab = (struct alert_lab){.now_ms = ALERT_LAB_NOW};
    lab->index = gz_subscription_index_new();
    lab->engine = gz_alert_engine_new(&lab->options);
    CHECK(lab->index != NULL && lab->engine != NULL);
    gz_buffer_init(&lab->out, 0);
    gz_buffer_init(&lab->bytes, 0);
    if (yaml != NULL) {
        struct gz_subscription *s = test_subscription(yaml);
        CHECK_OK(gz_subscription_index_put(lab->index, s));
        gz_subscription_unref(s);
    }
}

static inline void alert_lab_close(struct alert_lab *lab)
{
    for (size_t i = 0; i < lab->record_count; i++) {
        free(lab->records[i].key);
        free(lab->records[i].value);
    }
    gz_buffer_fini(&lab->out);
    gz_buffer_fini(&lab->bytes);
    gz_alert_engine_free(lab->engine);
    gz_subscription_index_free(lab->index);
}

/** Hand the changes of state over, as before a commit. */
static inline void alert_lab_flush(struct alert_lab *lab)
{
    const struct gz_alert_sink sink = alert_lab_sink(lab);
    CHECK_OK(gz_alert_engine_flush(lab->engine, &sink));
}

/** Forget the engine, make another from the records. */
static inline void alert_lab_restart(struct alert_lab *lab)
{
    struct gz_error err;
    gz_error_init(&err);
    gz_alert_engine_free(lab->engine);
    lab->engine = gz_alert_engine_new(&lab->options);
    CHECK(lab->engine != NULL);
    for (size_t i = 0; i < lab->record_count; i++) {
        const struct alert_lab_record *r = &lab->records[i];
        const enum gz_status st =
            gz_alert_engine_restore(lab->engine, gz_str_of(r->key, r->key_len),
                                    gz_str_of(r->value, r->value_len), &err);
        CHECK_Z(gz_error_text(&err), "");
        CHECK_OK(st);
    }
    CHECK_OK(gz_alert_engine_start(lab->engine));
    gz_error_fini(&err);
}

// Copies of a story agree in so many of the 64 cells, and differ in the rest.
static inline void alert_lab_sign(uint8_t signature[128],
                                  const struct alert_lab_event *in)
{
    const int shared = in->cells > 0 ? in->cells : 60;
    for (int i = 0; i < 64; i++) {
        const uint64_t seed = (uint64_t)i;
        const bool own = in->story == 0 || i >= shared;
        const uint64_t hash =
            own ? gz_hash64(in->article, strlen(in->article), seed)
                : gz_hash64(&in->story, sizeof(in->story), seed);
        memcpy(signature + 2 * i, &hash, 2);
    }
}

static inline const char *alert_lab_or(const char *given, const char *usual)
{
    return given != NULL ? given : usual;
}

static inline void alert_lab_hand(struct alert_lab *lab,
                                  const struct gz_event *event)
{
    const struct gz_alert_sink sink = alert_lab_sink(lab);
    CHECK_OK(gz_alert_engine_event(lab->engine, lab->index, event, lab->now_ms,
                                   &sink));
}

/** Hand an event to the engine now. */
static inline void alert_lab_event(struct alert_lab *lab,
                                   const struct alert_lab_event *in)
{
    const char *entity = alert_lab_or(in->entity, "e1");
    const char *other = alert_lab_or(in->other, "e2");
    uint8_t signature[128];
    char id[64];
    snprintf(id, sizeof(id), "%s/%s", in->article, entity);
    alert_lab_sign(signature, in);
    const struct gz_event_article article = {
        .id = gz_str_z(in->article),
        .source = gz_str_z(alert_lab_or(in->source, "Reuters")),
        .title = GZ_STR_LIT("A title"),
        .language = GZ_STR_LIT("en"),
        .signature = signature,
        .ingested_ms = lab->now_ms - in->age_ms,
    };
    const struct gz_event_role roles[] = {
        {.role = GZ_STR_LIT("customer"),
         .entity_id = gz_str_z(other),
         .name = gz_str_z(other)},
        {.role = GZ_STR_LIT("supplier"),
         .entity_id = gz_str_z(entity),
         .name = gz_str_z(entity)},
    };
    const struct gz_event_attribution attribution = {
        .kind = (uint8_t)(in->kind - 1)};
    const struct gz_event_fact fact = {
        .type = gz_str_z(in->fact),
        .roles = roles,
        .role_count = 2,
        .attributions = &attribution,
        .attribution_count = in->kind > 0,
        .confidence = 0.9,
    };
    const struct gz_str others[] = {gz_str_z(other)};
    const struct gz_event event = {
        .event_id = gz_str_z(id),
        .article = &article,
        .entity_id = gz_str_z(entity),
        .entity_name = gz_str_z(entity),
        .entity_type = GZ_STR_LIT("Org/Company"),
        .salience = in->salience > 0 ? in->salience : 0.5,
        .facts = &fact,
        .fact_count = in->fact != NULL,
        .co_entities = others,
        .co_entity_count = 1,
    };
    alert_lab_hand(lab, &event);
}

/** Let time pass, with a tick whenever one is due. */
static inline void alert_lab_pass(struct alert_lab *lab, int64_t ms)
{
    const struct gz_alert_sink sink = alert_lab_sink(lab);
    const int64_t end_ms = lab->now_ms + ms;
    for (;;) {
        const int64_t next_ms = gz_alert_engine_next_ms(lab->engine);
        if (next_ms > end_ms) {
            break;
        }
        lab->now_ms = next_ms > lab->now_ms ? next_ms : lab->now_ms;
        CHECK_OK(gz_alert_engine_tick(lab->engine, lab->index, lab->now_ms,
                                      lab->now_ms, &sink));
    }
    lab->now_ms = end_ms;
}

/** Check the lines since the last check. */
#define ALERT_LAB_CHECK(lab, want)                                             \
    do {                                                                       \
        CHECK_STR(gz_buffer_str(&(lab)->out), want);                           \
        gz_buffer_clear(&(lab)->out);                                          \
    } while (0)

#endif
