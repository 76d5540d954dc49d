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
    {"salience.score >=", "18: error: salience.score is compared with a "
                          "number, which is missing here"},
    {"salience.score in []", "20: error: the list is empty"},
    {"(fact fact)", "7: error: expected \"and\", \"or\" or \")\", not "
                    "\"fact\""},
    // names: what is meant, or all that there are
    {"fact(Nonsense)",
     "6: error: unknown type of facts \"Nonsense\", known are Customer, "
     "Spending"},
    {"fact(Customer).nobody",
     "16: error: unknown field or role of this fact \"nobody\", known are "
     "type, polarity, modality, confidence, rule, attribution, "
     "attribution.kind, attribution.entity_id, attribution.verb, customer, "
     "supplier, segment"},
    {"fact.modalty == ACTUAL",
     "6: error: unknown field or role of a fact \"modalty\" (did you mean "
     "\"modality\"?)"},
    {"fact.custmer.id == a",
     "6: error: unknown field or role of a fact \"custmer\" (did you mean "
     "\"customer\"?)"},
    {"fact.attribution.x == a",
     "6: error: unknown field of a fact \"attribution.x\" (did you mean "
     "\"attribution.kind\"?)"},
    {"fact(Customer).customer.q == 1",
     "25: error: unknown part of a role \"q\", known are id, name, text, "
     "value, unit"},
    {"fact.type == Custmer", "14: error: unknown type of facts \"Custmer\" "
                             "(did you mean \"Customer\"?)"},
    {"entity.type == \"Compny\"",
     "17: error: unknown type \"Compny\" (did you mean \"Company\"?)"},
    // quotes
    {"article.title contains \"up",
     "24: error: the text has no closing quote (a quote that is part of a text "
     "stands between quotes of the other kind)"},
    {"entity.name == O'Brien",
     "17: error: the text has no closing quote (a quote that is part of a text "
     "stands between quotes of the other kind)"},
    // what never holds, or always
    {"salience.score >= 1.5",
     "19: error: salience.score is never >= 1.5: it is a number from 0 to 1"},
    {"salience.score < 1.5",
     "18: error: salience.score is always < 1.5: it is a number from 0 to 1"},
    {"salience.score in [0.5, 2]",
     "25: error: salience.score is never == 2: it is a number from 0 to 1"},
    {"salience.score < 0",
     "18: error: salience.score is never < 0: it is a number from 0 to 1"},
    {"fact.confidence > 1",
     "19: error: fact.confidence is never > 1: it is a number from 0 to 1"},
    {"salience.mentions > -1",
     "21: error: salience.mentions is always > -1: it is a number from 0"},
    {"fact(Spending).amount.value > 5 USS",
     "33: error: unknown currency \"USS\" (did you mean \"USD\"?)"},
    {"fact(Spending).amount.value > \"soon\"",
     "31: error: fact(Spending).amount.value is compared with a number or a "
     "date in quotes, such as \"2026-03-31\", not with \"soon\""},
};

// Ends of ranges and such: they may be asked for.
static const char *const allowed[] = {
    "salience.score >= 0 and salience.score <= 1 and salience.score != 0",
    "salience.score >= 1 and salience.score > 0 and salience.score == 1",
    "salience.mentions > 1000",
    "fact(Spending).amount.value > 5 XXX",
    "fact(Spending).amount.value == \"2026\"",
    "fact(Spending).amount.value >= \"2026-Q3\"",
    "fact.type contains Cust",
    "fact.segment.text == AI",
    "entity.type in [\"Org/Company\", Company]",
};

// All mistakes of one, each a column; no word is wrong for another's sake.
static const struct {
    const char *text;
    const char *columns;
} many[] = {
    {"salience.score >= 1.5 and entity.type == Foo or article.status == GONE",
     "19 42 67 "},
    {"not (fact(Custmer) and salience.scor > 1) or fact.modalty == PLANNED",
     "11 24 51 "},
    {"fact(Custmer).customer.vale > 1", "6 24 "},
    {"fact(Spending).custmer.value > 5 ABC", "16 34 "},
    {"salience.score in [x, 0.5, y] and fact(Sale)", "20 28 40 "},
    {"fact && salience.scor AND fact(Sale)", "6 9 23 32 "},
    {"fact fact(Sale) and fact(Buy)", "6 26 "},
    {"(fact fact) and fact(Sale)", "7 22 "},
    {"fact) and fact(Sale)", "5 16 "},
    {"salience.score in [2, \"x and fact(Sale)", "20 23 "},
    {"(fact(Sale) and ((fact", "7 18 "},
};

static void judge(const char *text, struct gz_error *err)
{
    struct test_terms t;
    struct gz_source src;
    struct gz_buffer code;
    test_terms_open(&t);
    gz_error_init(err);
    gz_buffer_init(&code, 0);
    CHECK_OK(gz_source_init(&src, "c", gz_str_z(text)));
    const enum gz_status st = gz_condition_compile(
        gz_str_z(text), &src, 0, src.len_bytes, &t.terms, &code, err);
    CHECK_EQ(st, err->count > 0 ? GZ_INVALID : GZ_OK);
    gz_buffer_fini(&code);
    gz_source_fini(&src);
    test_terms_close(&t);
}

static void test_allowed(void)
{
    for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++) {
        struct gz_error err;
        judge(allowed[i], &err);
        CHECK_Z(gz_error_text(&err), "");
        gz_error_fini(&err);
    }
}

static void test_many(void)
{
    for (size_t i = 0; i < sizeof(many) / sizeof(many[0]); i++) {
        struct gz_error err;
        struct gz_buffer columns;
        gz_buffer_init(&columns, 0);
        judge(many[i].text, &err);
        for (size_t k = 0; k < err.kept; k++) {
            gz_buffer_append_fmt(&columns, "%zu ",
                                 err.marks[k].offset_bytes + 1);
        }
        CHECK_STR(gz_buffer_str(&columns), many[i].columns);
        gz_buffer_fini(&columns);
        gz_error_fini(&err);
    }
}

static void test_mistakes(void)
{
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        struct gz_error err;
        judge(mistakes[i].text, &err);
        CHECK(err.count > 0);
        struct gz_str got = gz_str_z(gz_error_text(&err));
        got = gz_str_cut(&got, '\n');
        CHECK(gz_str_starts(got, GZ_STR_LIT("c:1:")));
        CHECK_STR(gz_str_of(got.ptr + 4, got.len_bytes - 4), mistakes[i].want);
        gz_error_fini(&err);
    }
}

int main(void)
{
    test_meaning();
    test_print();
    test_mistakes();
    test_allowed();
    test_many();
    return 0;
}
