// Stories: near-identical articles about one entity.

#include "daemon/alert/alert_story.h"

#include <assert.h>

#include "daemon/base/hash.h"

// In an article's number the bits above these are of its id, these of which
// version it is.
enum { VERSION_BITS = 24 };

static uint64_t number_of(const struct gz_event_article *a)
{
    const uint64_t id = gz_hash64(a->id.ptr, a->id.len_bytes, 1);
    const uint64_t version =
        gz_hash64(a->version.ptr, a->version.len_bytes, id);
    return id >> VERSION_BITS << VERSION_BITS | version >> (64 - VERSION_BITS);
}

// Cells are 16 bits in both; how they lie in memory does not matter here.
static int same_cells(const uint8_t *a, const uint8_t *b)
{
    int same = 0;
    for (size_t i = 0; i < GZ_ALERT_SIGNATURE_BYTES; i += sizeof(uint16_t)) {
        uint16_t of_a = 0;
        uint16_t of_b = 0;
        memcpy(&of_a, a + i, sizeof(of_a));
        memcpy(&of_b, b + i, sizeof(of_b));
        same += of_a == of_b;
    }
    return same;
}

// But for so many of the lower bits.
static bool has_article(const struct gz_alert_story *s, uint64_t article,
                        int bits)
{
    for (uint32_t i = 0; i < s->article_count; i++) {
        if (s->articles[i] >> bits == article >> bits) {
            return true;
        }
    }
    return false;
}

static struct gz_alert_story *find_article(const struct gz_alert_entity *e,
                                           uint64_t article, int bits)
{
    for (uint32_t i = 0; i < e->count; i++) {
        if (has_article(e->stories[i], article, bits)) {
            return e->stories[i];
        }
    }
    return NULL;
}

// The story that an article is most like, when it is like enough.
static struct gz_alert_story *find_copy(const struct gz_alert_entity *e,
                                        const uint8_t *signature)
{
    struct gz_alert_story *best = NULL;
    int most = GZ_ALERT_STORY_CELLS - 1;
    for (uint32_t i = 0; signature != NULL && i < e->count; i++) {
        struct gz_alert_story *s = e->stories[i];
        assert(s != NULL);
        const int same =
            s->has_signature ? same_cells(s->signature, signature) : 0;
        if (same > most) {
            most = same;
            best = s;
        }
    }
    return best;
}

static enum gz_status add_article(struct gz_alert_story *s, uint64_t article)
{
    if (s->article_count == GZ_ALERT_ARTICLES_MAX) {
        memmove(s->articles, s->articles + 1,
                (GZ_ALERT_ARTICLES_MAX - 1) * sizeof(*s->articles));
        s->article_count--;
    }
    uint64_t *grown = gz_alert_state_grow(s->articles, s->article_count,
                                          &s->article_room, sizeof(*grown));
    if (grown == NULL) {
        return GZ_NO_MEMORY;
    }
    s->articles = grown;
    s->articles[s->article_count++] = article;
    return GZ_OK;
}

// --- the stories of an entity ---

static enum gz_status find_entity(struct gz_alert_engine *e, struct gz_str id,
                                  struct gz_alert_entity **out)
{
    struct gz_alert_item *item = NULL;
    bool made = false;
    const enum gz_status st =
        gz_alert_run_item(e, GZ_ALERT_KIND_ENTITY, &id, 1, &item, &made);
    *out = (struct gz_alert_entity *)item;
    e->counts.entities += made;
    return st;
}

static enum gz_status hang(struct gz_alert_engine *e,
                           struct gz_alert_entity *entity,
                           struct gz_alert_story *s)
{
    if (entity->count >= e->options.story_limit) {
        e->counts.dropped++;
        gz_alert_story_forget(e, entity->stories[0]);
    }
    struct gz_alert_story **grown =
        gz_alert_state_grow(entity->stories, entity->count, &entity->room,
                            sizeof(struct gz_alert_story *));
    if (grown == NULL) {
        return GZ_NO_MEMORY;
    }
    entity->stories = grown;
    // Oldest first, and by id among equals, however they came.
    uint32_t at = entity->count++;
    while (at > 0 && (grown[at - 1]->last_ms > s->last_ms ||
                      (grown[at - 1]->last_ms == s->last_ms &&
                       grown[at - 1]->id > s->id))) {
        grown[at] = grown[at - 1];
        at--;
    }
    grown[at] = s;
    s->entity = entity;
    return GZ_OK;
}

static void unhang(struct gz_alert_entity *entity,
                   const struct gz_alert_story *s)
{
    uint32_t at = 0;
    while (entity->stories[at] != s) {
        at++;
    }
    entity->count--;
    memmove(&entity->stories[at], &entity->stories[at + 1],
            (entity->count - at) * sizeof(struct gz_alert_story *));
}

void gz_alert_story_forget(struct gz_alert_engine *e, struct gz_alert_story *s)
{
    struct gz_alert_entity *entity = s->entity;
    e->counts.stories--;
    gz_alert_store_remove(&e->store, &s->item);
    if (entity == NULL) {
        return;  // it came when memory ran out
    }
    unhang(entity, s);
    if (entity->count == 0) {
        gz_alert_store_remove(&e->store, &entity->item);
        e->counts.entities--;
    }
}

enum gz_status gz_alert_story_adopt(struct gz_alert_engine *e,
                                    struct gz_alert_story *s)
{
    struct gz_str parts[2];
    struct gz_alert_entity *entity = NULL;
    if (!gz_alert_state_parts(s->item.key, parts, 2)) {
        return GZ_INVALID;
    }
    const enum gz_status st = find_entity(e, parts[0], &entity);
    e->counts.stories++;
    return st == GZ_OK ? hang(e, entity, s) : st;
}

// --- an event ---

static enum gz_status begin_story(struct gz_alert_run *run, uint64_t id,
                                  struct gz_alert_story **out)
{
    struct gz_alert_engine *e = run->engine;
    const uint8_t *signature = run->event->article->signature;
    struct gz_alert_item *item = NULL;
    uint8_t bytes[sizeof(id)];
    const struct gz_str parts[] = {run->event->entity_id,
                                   gz_alert_state_number(id, bytes)};
    const enum gz_status st =
        gz_alert_run_item(e, GZ_ALERT_KIND_STORY, parts, 2, &item, NULL);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_alert_story *s = (struct gz_alert_story *)item;
    s->id = id;
    s->last_ms = run->window_ms;
    s->has_signature = signature != NULL;
    if (signature != NULL) {
        memcpy(s->signature, signature, sizeof(s->signature));
    }
    e->counts.stories++;
    *out = s;
    return GZ_OK;
}

// The story moves to its place among those that came last.
static enum gz_status renew(struct gz_alert_run *run,
                            struct gz_alert_entity *entity,
                            struct gz_alert_story *s, bool made)
{
    if (!made) {
        unhang(entity, s);
        s->last_ms = run->window_ms > s->last_ms ? run->window_ms : s->last_ms;
    }
    const enum gz_status st = hang(run->engine, entity, s);
    gz_alert_run_save(run->engine, &s->item, s->last_ms + GZ_ALERT_STORY_MS);
    return st;
}

// One article in all its versions is one story, however it is written anew.
static struct gz_alert_story *find_story(const struct gz_alert_entity *e,
                                         uint64_t article,
                                         const uint8_t *signature)
{
    struct gz_alert_story *s = find_article(e, article, VERSION_BITS);
    return s != NULL ? s : find_copy(e, signature);
}

enum gz_status gz_alert_story_take(struct gz_alert_run *run, bool *seen)
{
    const struct gz_event_article *a = run->event->article;
    const uint64_t article = number_of(a);
    struct gz_alert_entity *entity = NULL;
    enum gz_status st =
        find_entity(run->engine, run->event->entity_id, &entity);
    if (st != GZ_OK) {
        return st;
    }
    *seen = find_article(entity, article, 0) != NULL;
    if (*seen) {
        return GZ_OK;
    }
    struct gz_alert_story *s = find_story(entity, article, a->signature);
    const bool made = s == NULL;
    if (made) {
        st = begin_story(run, article, &s);
    }
    if (st == GZ_OK) {
        st = add_article(s, article);
    }
    if (st == GZ_OK) {
        st = renew(run, entity, s, made);
        run->story = s->id;
    }
    return st;
}
