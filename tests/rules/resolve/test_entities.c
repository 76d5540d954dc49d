// A draft to findings: entities in order of first mention, those without any
// left out.

#include "rules/resolve/entities.h"

#include "tests/support/check.h"

static const char title[] = "Acme met \u00c9tat";
static const char body[] =
    "Globex fell. \u00c9tat and Acme rose. Acme Inc won.";

// A name where it stands in the document, and how sure its link is.
static const struct name {
    enum gz_field field;
    uint32_t begin_token;
    uint32_t end_token;
    const char *id;
    double score;
} names[] = {
    {GZ_FIELD_TITLE, 0, 1, "acme", 0.5},  {GZ_FIELD_TITLE, 2, 3, "etat", 0.9},
    {GZ_FIELD_BODY, 0, 1, "globex", 0.9}, {GZ_FIELD_BODY, 3, 4, "etat", 0.5},
    {GZ_FIELD_BODY, 5, 6, "acme", 0.9},   {GZ_FIELD_BODY, 8, 10, "acme", 0.7},
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

static const struct entity {
    const char *id;
    double score;
    uint32_t mentions[4];
    uint32_t count;
} want[] = {
    {"acme", 0.9, {0, 4, 5}, 3},
    {"etat", 0.9, {1, 3}, 2},
    {"globex", 0.9, {2}, 1},
};

static void check_entities(const struct gz_findings *found)
{
    CHECK_EQ(found->entity_count, sizeof(want) / sizeof(want[0]));
    for (uint32_t e = 0; e < found->entity_count; e++) {
        const struct gz_entity *entity = &found->entities[e];
        CHECK_STR(entity->entry.id, want[e].id);
        CHECK(entity->link.score == want[e].score);
        CHECK_EQ(entity->mention_count, want[e].count);
        CHECK_EQ(entity->salience.mentions, want[e].count);
        for (uint32_t i = 0; i < want[e].count; i++) {
            CHECK_EQ(entity->mentions[i], want[e].mentions[i]);
            CHECK_EQ(found->mentions[entity->mentions[i]].entity, e);
        }
    }
    CHECK(found->entities[0].salience.in_title);
    CHECK(!found->entities[2].salience.in_title);
    CHECK(found->entities[2].salience.first_sentence);
    CHECK(found->entities[0].salience.score >
          found->entities[1].salience.score);
}

static void check_mentions(const struct gz_findings *found)
{
    static const char *const texts[NAMES] = {
        "Acme", "\u00c9tat", "Globex", "\u00c9tat", "Acme", "Acme Inc",
    };
    static const uint32_t sentences[NAMES] = {0, 0, 0, 1, 1, 2};
    CHECK_EQ(found->mention_count, NAMES);
    for (uint32_t i = 0; i < NAMES; i++) {
        const struct gz_mention *m = &found->mentions[i];
        const char *text = m->field == GZ_FIELD_TITLE ? title : body;
        CHECK_EQ(m->field, names[i].field);
        CHECK_STR(gz_str_of(text + m->begin_byte, m->end_byte - m->begin_byte),
                  texts[i]);
        CHECK_EQ(m->sentence, sentences[i]);
        CHECK_EQ(m->zone,
                 m->field == GZ_FIELD_TITLE ? GZ_ZONE_TITLE : GZ_ZONE_BODY);
        CHECK_STR(m->rule, "gazetteer");
    }
}

static void fill(const struct gz_document *doc, struct gz_type_numbers *types,
                 struct gz_arena *arena, struct gz_draft *draft)
{
    struct gz_selected items[NAMES] = {0};
    for (uint32_t i = 0; i < NAMES; i++) {
        items[i].field = names[i].field;
        items[i].begin_token = names[i].begin_token;
        items[i].end_token = names[i].end_token;
        items[i].entry.id = gz_str_z(names[i].id);
        items[i].link.score = names[i].score;
    }
    const struct gz_selection selection = {items, NAMES};
    const struct gz_draft_sources sources = {
        .doc = doc, .types = types, .arena = arena};
    gz_type_numbers_init(types, NULL);
    CHECK_OK(gz_draft_init(draft, &sources, &selection));
}

// Arenas that grow until the findings fit.
static void check_limit(struct gz_draft *draft)
{
    struct gz_arena *arena = draft->in.arena;
    enum gz_status st = GZ_LIMIT;
    for (size_t limit = 16; st != GZ_OK; limit += 16) {
        struct gz_findings found;
        CHECK(limit < 1 << 16);
        draft->in.arena = gz_arena_new(limit);
        st = gz_entities_group(draft, &found);
        CHECK_EQ(found.entity_count, st == GZ_OK ? 3 : 0);
        if (st == GZ_OK) {
            st = gz_entities_weigh(&found, draft->in.arena);
        }
        CHECK(st == GZ_OK || st == GZ_LIMIT);
        gz_arena_free(draft->in.arena);
    }
    draft->in.arena = arena;
}

static void check_none(struct gz_draft *draft)
{
    struct gz_findings found;
    draft->mention_count = 0;
    CHECK_OK(gz_entities_group(draft, &found));
    CHECK_OK(gz_entities_weigh(&found, draft->in.arena));
    CHECK_EQ(found.entity_count, 0);
    CHECK_EQ(found.mention_count, 0);
}

int main(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_document *doc = NULL;
    struct gz_type_numbers types;
    struct gz_draft draft;
    struct gz_findings found;
    CHECK_OK(gz_document_new(gz_str_z(title), gz_str_z(body), GZ_STR_LIT("en"),
                             arena, &doc));
    fill(doc, &types, arena, &draft);
    CHECK_OK(gz_entities_group(&draft, &found));
    CHECK_OK(gz_entities_weigh(&found, arena));
    check_entities(&found);
    check_mentions(&found);
    check_limit(&draft);
    check_none(&draft);
    gz_arena_free(arena);
    return 0;
}
