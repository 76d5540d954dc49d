// A fact stands once in the event of each participant, under one id.

#include "daemon/flow/event_facts.h"

#include "tests/support/facts_fixture.h"

static const struct gz_article article = {
    .id = {"a1", 2},
    .sha256_hex = "00",
};

static const struct gz_event_facts *build(const struct facts_fixture *f,
                                          const struct gz_article *a)
{
    const struct gz_event_facts *lists = NULL;
    const struct gz_event_sources in = {
        .article = a,
        .document = f->document,
        .findings = &f->findings,
        .ruleset = "0",
    };
    CHECK_OK(gz_event_facts_build(&in, f->arena, &lists));
    return lists;
}

static void test_places(const struct facts_fixture *f)
{
    const struct gz_event_facts *lists = build(f, &article);
    CHECK_EQ(lists[0].count, 2);
    CHECK_EQ(lists[1].count, 1);
    CHECK_EQ(lists[2].count, 0);  // a source takes no part
    CHECK_STR(lists[0].items[0].type, "Spending");
    CHECK_EQ(lists[0].items[0].role_index, 0);
    CHECK_STR(lists[0].items[1].type, "Customer");
    CHECK_EQ(lists[0].items[1].role_index, 1);
    CHECK_EQ(lists[1].items[0].role_index, 0);
    CHECK(gz_str_eq(lists[0].items[1].fact_id, lists[1].items[0].fact_id));
    CHECK_EQ(lists[0].items[0].fact_id.len_bytes, 32);
    CHECK(!gz_str_eq(lists[0].items[0].fact_id, lists[0].items[1].fact_id));
}

static void test_parts(const struct facts_fixture *f)
{
    const struct gz_event_fact *spending = build(f, &article)[0].items;
    CHECK_EQ(spending->role_count, 3);
    CHECK_STR(spending->roles[0].role, "spender");
    CHECK_STR(spending->roles[0].entity_id, "t:acme");
    CHECK_STR(spending->roles[0].name, "Acme");
    CHECK_STR(spending->roles[0].text, "Acme");
    CHECK(spending->roles[0].value == NULL);
    CHECK_EQ(spending->roles[0].span.begin_byte, 3);
    CHECK_EQ(spending->roles[0].span.begin_cp, 2);
    CHECK_EQ(spending->roles[0].span.end_u16, 6);
    CHECK_STR(spending->roles[1].entity_id, "");
    CHECK_EQ(spending->roles[1].value->cmp, GZ_CMP_GT);
    CHECK_STR(spending->roles[1].value->unit, "USD");
    CHECK_STR(spending->roles[2].text, "chips");
    CHECK_EQ(spending->evidence.field, GZ_FIELD_BODY);
    CHECK_EQ(spending->evidence.begin_byte, 3);
    CHECK_EQ(spending->attribution_count, 0);

    const struct gz_event_fact *customer = spending + 1;
    CHECK_EQ(customer->polarity, GZ_POLARITY_NEGATIVE);
    CHECK_EQ(customer->modality, GZ_MODALITY_PLANNED);
    CHECK_EQ(customer->attribution_count, 2);
    CHECK_STR(customer->attributions[0].entity_id, "t:roe");
    CHECK_STR(customer->attributions[0].verb, "said");
    CHECK_EQ(customer->attributions[1].kind, GZ_ATTRIBUTION_ANONYMOUS);
    CHECK_STR(customer->attributions[1].entity_id, "");
    CHECK(customer->confidence == 0.5);
    CHECK_STR(customer->rule, "business.customer");
}

// One entity in two roles has the fact once, at the first of its places.
static void test_twice(struct facts_fixture *f)
{
    f->roles[3].entity = 0;
    const struct gz_event_facts *lists = build(f, &article);
    CHECK_EQ(lists[0].count, 2);
    CHECK_EQ(lists[0].items[1].role_index, 0);
    CHECK_EQ(lists[1].count, 0);
    f->roles[3].entity = 1;
}

// Everything that makes a fact another one changes its id; nothing else.
static void test_ids(struct facts_fixture *f)
{
    struct gz_article other = article;
    const struct gz_str id = build(f, &article)[0].items[0].fact_id;
    CHECK(gz_str_eq(build(f, &article)[0].items[0].fact_id, id));
    f->facts[0].confidence = 0.1;
    f->facts[0].polarity = GZ_POLARITY_NEGATIVE;
    CHECK(gz_str_eq(build(f, &article)[0].items[0].fact_id, id));
    other.id = GZ_STR_LIT("a2");
    CHECK(!gz_str_eq(build(f, &other)[0].items[0].fact_id, id));
    f->amount.value = GZ_STR_LIT("2000000000");
    CHECK(!gz_str_eq(build(f, &article)[0].items[0].fact_id, id));
    f->amount.value = GZ_STR_LIT("1000000000");
    CHECK(gz_str_eq(build(f, &article)[0].items[0].fact_id, id));
    f->facts[0].evidence.end_byte--;
    CHECK(!gz_str_eq(build(f, &article)[0].items[0].fact_id, id));
}

static void test_small_arenas(const struct facts_fixture *f)
{
    const struct gz_event_sources in = {
        .article = &article,
        .document = f->document,
        .findings = &f->findings,
        .ruleset = "0",
    };
    bool done = false;
    for (size_t limit = 0; !done; limit += 64) {
        struct gz_arena *arena = gz_arena_new(limit);
        const struct gz_event_facts *lists = NULL;
        CHECK(arena != NULL && limit < 1 << 16);
        const enum gz_status st = gz_event_facts_build(&in, arena, &lists);
        CHECK(st == GZ_OK || st == GZ_LIMIT);
        done = st == GZ_OK;
        gz_arena_free(arena);
    }
}

int main(void)
{
    struct facts_fixture f;
    facts_fixture_open(&f);
    test_places(&f);
    test_parts(&f);
    test_twice(&f);
    test_small_arenas(&f);
    test_ids(&f);
    facts_fixture_close(&f);
    return 0;
}
