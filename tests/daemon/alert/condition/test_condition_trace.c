// A condition over what an alert keeps.

#include "codecs/event_symbol.h"
#include "daemon/alert/condition/condition.h"
#include "daemon/alert/condition/condition_trace.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

enum { ARENA_BYTES = 1 << 20 };

// One line a step: verdict, depth in dots, text, and what was found.
static const struct row {
    const char *when;
    const char *want;
} rows[] = {
    {"salience.score >= 0.3", "true salience.score >= 0.3 <- 0.5\n"},
    {"salience.score > 0.5", "false salience.score > 0.5 <- 0.5\n"},
    {"entity.id == e1", "true entity.id == \"e1\" <- e1\n"},
    {"entity.name == Acme", "true entity.name == \"Acme\" <- Acme\n"},
    {"entity.type == Org", "true entity.type == \"Org\" <- Org/Company\n"},
    {"article.language == de", "false article.language == \"de\" <- en\n"},
    {"article.source in [AP, Reuters]",
     "true article.source in [\"AP\", \"Reuters\"] <- Reuters\n"},
    {"article.title contains \"news\"",
     "true article.title contains \"news\" <- Good news\n"},
    {"article.url contains \"x\"",
     "false article.url contains \"x\" <- \"\"\n"},
    {"salience.in_title", "unknown salience.in_title\n"},
    {"salience.mentions > 2", "unknown salience.mentions > 2\n"},
    {"entity.attribute.country == US",
     "unknown entity.attribute.country == \"US\"\n"},
    {"article.status == PUBLISHED", "unknown article.status == PUBLISHED\n"},
    {"fact(Customer)", "true fact(Customer) <- Customer\n"},
    {"fact(Customer).polarity == NEGATIVE",
     "false fact(Customer).polarity == NEGATIVE <- POSITIVE\n"},
    {"fact(Customer).modality == ACTUAL",
     "true fact(Customer).modality == ACTUAL <- ACTUAL\n"},
    {"fact(Customer).confidence > 0.8",
     "false fact(Customer).confidence > 0.8 <- 0.75\n"},
    {"fact.rule == x", "false fact.rule == \"x\" <- business.customer\n"},
    {"fact(Customer).attribution.kind == NAMED",
     "true fact(Customer).attribution.kind == NAMED <- ANONYMOUS, NAMED\n"},
    {"fact(Customer).attribution.verb == said",
     "true fact(Customer).attribution.verb == \"said\" <- told, said\n"},
    {"fact(Customer).customer.id == e2",
     "true fact(Customer).customer.id == \"e2\" <- e2\n"},
    {"fact(Customer).customer.name == x",
     "false fact(Customer).customer.name == \"x\" <- Globex\n"},
    {"fact(Customer).segment", "false fact(Customer).segment\n"},
    {"fact(Customer).amount.value > 500m USD",
     "true fact(Customer).amount.value > 500000000 USD <- > 600000000 USD\n"},
    {"fact(Customer).amount.value > 500m EUR",
     "false fact(Customer).amount.value > 500000000 EUR <- > 600000000 "
     "USD\n"},
    {"fact(Customer).amount.unit == USD",
     "true fact(Customer).amount.unit == \"USD\" <- USD\n"},
    // Another fact of the event may have been so.
    {"fact(Spending).polarity == POSITIVE",
     "unknown fact(Spending).polarity == POSITIVE\n"},
    {"not salience.in_title", "unknown not\n"
                              "unknown .salience.in_title\n"},
    {"salience.score > 0.9 and salience.in_title",
     "false and\n"
     "false .salience.score > 0.9 <- 0.5\n"
     "unknown .salience.in_title\n"},
    {"salience.score > 0.1 or salience.in_title",
     "true or\n"
     "true .salience.score > 0.1 <- 0.5\n"
     "unknown .salience.in_title\n"},
    {"salience.score > 0.1 and salience.in_title and not article.language == "
     "de",
     "unknown and\n"
     "true .salience.score > 0.1 <- 0.5\n"
     "unknown .salience.in_title\n"
     "true .not\n"
     "false ..article.language == \"de\" <- en\n"},
    {"(article.language == de or article.language == fr) and (article.language "
     "== en or fact)",
     "false and\n"
     "false .or\n"
     "false ..article.language == \"de\" <- en\n"
     "false ..article.language == \"fr\" <- en\n"
     "true .or\n"
     "true ..article.language == \"en\" <- en\n"
     "true ..fact <- Customer\n"},
};

static const struct gz_event_value amount = {
    .dim = GZ_EVENT_DIMENSION_MONEY,
    .cmp = GZ_EVENT_COMPARISON_GT,
    .value = {"600000000", 9},
    .unit = {"USD", 3},
};
static const struct gz_event_role roles[] = {
    {.role = {"customer", 8},
     .entity_id = {"e2", 2},
     .name = {"Globex", 6},
     .text = {"it", 2}},
    {.role = {"amount", 6}, .value = &amount, .text = {"$600m", 5}},
};
static const struct gz_event_attribution attributions[] = {
    {.kind = GZ_EVENT_ATTRIBUTION_ANONYMOUS, .verb = {"told", 4}},
    {.kind = GZ_EVENT_ATTRIBUTION_NAMED, .verb = {"said", 4}},
};
static const struct gz_event_fact facts[] = {
    {.type = {"Customer", 8},
     .roles = roles,
     .role_count = 2,
     .attributions = attributions,
     .attribution_count = 2,
     .confidence = 0.75,
     .rule = {"business.customer", 17}},
    {.type = {"Customer", 8}, .rule = {"other", 5}},
};
static const struct gz_alert_evidence evidence = {
    .title = {"Good news", 9},
    .source = {"Reuters", 7},
    .language = {"en", 2},
    .salience = 0.5,
    .facts = facts,
    .fact_count = 2,
};
static const struct gz_alert_event alert = {
    .entity_id = {"e1", 2},
    .entity_name = {"Acme", 4},
    .entity_type = {"Org/Company", 11},
};

static void compile(const char *when, struct gz_buffer *code)
{
    struct gz_source src;
    struct gz_error err;
    gz_error_init(&err);
    gz_buffer_init(code, 0);
    CHECK_OK(gz_source_init(&src, "when", gz_str_z(when)));
    const enum gz_status st = gz_condition_compile(
        gz_str_z(when), &src, 0, strlen(when), NULL, code, &err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    gz_source_fini(&src);
    gz_error_fini(&err);
}

static void print(const struct gz_condition_trace *t, struct gz_buffer *out)
{
    for (uint32_t i = 0; i < t->count; i++) {
        const struct gz_condition_step *s = &t->steps[i];
        gz_buffer_append_fmt(out, "%s ", gz_condition_trace_name(s->verdict));
        for (uint32_t d = 0; d < s->depth; d++) {
            gz_buffer_append_byte(out, '.');
        }
        gz_buffer_append_str(out, s->text);
        if (s->found.len_bytes > 0) {
            gz_buffer_append_fmt(out, " <- " GZ_STR_FMT, GZ_STR_ARG(s->found));
        }
        gz_buffer_append_byte(out, '\n');
    }
}

static void check_row(const struct row *r)
{
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    struct gz_condition_trace trace;
    struct gz_buffer code;
    struct gz_buffer out;
    compile(r->when, &code);
    gz_buffer_init(&out, 0);
    CHECK_OK(gz_condition_trace(gz_buffer_str(&code), &alert, &evidence, arena,
                                &trace));
    print(&trace, &out);
    CHECK_STR(gz_buffer_str(&out), r->want);
    CHECK_EQ(trace.verdict, trace.steps[0].verdict);
    gz_buffer_fini(&out);
    gz_buffer_fini(&code);
    gz_arena_free(arena);
}

// Of several facts the one for which it holds.
static void test_which_fact(void)
{
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    struct gz_condition_trace trace;
    struct gz_buffer code;
    compile("fact(Customer).rule == other", &code);
    CHECK_OK(gz_condition_trace(gz_buffer_str(&code), &alert, &evidence, arena,
                                &trace));
    CHECK(trace.fact == &facts[1]);
    CHECK_EQ(trace.verdict, GZ_CONDITION_TRUE);
    CHECK_STR(trace.steps[0].found, "other");
    gz_buffer_fini(&code);
    gz_arena_free(arena);
}

static void test_without_facts(void)
{
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    const struct gz_alert_evidence bare = {.salience = 1};
    struct gz_condition_trace trace;
    struct gz_buffer code;
    compile("not fact(Customer)", &code);
    CHECK_OK(
        gz_condition_trace(gz_buffer_str(&code), &alert, &bare, arena, &trace));
    CHECK(trace.fact == NULL);
    CHECK_EQ(trace.verdict, GZ_CONDITION_UNKNOWN);
    gz_buffer_fini(&code);
    gz_arena_free(arena);
}

static void test_memory(void)
{
    struct gz_condition_trace trace;
    struct gz_buffer code;
    bool done = false;
    compile("salience.score > 0.1 or article.title contains x", &code);
    for (long n = 1; !done; n++) {
        struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
        CHECK(arena != NULL);
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_condition_trace(
            gz_buffer_str(&code), &alert, &evidence, arena, &trace);
        done = !gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(st, done ? GZ_OK : GZ_NO_MEMORY);
        gz_arena_free(arena);
    }
    gz_buffer_fini(&code);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&rows[i]);
    }
    test_which_fact();
    test_without_facts();
    test_memory();
    return 0;
}
