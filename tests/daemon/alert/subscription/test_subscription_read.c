// Subscriptions from YAML and JSON: what is read, printed, refused.

#include "tests/support/alloc_fail.h"
#include "tests/support/subscription_fixture.h"

// --- what is read comes back ---

static const struct {
    const char *yaml;
    const char *json;
} rows[] = {
    {"{id: a, entities: {ids: [wd:Q1]}}",
     "{\"id\":\"a\",\"entities\":{\"ids\":[\"wd:Q1\"]},\"wait\":\"0ms\","
     "\"interval\":\"5m\",\"resolve\":\"1d\",\"confirm\":2,\"severity\":"
     "\"info\"}"},
    {"{id: b.c-D_1, description: x y, entities: {names: Microsoft, types: "
     "[Org/Company], attributes: {country: US, sector: [cloud, chips]}}, "
     "when: 'salience.score>=0.3 and fact', languages: [en, de], sources: "
     "Reuters, confirm: 0}",
     "{\"id\":\"b.c-D_1\",\"description\":\"x "
     "y\",\"entities\":{\"names\":[\"Microsoft\"],\"types\":[\"Org/"
     "Company\"],\"attributes\":{\"country\":[\"US\"],\"sector\":[\"cloud\","
     "\"chips\"]}},\"when\":\"salience.score >= 0.3 and "
     "fact\",\"languages\":[\"en\",\"de\"],\"sources\":[\"Reuters\"],"
     "\"wait\":\"0ms\",\"interval\":\"5m\",\"resolve\":\"1d\",\"confirm\":0,"
     "\"severity\":\"info\"}"},
    {"{id: f, facts: [Customer, {type: Spending, anchor: spender, roles: "
     "{amount: [x, y]}}], with: {ids: [q], within: sentence}, group_by: "
     "[fact.type, role.customer]}",
     "{\"id\":\"f\",\"facts\":[{\"type\":\"Customer\"},{\"type\":\"Spending\","
     "\"anchor\":\"spender\",\"roles\":{\"amount\":[\"x\",\"y\"]}}],\"with\":{"
     "\"ids\":[\"q\"],\"within\":\"sentence\"},\"group_by\":[\"fact.type\","
     "\"role.customer\"],\"wait\":\"0ms\",\"interval\":\"5m\",\"resolve\":"
     "\"1d\",\"confirm\":2,\"severity\":\"info\"}"},
    {"{id: w, entities: {ids: [a]}, window: {rate: 2.5, within: 1h, baseline: "
     "1d}, wait: 30s, interval: 90m, repeat: 4h, severity: critical, labels: "
     "{team: x}, receivers: [desk], version: 7, since: 2026-01-31}",
     "{\"id\":\"w\",\"version\":7,\"since\":\"2026-01-31T00:00:00Z\","
     "\"entities\":{\"ids\":[\"a\"]},\"window\":{\"rate\":2.5,\"baseline\":"
     "\"1d\",\"count\":3,\"within\":\"1h\"},\"wait\":\"30s\",\"interval\":"
     "\"90m\",\"repeat\":\"4h\",\"resolve\":\"1h\",\"confirm\":2,\"severity\":"
     "\"critical\",\"labels\":{\"team\":\"x\"},\"receivers\":[\"desk\"]}"},
    {"{id: t, entities: {ids: [a]}, first_seen: {pair: 90d, partial: true}, "
     "silences: [{from: 2026-01-01, until: '2026-01-02T00:00:00.5Z', comment: "
     "c}], quiet: {from: '22:00', until: '07:30', zone: '-03:30', days: [Sat, "
     "Sun]}, digest: {every: 1d, at: '08:00', zone: '+01:00'}}",
     "{\"id\":\"t\",\"entities\":{\"ids\":[\"a\"]},\"first_seen\":{\"pair\":"
     "\"90d\",\"partial\":true},\"wait\":\"0ms\",\"interval\":\"5m\","
     "\"resolve\":\"1d\",\"confirm\":2,\"silences\":[{\"from\":\"2026-01-01T00:"
     "00:00Z\",\"until\":\"2026-01-02T00:00:00.500Z\",\"comment\":\"c\"}],"
     "\"quiet\":{\"from\":\"22:00\",\"until\":\"07:30\",\"zone\":\"-03:30\","
     "\"days\":[\"Sat\",\"Sun\"]},\"digest\":{\"every\":\"1d\",\"at\":\"08:"
     "00\",\"zone\":\"+01:00\"},\"severity\":\"info\"}"},
    {"{id: n, entities: {ids: [a]}, window: {absent: 2w}}",
     "{\"id\":\"n\",\"entities\":{\"ids\":[\"a\"]},\"window\":{\"absent\":"
     "\"14d\"},\"wait\":\"0ms\",\"interval\":\"5m\",\"resolve\":\"14d\","
     "\"confirm\":2,\"severity\":\"info\"}"},
};

static void print(const struct gz_subscription *s, struct gz_buffer *out)
{
    struct gz_json_writer w;
    gz_buffer_init(out, 0);
    gz_json_writer_init(&w, out);
    gz_subscription_print(s, &w);
    gz_buffer_append_byte(out, '\0');
    CHECK_OK(gz_buffer_status(out));
}

static void test_round_trip(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_subscription *s = test_subscription(rows[i].yaml);
        struct gz_subscription *back = NULL;
        struct gz_buffer one;
        struct gz_buffer two;
        struct gz_error err;
        gz_error_init(&err);
        print(s, &one);
        CHECK_Z((const char *)one.data, rows[i].json);
        const enum gz_status st = gz_subscription_read_json(
            gz_str_z(rows[i].json), "json", NULL, &back, &err);
        CHECK_Z(gz_error_text(&err), "");
        CHECK_OK(st);
        print(back, &two);
        CHECK_Z((const char *)two.data, rows[i].json);
        CHECK_EQ(gz_subscription_size(s), gz_subscription_size(back));
        gz_subscription_unref(s);
        gz_subscription_unref(back);
        gz_buffer_fini(&one);
        gz_buffer_fini(&two);
        gz_error_fini(&err);
    }
}

static void test_with(void)
{
    struct gz_subscription *s = test_subscription("{id: a, when: fact}");
    struct gz_subscription *t = gz_subscription_with(s, 9, 1000);
    struct gz_subscription_view v;
    gz_subscription_look(t, &v);
    CHECK_STR(v.id, "a");
    CHECK_STR(gz_subscription_id(t), "a");
    CHECK_EQ(v.version, 9);
    CHECK_EQ(v.since_ms, 1000);
    CHECK(v.when.len_bytes > 0);
    gz_subscription_unref(gz_subscription_ref(s));
    gz_subscription_unref(s);
    gz_subscription_unref(t);
    gz_subscription_unref(NULL);
}

// --- mistakes: the first line of each report, without the file ---

static const struct {
    const char *yaml;
    const char *want;
} mistakes[] = {
    {"x", "1:1: error: expected a mapping for a subscription, with the keys "
          "id, description, version, since, entities, facts, when, with, "
          "languages, sources, first_seen, window, group_by, wait, interval, "
          "repeat, resolve, confirm, silences, quiet, digest, severity, "
          "labels, receivers, examples, not a text"},
    {"{when: fact}", "1:1: error: the subscription has no `id:`"},
    {"{id: a}", "1:1: error: the subscription asks for everything; it needs "
                "`entities:`, `facts:` or `when:`"},
    {"{id: a/b, when: fact}", "1:6: error: an id is made of letters of ASCII, "
                              "digits, \"-\", \"_\" and \".\""},
    {"{id: .., when: fact}", "1:6: error: an id is not \".\" or \"..\""},
    {"{id: a, when: fact, whn: x}",
     "1:21: error: unknown key \"whn\" (did you mean \"when\"?)"},
    {"{id: a, entities: {idx: x}}",
     "1:20: error: unknown key \"idx\" (did you mean \"ids\"?)"},
    {"{id: a, entities: {ids: []}}", "1:25: error: the list is empty"},
    {"{id: a, entities: {ids: {a: b}}}",
     "1:25: error: expected a text or a list of texts, not a mapping"},
    {"{id: a, entities: {lists: [x]}}",
     "1:28: error: no list \"x\" stands under `lists:`, there are none"},
    {"{id: a, entities: {types: Compny}}",
     "1:27: error: unknown type of entities \"Compny\" (did you mean "
     "\"Company\"?)"},
    {"{id: a, facts: [Custmer]}",
     "1:17: error: unknown type of facts \"Custmer\" (did you mean "
     "\"Customer\"?)"},
    {"{id: a, facts: [{type: Customer, anchor: custmer}]}",
     "1:42: error: Customer has no role \"custmer\" (did you mean "
     "\"customer\"?)"},
    {"{id: a, facts: [{type: Customer, roles: {x: y}}]}",
     "1:42: error: Customer has no role \"x\", known are customer, supplier, "
     "segment"},
    {"{id: a, facts: [Nonsense]}",
     "1:17: error: unknown type of facts \"Nonsense\", known are Customer, "
     "Spending"},
    {"{id: a, facts: [{type: Customer, anchor: segmnt}]}",
     "1:42: error: Customer has no role \"segmnt\" (did you mean "
     "\"segment\"?)"},
    {"{id: a, entities: {types: Money}}",
     "1:27: error: unknown type of entities \"Money\", known are Person, Org, "
     "Org/Company, Org/Bank, Org/Government, Org/Agency, Org/Party, Org/Ngo, "
     "Org/Media, Org/University, Org/Team, Org/Exchange, Place, Place/Country, "
     "Place/Region, Place/City, Place/Facility, Place/Water, Norp, "
     "Norp/Nationality, Norp/Religion, Norp/Ideology, Product, Event, Work, "
     "Law, Asset, Asset/Currency, Asset/Equity, Asset/Index, Asset/Commodity, "
     "Asset/Crypto"},
    {"{id: a, when: fact, group_by: [role.x]}",
     "1:32: error: no fact has a role \"x\", known are customer, supplier, "
     "segment, spender, amount"},
    {"{id: a, when: fact, receivers: dsk}",
     "1:32: error: unknown receiver \"dsk\" (did you mean \"desk\"?)"},
    {"{id: a, when: fact, receivers: [mail, no such]}",
     "1:39: error: unknown receiver \"no such\", known are desk, mail"},
    {"{id: a, when: fact, silences: [{frm: 2026-01-01, until: 2026-01-02}]}",
     "1:33: error: unknown key \"frm\" (did you mean \"from\"?)"},
    {"{id: a, facts: [{anchor: x}]}", "1:17: error: the fact has no `type:`"},
    {"{id: a, facts: [{type: Customer, rols: x}]}",
     "1:34: error: unknown key \"rols\" (did you mean \"roles\"?)"},
    {"{id: a, when: 'fact(Customer).custmer.id == x'}",
     "1:31: error: unknown field or role of this fact \"custmer\" (did you "
     "mean \"customer\"?)"},
    {"{id: a, when: fact, with: {within: sentence}}",
     "1:27: error: `with:` needs `ids:`"},
    {"{id: a, when: fact, with: {ids: [x], within: sentense}}",
     "1:46: error: unknown value \"sentense\" (did you mean \"sentence\"?)"},
    {"{id: a, when: fact, first_seen: {}}",
     "1:33: error: `first_seen:` needs entity, fact or pair with the time "
     "looked back, such as pair: 90d"},
    {"{id: a, when: fact, first_seen: {pair: 1d, fact: 1d}}",
     "1:44: error: only one of entity, fact and pair may be given"},
    {"{id: a, when: fact, window: {within: 1h}}",
     "1:29: error: a window needs count, sources, rate or absent"},
    {"{id: a, when: fact, window: {count: 0, within: 1h}}",
     "1:37: error: expected a whole number from 1 to 200"},
    {"{id: a, when: fact, window: {count: 2}}",
     "1:29: error: a window needs `within:`, such as within: 1h"},
    {"{id: a, when: fact, window: {count: 2, sources: 2, within: 1h}}",
     "1:40: error: a window has one of count, sources, rate and absent (a rate "
     "may have a count too)"},
    {"{id: a, when: fact, window: {rate: 0.5, within: 1h, baseline: 1d}}",
     "1:36: error: expected how many times the usual rate: a number above 1 "
     "and up to 1000"},
    {"{id: a, when: fact, window: {rate: 3, within: 1h, baseline: 90m}}",
     "1:29: error: a rate needs a `baseline:` of 2 to 200 times `within:`"},
    {"{id: a, when: fact, window: {count: 3, within: 1h, baseline: 2h}}",
     "1:29: error: `baseline:` belongs to a `rate:`"},
    {"{id: a, when: fact, window: {count: 2, within: 1h}, first_seen: {fact: "
     "1d}}",
     "1:29: error: `first_seen:` and `window:` cannot be in one "
     "subscription"},
    {"{id: a, when: fact, first_seen: {fact: 1d}}",
     "1:33: error: a fact that is seen first needs `facts:`, or `when:` with "
     "fact(TYPE), such as when: fact(Customer)"},
    {"{id: a, when: fact, group_by: [fact.typ]}",
     "1:32: error: cannot group by \"fact.typ\" (did you mean \"fact.type\"?)"},
    {"{id: a, when: fact, group_by: [role.custmer]}",
     "1:32: error: no fact has a role \"custmer\" (did you mean "
     "\"role.customer\"?)"},
    {"{id: a, when: fact, window: {absent: 1h, within: 2h}}",
     "1:42: error: `absent:` has its time and takes no `within:`"},
    {"{id: a, when: fact, window: {within: 2h, absent: 1h}}",
     "1:30: error: `absent:` has its time and takes no `within:`"},
    {"{id: a, when: fact, wait: 30}",
     "1:27: error: expected a duration from 0ms to 1d, such as 30s, 5m, 1h30m "
     "or 90d"},
    {"{id: a, when: fact, confirm: 11}",
     "1:30: error: expected a whole number from 0 to 10"},
    {"{id: a, when: fact, silences: [{from: 2026-01-01}]}",
     "1:32: error: a silence needs an end: until: 2026-01-31T08:00:00Z"},
    {"{id: a, when: fact, silences: [{from: 2026-01-02, until: 2026-01-01}]}",
     "1:58: error: the silence ends before it begins"},
    {"{id: a, when: fact, silences: [{until: soon}]}",
     "1:40: error: expected a time, such as 2026-01-31 or "
     "2026-01-31T08:00:00Z"},
    {"{id: a, when: fact, silences: [{until: 2026-01-31T08:00:00}]}",
     "1:40: error: the time of day needs a zone, such as 2026-01-31T08:00:00Z "
     "or 2026-01-31T08:00:00+01:00"},
    {"{id: a, when: fact, since: '2026-01-31 08:00'}",
     "1:28: error: the time of day needs a zone, such as 2026-01-31T08:00:00Z "
     "or 2026-01-31T08:00:00+01:00"},
    {"{id: a, when: fact, quiet: {from: '22:00', until: '24:00'}}",
     "1:51: error: expected a time of day from 00:00 to 23:59, in quotes"},
    {"{id: a, when: fact, quiet: {from: '22:00', until: '22:00'}}",
     "1:28: error: quiet hours need `from:` and `until:` that differ"},
    {"{id: a, when: fact, quiet: {from: '22:00', until: '7:00', zone: CET}}",
     "1:51: error: expected a time of day from 00:00 to 23:59, in quotes"},
    {"{id: a, when: fact, quiet: {days: [Monday]}}",
     "1:36: error: unknown value \"Monday\", known are Mon, Tue, Wed, Thu, "
     "Fri, Sat, Sun"},
    {"{id: a, when: fact, quiet: {from: '22:00', until: '07:00', zone: CET}}",
     "1:66: error: expected UTC, a distance from it, such as \"+01:00\", or a "
     "place of the time zone database, such as Europe/London"},
    {"{id: a, when: fact, digest: {zone: Europe/Lundon}}",
     "1:36: error: the time zone database of this system has no such place "
     "(`timedatectl list-timezones` prints them)"},
    {"{id: a, when: fact, digest: {evry: 1d}}",
     "1:30: error: unknown key \"evry\" (did you mean \"every\"?)"},
    {"{id: a, when: fact, severity: hgh}",
     "1:31: error: unknown value \"hgh\", known are info, warning, critical"},
    {"{id: a, when: fact, labels: [x]}",
     "1:29: error: expected a mapping, not a list"},
    {"{id: a, when: 'salience.score = 0.3'}",
     "1:31: error: expected an operator, not \"=\" (did you mean \"==\"?)"},
    {"{id: a, when: 'fact && fact'}",
     "1:21: error: expected \"and\", \"or\" or the end, not \"&\" (did you "
     "mean \"and\"?)"},
    {"{id: a, when: 'salience.score > 0.3 AND fact'}",
     "1:37: error: expected \"and\", \"or\" or the end, not \"AND\" (did you "
     "mean \"and\"?)"},
    {"{id: a, when: 'fact(Spending).amount.value > 5m AND fact'}",
     "1:49: error: expected \"and\", \"or\" or the end, not \"AND\" (did you "
     "mean \"and\"?)"},
    {"{id: a, when: 'fact(Spending).amount.value > 5m euro'}",
     "1:49: error: expected a unit of three capitals, such as USD, not "
     "\"euro\""},
    {"{id: a, when: fact, examples: x}",
     "1:31: error: expected a list of examples"},
};

// All mistakes of one, each a column; none is told for another's sake.
static const struct {
    const char *yaml;
    const char *columns;
} many[] = {
    {"{id: a, when: fact, window: {count: 0, baseline: 2h}}", "37 29 29 "},
    {"{id: a, when: fact, window: {rate: 1, baseline: 1s}}", "36 49 29 "},
    {"{id: a, when: fact, window: {rate: 1, within: 1h, baseline: 90m}}",
     "36 29 "},
    {"{id: a, when: fact, window: {rate: 2, within: 1h, baseline: x}}", "61 "},
    {"{id: a, when: fact, window: {rate: 2, within: x, baseline: 2h}}", "47 "},
    {"{id: a, when: fact, window: {cont: 2, within: x}}", "30 47 "},
    {"{id: a, when: fact, window: {absent: 1s, within: x}}", "38 50 42 "},
    {"{id: a, wait: x, when: fact, window: {count: 2, within: y}}", "15 57 "},
    {"{id: a, when: fact, quiet: {from: '22:00', until: '22:00', zone: CET}}",
     "66 28 "},
    {"{id: a, when: fact, quiet: {from: '24:00', days: [Mo]}}", "35 51 28 "},
    {"{id: a, when: fact, quiet: {from: '24:00', until: '00:00'}}", "35 "},
    {"{id: a, when: fact, first_seen: {partial: x}}", "43 33 "},
    {"{id: a, when: fact, silences: [{from: x, until: y, comment: ''}]}",
     "39 49 61 "},
    {"{id: a, when: fact, silences: [{from: x}]}", "32 39 "},
    {"{id: a, wait: x, entities: {lists: [nosuch]}}", "15 37 "},
    {"{id: a, facts: {typ: Customer, anchor: [x], roles: x}}", "17 40 52 "},
    {"{id: a, facts: {anchor: [x], roles: {y: {}}}}", "16 25 41 "},
    {"{id: a, facts: {type: [x], anchr: y}}", "28 23 "},
};

// The reports name the columns at which they stand.
static void write_columns(const struct gz_error *err, struct gz_buffer *out)
{
    for (size_t i = 0; i < err->kept; i++) {
        gz_buffer_append_fmt(out, "%zu ", err->marks[i].offset_bytes + 1);
    }
}

static void test_many(void)
{
    struct test_terms t;
    test_terms_open(&t);
    for (size_t i = 0; i < sizeof(many) / sizeof(many[0]); i++) {
        struct gz_error err;
        struct gz_buffer columns;
        gz_error_init(&err);
        gz_buffer_init(&columns, 0);
        CHECK(test_subscription_try(many[i].yaml, &t.terms, &err) == NULL);
        write_columns(&err, &columns);
        CHECK_STR(gz_buffer_str(&columns), many[i].columns);
        gz_buffer_fini(&columns);
        gz_error_fini(&err);
    }
    test_terms_close(&t);
}

static void test_mistakes(void)
{
    struct test_terms t;
    test_terms_open(&t);
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        struct gz_error err;
        gz_error_init(&err);
        struct gz_subscription *s =
            test_subscription_try(mistakes[i].yaml, &t.terms, &err);
        CHECK(s == NULL);
        struct gz_str got = gz_str_z(gz_error_text(&err));
        got = gz_str_cut(&got, '\n');
        CHECK(gz_str_starts(got, GZ_STR_LIT("s.yaml:")));
        CHECK_STR(gz_str_of(got.ptr + 7, got.len_bytes - 7), mistakes[i].want);
        gz_error_fini(&err);
    }
    test_terms_close(&t);
}

static const struct {
    const char *json;
    const char *want;
} bad_json[] = {
    {"", "j:1:1: error: a value is missing"},
    {"{\"id\":\"a\",\"id\":\"b\"}", "j:1:11: error: the key stands here twice"},
    {"{\"when\":\"fact\",\"id\":\"a\",\"id\":\"a\"}",
     "j:1:25: error: the key stands here twice"},
    {"{\"id\":\"a\",}", "j:1:11: error: a key is missing; keys stand between "
                        "double quotes"},
    {"{\"id\":\"a\",\"when\":\"fact(\"}",
     "j:1:24: error: expected a type of facts, such as Customer"},
    {"{\"id\":\n\"\u00e9\xff\"}", "j:2:3: error: not valid UTF-8"},
    {"{\"id\":\"a\",\"when\":\"fact\",\"examples\":[]}",
     "j:1:25: error: examples stand in files only, where `gazetted alerts "
     "test` "
     "runs them; leave them out here"},
};

// Packs of names alone have no rules.
static const struct {
    const char *yaml;
    const char *want;
} ruleless[] = {
    {"{id: s, entities: {types: [Place, Org/Company]}}", ""},
    {"{id: s, facts: [Customer]}",
     "1:17: error: unknown type of facts \"Customer\", there are none"},
    {"{id: s, when: fact(Customer).polarity == POSITIVE}",
     "1:20: error: unknown type of facts \"Customer\", there are none"},
    {"{id: s, entities: {ids: [e1]}, group_by: [role.customer]}",
     "1:43: error: no fact has a role \"customer\", there are none"},
};

static void test_without_rules(void)
{
    const struct gz_alert_terms terms = {.rules = NULL};
    for (size_t i = 0; i < sizeof(ruleless) / sizeof(ruleless[0]); i++) {
        struct gz_error err;
        gz_error_init(&err);
        gz_subscription_unref(
            test_subscription_try(ruleless[i].yaml, &terms, &err));
        struct gz_str got = gz_str_z(gz_error_text(&err));
        got = gz_str_cut(&got, '\n');
        if (gz_str_starts(got, GZ_STR_LIT("s.yaml:"))) {
            got = gz_str_of(got.ptr + 7, got.len_bytes - 7);
        }
        CHECK_STR(got, ruleless[i].want);
        gz_error_fini(&err);
    }
}

static void test_bad_json(void)
{
    for (size_t i = 0; i < sizeof(bad_json) / sizeof(bad_json[0]); i++) {
        struct gz_subscription *s = NULL;
        struct gz_error err;
        gz_error_init(&err);
        CHECK_EQ(gz_subscription_read_json(gz_str_z(bad_json[i].json), "j",
                                           NULL, &s, &err),
                 GZ_INVALID);
        CHECK(s == NULL);
        struct gz_str got = gz_str_z(gz_error_text(&err));
        CHECK_STR(gz_str_cut(&got, '\n'), bad_json[i].want);
        gz_error_fini(&err);
    }
}

// --- memory ---

static void test_no_memory(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (long n = 1;; n++) {
            struct gz_subscription *s = NULL;
            gz_alloc_fail_at(n);
            const enum gz_status st = gz_subscription_read_json(
                gz_str_z(rows[i].json), "json", NULL, &s, NULL);
            const bool failed = gz_alloc_failed();
            gz_alloc_fail_at(0);
            CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
            CHECK_EQ(s == NULL, failed);
            gz_subscription_unref(s);
            if (!failed) {
                break;
            }
        }
    }
}

int main(void)
{
    test_round_trip();
    test_with();
    test_mistakes();
    test_many();
    test_without_rules();
    test_bad_json();
    test_no_memory();
    return 0;
}
