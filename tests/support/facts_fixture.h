#ifndef GZ_TEST_FACTS_FIXTURE_H
#define GZ_TEST_FACTS_FIXTURE_H

#include "daemon/base/arena.h"
#include "rules/findings.h"
#include "tests/support/check.h"

/*
 * An article with two facts as the rules would find them:
 *
 *   Spending  spender=Acme, amount=GT 1000000000 USD, purpose="chips"
 *   Customer  supplier=Globex, customer=Acme  NEGATIVE  PLANNED
 *
 * The first begins behind a letter of two bytes; the second is said by Jane
 * Roe and by nobody in particular.
 */
#define FACTS_BODY "\u00e9 Acme spends $1bn on chips. Globex lost Acme."

struct facts_fixture {
    struct gz_arena *arena;
    struct gz_document *document;
    struct gz_findings findings;
    struct gz_entity entities[3];
    struct gz_value amount;
    struct gz_role roles[5];
    struct gz_attribution attributions[2];
    struct gz_fact facts[2];
};

static inline struct gz_span facts_span(const char *text)
{
    const char *at = strstr(FACTS_BODY, text);
    CHECK(at != NULL);
    const uint32_t begin = (uint32_t)(at - FACTS_BODY);
    return (struct gz_span){
        .field = GZ_FIELD_BODY,
        .begin_byte = begin,
        .end_byte = begin + (uint32_t)strlen(text),
    };
}

static inline struct gz_entry facts_entry(const char *id, const char *type,
                                          const char *name)
{
    return (struct gz_entry){
        .id = gz_str_z(id),
        .type = gz_str_z(type),
        .name = gz_str_z(name),
    };
}

static inline struct gz_role facts_role(const char *role, uint32_t entity,
                                        const char *text)
{
    return (struct gz_role){
        .role = gz_str_z(role),
        .entity = entity,
        .mention = GZ_FINDINGS_NONE,
        .span = facts_span(text),
    };
}

static inline void facts_fill(struct facts_fixture *f)
{
    f->entities[0].entry = facts_entry("t:acme", "Org/Company", "Acme");
    f->entities[1].entry = facts_entry("t:globex", "Org/Company", "Globex");
    f->entities[2].entry = facts_entry("t:roe", "Person", "Jane Roe");
    f->amount = (struct gz_value){
        .dim = GZ_DIM_MONEY,
        .cmp = GZ_CMP_GT,
        .value = GZ_STR_LIT("1000000000"),
        .unit = GZ_STR_LIT("USD"),
    };
    f->roles[0] = facts_role("spender", 0, "Acme");
    f->roles[1] = facts_role("amount", GZ_FINDINGS_NONE, "$1bn");
    f->roles[1].value = &f->amount;
    f->roles[2] = facts_role("purpose", GZ_FINDINGS_NONE, "chips");
    f->roles[3] = facts_role("supplier", 1, "Globex");
    f->roles[4] = facts_role("customer", 0, "Acme.");
    f->attributions[0] = (struct gz_attribution){
        .kind = GZ_ATTRIBUTION_NAMED,
        .entity = 2,
        .verb = GZ_STR_LIT("said"),
        .span = facts_span("Globex"),
    };
    f->attributions[1] = (struct gz_attribution){
        .kind = GZ_ATTRIBUTION_ANONYMOUS,
        .entity = GZ_FINDINGS_NONE,
        .span = facts_span("lost"),
    };
}

static inline void facts_fixture_open(struct facts_fixture *f)
{
    *f = (struct facts_fixture){.arena = gz_arena_new(1 << 20)};
    CHECK(f->arena != NULL);
    CHECK_OK(gz_document_new(GZ_STR_LIT(""), GZ_STR_LIT(FACTS_BODY),
                             GZ_STR_LIT("en"), f->arena, &f->document));
    facts_fill(f);
    f->facts[0] = (struct gz_fact){
        .type = GZ_STR_LIT("Spending"),
        .roles = f->roles,
        .role_count = 3,
        .evidence = facts_span("Acme spends $1bn on chips"),
        .confidence = 0.75,
        .rule = GZ_STR_LIT("business.spending"),
    };
    f->facts[1] = (struct gz_fact){
        .type = GZ_STR_LIT("Customer"),
        .roles = f->roles + 3,
        .role_count = 2,
        .polarity = GZ_POLARITY_NEGATIVE,
        .modality = GZ_MODALITY_PLANNED,
        .attributions = f->attributions,
        .attribution_count = 2,
        .evidence = facts_span("Globex lost Acme"),
        .confidence = 0.5,
        .rule = GZ_STR_LIT("business.customer"),
    };
    f->findings = (struct gz_findings){
        .entities = f->entities,
        .entity_count = 3,
        .facts = f->facts,
        .fact_count = 2,
    };
}

static inline void facts_fixture_close(struct facts_fixture *f)
{
    gz_arena_free(f->arena);
}

#endif
