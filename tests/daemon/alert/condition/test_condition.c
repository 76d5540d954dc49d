// Conditions: what they mean, how they print, and what is said of mistakes.

#include "daemon/alert/condition/condition.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/subscription_fixture.h"

#define LIT(s)                                                                 \
    {                                                                          \
        s, sizeof(s) - 1                                                       \
    }

// --- an event ---

static const struct gz_event_value more_than_500m = {
    .dim = 0, .cmp = 3, .value = LIT("500000000"), .unit = LIT("USD")};
static const struct gz_event_value range = {.dim = 0,
                                            .cmp = 6,
                                            .value = LIT("1000000"),
                                            .max = LIT("2000000"),
                                            .unit = LIT("EUR")};
static const struct gz_event_value percent = {
    .dim = 1, .cmp = 0, .value = LIT("3.5"), .unit = LIT("%")};
static const struct gz_event_value day = {
    .dim = 2, .cmp = 0, .value = LIT("2026-03-01")};
static const struct gz_event_value jobs = {
    .dim = 4, .cmp = 1, .value = LIT("300"), .unit = LIT("1")};

static const struct gz_event_role customer_roles[] = {
    {.role = LIT("customer"), .entity_id = LIT("wd:Q1"), .name = LIT("Acme")},
    {.role = LIT("supplier"), .entity_id = LIT("wd:Q2"), .name = LIT("Globex")},
    {.role = LIT("segment"), .text = LIT("AI")},
};
static const struct gz_event_role spending_roles[] = {
    {.role = LIT("spender"), .entity_id = LIT("wd:Q2"), .name = LIT("Globex")},
    {.role = LIT("amount"), .value = &more_than_500m},
    {.role = LIT("range"), .value = &range},
    {.role = LIT("share"), .value = &percent},
    {.role = LIT("date"), .value = &day},
    {.role = LIT("jobs"), .value = &jobs},
};
static const struct gz_event_attribution named[] = {
    {.kind = 0, .entity_id = LIT("wd:Q9"), .verb = LIT("said")}};
static const struct gz_event_attribution anonymous[] = {{.kind = 1}};

static const struct gz_event_fact facts[] = {
    {.type = LIT("Customer"),
     .roles = customer_roles,
     .role_count = 3,
     .attributions = named,
     .attribution_count = 1,
     .confidence = 0.9},
    {.type = LIT("Customer"),
     .roles = customer_roles,
     .role_count = 2,
     .modality = 3,
     .attributions = anonymous,
     .attribution_count = 1,
     .confidence = 0.4},
    {.type = LIT("Spending"), .roles = spending_roles, .role_count = 6},
};
static const struct gz_event_pair ext[] = {{LIT("country"), LIT("US")}};
static const struct gz_event_pair xids[] = {{LIT("ticker"), LIT("GLX")}};
static const struct gz_event_article article = {
    .source = LIT("Reuters"), .language = LIT("en"), .title = LIT("Globex up")};
static const struct gz_event event = {
    .article = &article,
    .entity_id = LIT("wd:Q2"),
    .entity_name = LIT("Globex"),
    .entity_type = LIT("Org/Company"),
    .xids = xids,
    .xid_count = 1,
    .salience = 0.5,
    .in_title = true,
    .facts = facts,
    .fact_count = 3,
    .ext = ext,
    .ext_count = 1,
};

// fact: number of the fact that it is about, or -1.
static const struct {
    const char *text;
    int fact;
    bool want;
} rows[] = {
    {"salience.score >= 0.3", -1, true},
    {"salience.score > 0.5", -1, false},
    {"salience.score in [0.1, 0.5]", -1, true},
    {"salience.in_title", -1, true},
    {"salience.in_title == false", -1, false},
    {"salience.first_sentence", -1, false},
    {"entity.type == Org", -1, true},
    {"entity.type == Org/Company", -1, true},
    {"entity.type == Place", -1, false},
    {"entity.type in [Place, Org]", -1, true},
    {"entity.name == globex", -1, true},
    {"entity.name contains \"LOB\"", -1, true},
    {"entity.attribute.country == US", -1, true},
    {"entity.attribute.sector == cloud", -1, false},
    {"entity.attribute.sector != cloud", -1, false},
    {"not entity.attribute.sector == cloud", -1, true},
    {"entity.xid.ticker == GLX", -1, true},
    {"article.source == reuters", -1, true},
    {"article.source in [AP, Reuters]", -1, true},
    {"article.status == PUBLISHED", -1, true},
    {"article.title contains up", -1, true},
    {"fact(Customer)", -1, true},
    {"fact", -1, true},
    {"not fact(Customer)", -1, false},
    {"fact(Customer).attribution.kind == NAMED", -1, true},
    {"fact(Customer).attribution.kind == NAMED", 1, false},
    {"fact(Customer).attribution.kind == NAMED", 2, true},
    {"fact.attribution.kind == ANONYMOUS", 1, true},
    {"fact(Customer).attribution.verb == said", 0, true},
    {"fact(Customer).modality == ACTUAL", 0, true},
    {"fact(Customer).modality != ACTUAL", 1, true},
    {"fact(Customer).customer.id == wd:Q1", -1, true},
    {"fact(Customer).customer.name == ACME", -1, true},
    {"fact(Customer).segment", 0, true},
    {"fact(Customer).segment", 1, false},
    {"fact(Customer).segment.text == AI", -1, true},
    {"fact.confidence > 0.5", 1, false},
    {"fact(Spending).amount.value > 500m USD", -1, true},
    {"fact(Spending).amount.value >= 0.5bn USD", -1, true},
    {"fact(Spending).amount.value > 400 million USD", -1, true},
    {"fact(Spending).amount.value > 501m USD", -1, false},
    {"fact(Spending).amount.value == 500m USD", -1, false},
    {"fact(Spending).amount.value != 500m USD", -1, true},
    {"fact(Spending).amount.value != 600m USD", -1, false},
    {"fact(Spending).amount.value < 900m USD", -1, false},
    {"fact(Spending).amount.value > 1 EUR", -1, false},
    {"fact(Spending).amount.value != 1 EUR", -1, false},
    {"fact(Spending).amount.value > 1", -1, false},
    {"fact(Spending).amount.value > 1%", -1, false},
    {"fact(Spending).amount.unit == USD", -1, true},
    {"fact(Spending).range.value >= 1m EUR", -1, true},
    {"fact(Spending).range.value > 1m EUR", -1, false},
    {"fact(Spending).range.value <= 2m EUR", -1, true},
    {"fact(Spending).range.value < 2m EUR", -1, false},
    {"fact(Spending).share.value == 3.50 %", -1, true},
    {"fact(Spending).share.value > 3%", -1, true},
    {"fact(Spending).date.value >= \"2026-01-01\"", -1, true},
    {"fact(Spending).date.value < \"2026-01-01\"", -1, false},
    {"fact(Spending).jobs.value < 300", -1, true},
    {"fact(Spending).jobs.value <= 299", -1, false},
    {"salience.score >= 0.3 and fact(Customer).attribution.kind == NAMED and "
     "fact(Spending).amount.value > 500m USD",
     0, true},
    {"salience.score > 0.9 or article.language == en", -1, true},
    {"salience.score > 0.9 or article.language == en and salience.in_title", -1,
     true},
    {"(salience.in_title or salience.in_title) and salience.score > 0.9", -1,
     false},
    {"not (salience.score > 0.9 or fact(Sale))", -1, true},
};

static void compile(const char *text, struct gz_buffer *code)
{
    struct gz_source src;
    struct gz_error err;
    gz_error_init(&err);
    gz_buffer_init(code, 0);
    CHECK_OK(gz_source_init(&src, "c", gz_str_z(text)));
    const enum gz_status st = gz_condition_compile(
        gz_str_z(text), &src, 0, src.len_bytes, NULL, code, &err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    gz_source_fini(&src);
    gz_error_fini(&err);
}

// What is printed means the same, to the byte of its code.
static void check_print(struct gz_str code)
{
    struct gz_buffer text;
    struct gz_buffer again;
    gz_buffer_init(&text, 0);
    gz_condition_print(code, &text);
    gz_buffer_append_byte(&text, '\0');
    compile((const char *)text.data, &again);
    CHECK(gz_str_eq(gz_buffer_str(&again), code));
    gz_buffer_fini(&text);
    gz_buffer_fini(&again);
}

static void test_meaning(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_event_fact *fact =
            rows[i].fact < 0 ? NULL : &facts[rows[i].fact];
        struct gz_buffer code;
        compile(rows[i].text, &code);
        const bool got = gz_condition_holds(gz_buffer_str(&code), &event, fact);
        if (got != rows[i].want) {
            fprintf(stderr, "%s is %d\n", rows[i].text, got);
            exit(1);
        }
        check_print(gz_buffer_str(&code));
        gz_buffer_fini(&code);
    }
}

static const struct {
    const char *text;
    const char *want;
} prints[] = {
    {"fact( Spending ).amount.value>500m USD",
     "fact(Spending).amount.value > 500000000 USD"},
    {"not (salience.in_title or fact) and (fact or salience.in_title)",
     "not (salience.in_title or fact) and (fact or salience.in_title)"},
    {"article.source in [AP, 'A \"B\"']",
     "article.source in [\"AP\", \"A \\\"B\\\"\"]"},
    {"fact(Customer).customer", "fact(Customer).customer"},
    {"((salience.in_title))", "salience.in_title"},
};

static void test_print(void)
{
    for (size_t i = 0; i < sizeof(prints) / sizeof(prints[0]); i++) {
        struct gz_buffer code;
        struct gz_buffer text;
        compile(prints[i].text, &code);
        gz_buffer_init(&text, 0);
        gz_condition_print(gz_buffer_str(&code), &text);
        CHECK_STR(gz_buffer_str(&text), prints[i].want);
        gz_buffer_fini(&code);
        gz_buffer_fini(&text);
    }
}

// --- mistakes ---

static const struct {
    const char *text;
    const char *want;  // behind "c:1:", with the mark's column and length
} mistakes[] = {
    {"salience.scor > 1", "1: error: unknown field \"salience.scor\" (did you "
                          "mean \"salience.score\"?)"},
    {"salience.score", "1: error: salience.score must be compared with "
                       "something (==, !=, <, <=, >, >=, in, contains)"},
    {"salience.score > x", "18: error: salience.score is compared with a "
                           "number, not with \"x\""},
    {"salience.score > 5 USD",
     "20: error: salience.score is a number without a unit"},
    {"fact(Custmer)", "6: error: unknown type of facts \"Custmer\" (did you "
                      "mean \"Customer\"?)"},
    {"fact(Customer).custmer.id == a",
     "16: error: unknown field or role of this fact \"custmer\" (did you mean "
     "\"customer\"?)"},
    {"fact(Customer).customer.vale > 1",
     "25: error: unknown part of a role \"vale\" (did you mean \"value\"?)"},
    {"fact(Customer).modality == PLANED",
     "28: error: fact(Customer).modality is compared with one of ACTUAL, "
     "PLANNED, POSSIBLE, RUMOURED (did you mean PLANNED?), not with "
     "\"PLANED\""},
    {"fact(Customer).modality > ACTUAL",
     "1: error: fact(Customer).modality cannot be compared with \">\""},
    {"entity.type == Compny",
     "16: error: unknown type \"Compny\" (did you mean \"Company\"?)"},
    {"fact(Spending).amount.value > 5q USD",
     "32: error: unknown scale \"q\" (known are k, m, bn, tn; write a unit "
     "behind a space)"},
    {"salience.in_title AND fact", "19: error: expected \"and\", \"or\" or the "
                                   "end, not \"AND\" (did you mean "
                                   "\"and\"?)"},
    {"(fact", "1: error: \"(\" is not closed"},
    {"article.source in Reuters", "19: error: expected \"[\" behind \"in\""},
    {"fact.", "6: error: expected a name behind the dot"},
    {"", "1: error: expected a field, such as salience.score or "
         "fact(Customer)"},
};

static void test_mistakes(void)
{
    struct test_terms t;
    test_terms_open(&t);
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        struct gz_source src;
        struct gz_error err;
        struct gz_buffer code;
        gz_error_init(&err);
        gz_buffer_init(&code, 0);
        CHECK_OK(gz_source_init(&src, "c", gz_str_z(mistakes[i].text)));
        CHECK_EQ(gz_condition_compile(gz_str_z(mistakes[i].text), &src, 0,
                                      src.len_bytes, &t.terms, &code, &err),
                 GZ_INVALID);
        struct gz_str got = gz_str_z(gz_error_text(&err));
        got = gz_str_cut(&got, '\n');
        CHECK(gz_str_starts(got, GZ_STR_LIT("c:1:")));
        CHECK_STR(gz_str_of(got.ptr + 4, got.len_bytes - 4), mistakes[i].want);
        gz_buffer_fini(&code);
        gz_source_fini(&src);
        gz_error_fini(&err);
    }
    test_terms_close(&t);
}

int main(void)
{
    test_meaning();
    test_print();
    test_mistakes();
    return 0;
}
