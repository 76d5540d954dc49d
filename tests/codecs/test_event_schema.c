// The schema, its canonical form and fingerprint, and the proof at start.

#include "codecs/canonical_form.h"
#include "codecs/event_probe.h"
#include "codecs/event_schema.h"
#include "codecs/event_symbol.h"
#include "codecs/fingerprint.h"
#include "codecs/json_reader.h"
#include "rules/findings.h"
#include "tests/support/check.h"

// The pipeline passes the numbers of the rules' enums through as they are.
#define SAME(of_rules, of_event)                                               \
    _Static_assert((int)(of_rules) == (int)(of_event),                         \
                   "rules and schema count alike")

SAME(GZ_HOW_NAME, GZ_EVENT_HOW_NAME);
SAME(GZ_HOW_ALIAS, GZ_EVENT_HOW_ALIAS);
SAME(GZ_HOW_ACRONYM, GZ_EVENT_HOW_ACRONYM);
SAME(GZ_HOW_DERIVED, GZ_EVENT_HOW_DERIVED);
SAME(GZ_HOW_NOMINAL, GZ_EVENT_HOW_NOMINAL);
SAME(GZ_HOW_PRONOUN, GZ_EVENT_HOW_PRONOUN);
SAME(GZ_HOW_METONYM, GZ_EVENT_HOW_METONYM);
SAME(GZ_HOW_PATTERN, GZ_EVENT_HOW_PATTERN);
SAME(GZ_HOW_COUNT, GZ_EVENT_HOW_UNKNOWN);
SAME(GZ_ZONE_TITLE, GZ_EVENT_ZONE_TITLE);
SAME(GZ_ZONE_BODY, GZ_EVENT_ZONE_BODY);
SAME(GZ_FIELD_TITLE, GZ_EVENT_FIELD_TITLE);
SAME(GZ_FIELD_BODY, GZ_EVENT_FIELD_BODY);
SAME(GZ_FIELD_COUNT, GZ_EVENT_FIELD_UNKNOWN);
SAME(GZ_LINK_UNIQUE, GZ_EVENT_LINK_UNIQUE);
SAME(GZ_LINK_PRIORITY, GZ_EVENT_LINK_PRIORITY);
SAME(GZ_LINK_CONTEXT, GZ_EVENT_LINK_CONTEXT);
SAME(GZ_LINK_NAME_ONLY, GZ_EVENT_LINK_NAME_ONLY);
SAME(GZ_LINK_COUNT, GZ_EVENT_LINK_UNKNOWN);
SAME(GZ_DIM_MONEY, GZ_EVENT_DIMENSION_MONEY);
SAME(GZ_DIM_PERCENT, GZ_EVENT_DIMENSION_PERCENT);
SAME(GZ_DIM_DATE, GZ_EVENT_DIMENSION_DATE);
SAME(GZ_DIM_DURATION, GZ_EVENT_DIMENSION_DURATION);
SAME(GZ_DIM_COUNT, GZ_EVENT_DIMENSION_COUNT);
SAME(GZ_DIM_LIMIT, GZ_EVENT_DIMENSION_UNKNOWN);
SAME(GZ_CMP_EQ, GZ_EVENT_COMPARISON_EQ);
SAME(GZ_CMP_LT, GZ_EVENT_COMPARISON_LT);
SAME(GZ_CMP_LE, GZ_EVENT_COMPARISON_LE);
SAME(GZ_CMP_GT, GZ_EVENT_COMPARISON_GT);
SAME(GZ_CMP_GE, GZ_EVENT_COMPARISON_GE);
SAME(GZ_CMP_APPROX, GZ_EVENT_COMPARISON_APPROX);
SAME(GZ_CMP_RANGE, GZ_EVENT_COMPARISON_RANGE);
SAME(GZ_CMP_LIMIT, GZ_EVENT_COMPARISON_UNKNOWN);
SAME(GZ_POLARITY_POSITIVE, GZ_EVENT_POLARITY_POSITIVE);
SAME(GZ_POLARITY_NEGATIVE, GZ_EVENT_POLARITY_NEGATIVE);
SAME(GZ_POLARITY_COUNT, GZ_EVENT_POLARITY_UNKNOWN);
SAME(GZ_MODALITY_ACTUAL, GZ_EVENT_MODALITY_ACTUAL);
SAME(GZ_MODALITY_PLANNED, GZ_EVENT_MODALITY_PLANNED);
SAME(GZ_MODALITY_POSSIBLE, GZ_EVENT_MODALITY_POSSIBLE);
SAME(GZ_MODALITY_RUMOURED, GZ_EVENT_MODALITY_RUMOURED);
SAME(GZ_MODALITY_COUNT, GZ_EVENT_MODALITY_UNKNOWN);
SAME(GZ_ATTRIBUTION_NAMED, GZ_EVENT_ATTRIBUTION_NAMED);
SAME(GZ_ATTRIBUTION_ANONYMOUS, GZ_EVENT_ATTRIBUTION_ANONYMOUS);
SAME(GZ_ATTRIBUTION_DOCUMENT, GZ_EVENT_ATTRIBUTION_DOCUMENT);
SAME(GZ_ATTRIBUTION_MEDIA, GZ_EVENT_ATTRIBUTION_MEDIA);
SAME(GZ_ATTRIBUTION_COUNT, GZ_EVENT_ATTRIBUTION_UNKNOWN);

// --- fingerprints: published vectors first, then those of other readers ---

static const struct {
    const char *schema;
    const char *canonical;
    uint64_t fingerprint;
} forms[] = {
    {"\"null\"", "\"null\"", 7195948357588979594},
    {"\"int\"", "\"int\"", 8247732601305521295},
    {"{\"type\":\"int\"}", "\"int\"", 8247732601305521295},
    {"{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}", "\"long\"",
     UINT64_C(0xd054e14493f41db7)},
    {"{\"type\":\"map\",\"values\":{\"items\":\"string\",\"type\":\"array\"}}",
     "{\"type\":\"map\",\"values\":{\"type\":\"array\",\"items\":\"string\"}}",
     0},
    {"[\"null\",{\"type\":\"fixed\",\"size\":16,\"name\":\"a.b.F\","
     "\"doc\":\"d\"}]",
     "[\"null\",{\"name\":\"a.b.F\",\"type\":\"fixed\",\"size\":16}]", 0},
    {"{\"fields\":[{\"type\":{\"name\":\"E\",\"type\":\"enum\",\"symbols\":["
     "\"A\",\"B\"],\"default\":\"A\"},\"name\":\"e\",\"default\":\"A\"},"
     "{\"name\":\"f\",\"type\":\"E\"},{\"name\":\"g\",\"type\":\"x.G\"}],"
     "\"type\":\"record\",\"name\":\"R\",\"namespace\":\"n.s\","
     "\"aliases\":[\"Q\"]}",
     "{\"name\":\"n.s.R\",\"type\":\"record\",\"fields\":[{\"name\":\"e\","
     "\"type\":{\"name\":\"n.s.E\",\"type\":\"enum\",\"symbols\":[\"A\","
     "\"B\"]}},{\"name\":\"f\",\"type\":\"n.s.E\"},{\"name\":\"g\",\"type\":"
     "\"x.G\"}]}",
     0},
    {"{\"type\":\"record\",\"name\":\"n.R\",\"namespace\":\"ignored\","
     "\"fields\":[{\"name\":\"self\",\"type\":[\"null\",\"R\"]}]}",
     "{\"name\":\"n.R\",\"type\":\"record\",\"fields\":[{\"name\":\"self\","
     "\"type\":[\"null\",\"n.R\"]}]}",
     0},
    {"{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}",
     "{\"name\":\"R\",\"type\":\"record\",\"fields\":[]}", 0},
};

static void test_forms(void)
{
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        struct gz_buffer out;
        gz_buffer_init(&out, 0);
        CHECK_OK(gz_canonical_form(gz_str_z(forms[i].schema), &out, NULL));
        CHECK_STR(gz_buffer_str(&out), forms[i].canonical);
        if (forms[i].fingerprint != 0) {
            CHECK_EQ(gz_fingerprint(gz_buffer_str(&out)), forms[i].fingerprint);
        }
        gz_buffer_fini(&out);
    }
}

static const struct {
    const char *schema;
    const char *want;
} bad[] = {
    {"", "error: schema: not JSON\n"},
    {"{", "error: schema: not JSON\n"},
    {"7", "error: schema: a type is a number\n"},
    {"{}", "error: schema: \"type\" is missing or not a text\n"},
    {"\"a b\"", "error: schema: \"a b\" is no name\n"},
    {"{\"type\":\"array\"}",
     "error: schema: \"items\" of an array is missing\n"},
    {"{\"type\":\"enum\",\"name\":\"E\"}",
     "error: schema: \"symbols\" is missing or not an array\n"},
    {"{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[1]}",
     "error: schema: a symbol is a number\n"},
    {"{\"type\":\"fixed\",\"name\":\"F\",\"size\":\"x\"}",
     "error: schema: \"size\" is missing or not a number\n"},
    {"{\"type\":\"record\",\"fields\":[]}",
     "error: schema: \"name\" is missing or not a text\n"},
    {"{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\"}]}",
     "error: schema: a field is no object with a type\n"},
};

static void test_bad_forms(void)
{
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct gz_error err;
        struct gz_buffer out;
        gz_error_init(&err);
        gz_buffer_init(&out, 0);
        CHECK_EQ(gz_canonical_form(gz_str_z(bad[i].schema), &out, &err),
                 GZ_INVALID);
        CHECK_Z(gz_error_text(&err), bad[i].want);
        gz_buffer_fini(&out);
        gz_error_fini(&err);
    }
}

// --- our own schema ---

// The definition of a named type anywhere below v.
static bool find_type(struct gz_json_value v, const char *name,
                      struct gz_json_value *out)
{
    const enum gz_json_kind kind = gz_json_reader_kind(v);
    struct gz_json_value member;
    if (kind == GZ_JSON_OBJECT && gz_json_reader_member(v, "name", &member) &&
        gz_str_is(gz_json_reader_str(member), name) &&
        gz_json_reader_member(v, "symbols", &member)) {
        *out = v;
        return true;
    }
    if (kind != GZ_JSON_OBJECT && kind != GZ_JSON_ARRAY) {
        return false;
    }
    struct gz_json_cursor c = gz_json_reader_begin(v);
    struct gz_str key;
    while (gz_json_reader_next(&c, &key, &member)) {
        if (find_type(member, name, out)) {
            return true;
        }
    }
    return false;
}

static void check_symbols(struct gz_json_value root, enum gz_event_enum which)
{
    struct gz_json_value type;
    struct gz_json_value list;
    struct gz_json_value symbol;
    struct gz_str none;
    uint32_t count = 0;
    CHECK(find_type(root, gz_event_symbol_enum_name(which), &type));
    CHECK(gz_json_reader_member(type, "symbols", &list));
    struct gz_json_cursor c = gz_json_reader_begin(list);
    while (gz_json_reader_next(&c, &none, &symbol)) {
        CHECK_STR(gz_json_reader_str(symbol),
                  gz_event_symbol_name(which, count));
        count++;
    }
    CHECK_EQ(count, gz_event_symbol_count(which));
    CHECK(gz_json_reader_member(type, "default", &symbol));
    CHECK_STR(gz_json_reader_str(symbol),
              gz_event_symbol_name(which, UINT32_MAX));
}

static void test_symbols(void)
{
    struct gz_json_reader *reader = gz_json_reader_new(64);
    struct gz_json_value root;
    CHECK(reader != NULL);
    CHECK_EQ(gz_json_reader_parse(reader, gz_event_schema_text(), &root),
             GZ_JSON_OK);
    for (uint32_t i = 0; i < GZ_EVENT_ENUM_COUNT; i++) {
        check_symbols(root, i);
    }
    gz_json_reader_free(reader);
}

static const struct {
    const char *type;
    const char *want;
} types[] = {
    {"Person", "PERSON"},
    {"Org", "ORGANIZATION"},
    {"Org/Company", "ORGANIZATION"},
    {"Organ", "OTHER"},
    {"Place/City", "PLACE"},
    {"Norp/Nationality", "NORP"},
    {"Product", "PRODUCT"},
    {"Event", "EVENT"},
    {"Work", "WORK"},
    {"Law", "LAW"},
    {"Asset/Currency", "ASSET"},
    {"Vessel", "OTHER"},
    {"", "OTHER"},
    {"/", "OTHER"},
};

static void test_types(void)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        const uint32_t number = gz_event_symbol_type(gz_str_z(types[i].type));
        CHECK_Z(gz_event_symbol_name(GZ_EVENT_ENUM_ENTITY_TYPE, number),
                types[i].want);
    }
}

static void test_schema(void)
{
    struct gz_event_schema *schema = NULL;
    struct gz_error err;
    gz_error_init(&err);
    const enum gz_status st = gz_event_schema_new(&schema, &err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    // As fastavro computes it; a new value is a new version of the schema.
    CHECK_EQ(gz_event_schema_fingerprint(schema), UINT64_C(0xae48e6ffb8075d5d));
    gz_event_schema_free(schema);
    gz_event_schema_free(NULL);
    gz_error_fini(&err);
}

int main(void)
{
    test_forms();
    test_bad_forms();
    test_symbols();
    test_types();
    test_schema();
    return 0;
}
