// The other entities of an article against lists made the slow way, for as
// many entities as fill an event's list and more.

#include "daemon/flow/event_others.h"

#include <string.h>

#include "daemon/base/buffer.h"
#include "tests/support/check.h"

enum { MOST = 150, IN_SENTENCE = 70 };

struct article {
    struct gz_arena *arena;
    char ids[MOST][16];
    struct gz_mention mentions[MOST];
    uint32_t numbers[MOST];
    struct gz_entity entities[MOST];
    struct gz_findings findings;
};

// One mention each, IN_SENTENCE in a sentence; scores go down by steps of
// three entities, but the last entity has the highest one.
static void make(struct article *a, uint32_t count)
{
    memset(a->entities, 0, sizeof(a->entities));
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t step = i / 3;
        snprintf(a->ids[i], sizeof(a->ids[i]), "t:%u", (unsigned)(i * i));
        a->numbers[i] = i;
        a->mentions[i] = (struct gz_mention){
            .entity = i,
            .field = GZ_FIELD_BODY,
            .sentence = i / IN_SENTENCE,
        };
        a->entities[i].entry.id = gz_str_z(a->ids[i]);
        a->entities[i].salience.score = 0.9 - 0.001 * (double)step;
        a->entities[i].mentions = &a->numbers[i];
        a->entities[i].mention_count = 1;
    }
    a->entities[count - 1].salience.score = 1;
    a->findings = (struct gz_findings){
        .mentions = a->mentions,
        .mention_count = count,
        .entities = a->entities,
        .entity_count = count,
    };
}

// The entity that comes i-th: the last one, then the others in order.
static uint32_t ranked(uint32_t count, uint32_t i)
{
    return i == 0 ? count - 1 : i - 1;
}

static void check_list(const struct article *a,
                       const struct gz_event_others *others, uint32_t self)
{
    const uint32_t count = a->findings.entity_count;
    const struct gz_event_article none = {.published_ms = 0};
    struct gz_event event = {.article = &none};
    struct gz_buffer encoded[2];
    uint32_t n = 0;
    gz_event_others_list(others, self, &event);
    for (uint32_t i = 0; i < count && n < GZ_EVENT_CO_ENTITIES_MAX; i++) {
        const uint32_t e = ranked(count, i);
        if (e != self) {
            CHECK(n < event.co_entity_count);
            CHECK_STR(gz_event_co_entity(&event, n++), a->ids[e]);
        }
    }
    CHECK_EQ(event.co_entity_count, n);
    // What was encoded before is what would be encoded now.
    for (int i = 0; i < 2; i++) {
        gz_buffer_init(&encoded[i], 0);
        gz_event_encode(&event, &encoded[i]);
        event.co_encoded[0] = gz_str_of(NULL, 0);
    }
    CHECK_EQ(encoded[0].len, encoded[1].len);
    CHECK_EQ(memcmp(encoded[0].data, encoded[1].data, encoded[0].len), 0);
    gz_buffer_fini(&encoded[0]);
    gz_buffer_fini(&encoded[1]);
}

static void check_near(const struct article *a,
                       const struct gz_event_others *others, uint32_t self)
{
    const uint32_t count = a->findings.entity_count;
    struct gz_str near;
    struct gz_buffer want;
    uint32_t n = 0;
    gz_buffer_init(&want, 0);
    for (uint32_t i = 0; i < count && n < GZ_EVENT_CO_ENTITIES_MAX; i++) {
        const uint32_t e = ranked(count, i);
        if (e != self && e / IN_SENTENCE == self / IN_SENTENCE) {
            gz_buffer_append_fmt(&want, "%s%s", n++ > 0 ? "\n" : "", a->ids[e]);
        }
    }
    CHECK_OK(gz_event_others_near(others, self, &near));
    CHECK(gz_str_eq(near, gz_buffer_str(&want)));
    gz_buffer_fini(&want);
}

static void check_count(struct article *a, uint32_t count)
{
    struct gz_event_others others;
    gz_arena_reset(a->arena);
    make(a, count);
    CHECK_OK(gz_event_others_init(&others, &a->findings, a->arena));
    for (uint32_t i = 0; i < count; i++) {
        check_list(a, &others, i);
        check_near(a, &others, i);
    }
}

static void check_small_arenas(struct article *a)
{
    bool done = false;
    make(a, 80);
    for (size_t limit = 0; !done; limit += 64) {
        struct gz_event_others others;
        struct gz_str near;
        struct gz_arena *arena = gz_arena_new(limit);
        CHECK(arena != NULL && limit < 1 << 16);
        done = gz_event_others_init(&others, &a->findings, arena) == GZ_OK &&
               gz_event_others_near(&others, 3, &near) == GZ_OK;
        gz_arena_free(arena);
    }
}

int main(void)
{
    static const uint32_t counts[] = {1, 2, 3, 63, 64, 65, 66, 67, 128, MOST};
    static struct article a;
    a.arena = gz_arena_new(1 << 22);
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        check_count(&a, counts[i]);
    }
    check_small_arenas(&a);
    gz_arena_free(a.arena);
    return 0;
}
