// The encoder's exact bytes, and the JSON of an event.

#include "codecs/event_encode.h"

#include "codecs/article.h"
#include "codecs/binary.h"
#include "codecs/event_probe.h"
#include "daemon/base/hash.h"
#include "tests/support/check.h"

static const struct {
    int64_t value;
    const char *want;
} longs[] = {
    {0, "00"},
    {-1, "01"},
    {1, "02"},
    {-64, "7f"},
    {64, "8001"},
    {8191, "fe7f"},
    {8192, "808001"},
    {INT32_MAX, "feffffff0f"},
    {INT32_MIN, "ffffffff0f"},
    {INT64_MAX, "feffffffffffffffff01"},
    {INT64_MIN, "ffffffffffffffffff01"},
};

static void test_binary(void)
{
    uint8_t bytes[16];
    char hex[33];
    for (size_t i = 0; i < sizeof(longs) / sizeof(longs[0]); i++) {
        const uint8_t *end = gz_binary_put_long(bytes, longs[i].value);
        gz_hex(bytes, (size_t)(end - bytes), hex);
        CHECK_Z(hex, longs[i].want);
    }
    gz_hex(bytes, (size_t)(gz_binary_put_double(bytes, 1.5) - bytes), hex);
    CHECK_Z(hex, "000000000000f83f");
    gz_hex(bytes, (size_t)(gz_binary_put_str(bytes, GZ_STR_LIT("foo")) - bytes),
           hex);
    CHECK_Z(hex, "06666f6f");
    gz_hex(bytes, (size_t)(gz_binary_put_bytes(bytes, NULL, 0) - bytes), hex);
    CHECK_Z(hex, "00");
    gz_hex(bytes, (size_t)(gz_binary_put_bool(bytes, true) - bytes), hex);
    CHECK_Z(hex, "01");
}

static const struct gz_event_article bare_article = {
    .published_ms = GZ_TIME_UNKNOWN,
};
static const struct gz_event bare = {.article = &bare_article};

static void test_bare(void)
{
    struct gz_buffer out;
    char hex[512];
    gz_buffer_init(&out, 0);
    gz_event_encode(&bare, &out);
    CHECK_OK(gz_buffer_status(&out));
    CHECK(out.len < sizeof(hex) / 2);
    gz_hex(out.data, out.len, hex);
    CHECK_Z(hex, "00"
                 "00"
                 "00"
                 "00"
                 "00"  // id to truncated
                 "00000000000000"
                 "00"
                 "00"  // article
                 "00"
                 "00"
                 "00"
                 "00"
                 "00"
                 "12"
                 "00"
                 "00"  // entity
                 "0000000000000000"
                 "00"
                 "00"
                 "00"  // mentions
                 "0000000000000000"
                 "00"
                 "00"
                 "00"  // salience
                 "0000000000000000"
                 "0000000000000000"
                 "0000000000000000"
                 "0000000000000000"
                 "00"
                 "00"
                 "00"
                 "00"
                 "00"
                 "00");  // facts to ext
    gz_buffer_fini(&out);
}

static void test_single_object(void)
{
    struct gz_buffer plain;
    struct gz_buffer framed;
    char hex[21];
    gz_buffer_init(&plain, 0);
    gz_buffer_init(&framed, 0);
    gz_event_encode(gz_event_probe(), &plain);
    gz_event_encode_single_object(gz_event_probe(),
                                  UINT64_C(0x0123456789abcdef), &framed);
    CHECK_OK(gz_buffer_status(&framed));
    gz_hex(framed.data, 10, hex);
    CHECK_Z(hex, "c301efcdab8967452301");
    CHECK_EQ(framed.len, plain.len + 10);
    CHECK_EQ(memcmp(framed.data + 10, plain.data, plain.len), 0);
    gz_buffer_fini(&plain);
    gz_buffer_fini(&framed);
}

// An article that was encoded before gives the same event.
static void test_encoded_article(void)
{
    struct gz_event_article article = *gz_event_probe()->article;
    struct gz_event event = *gz_event_probe();
    struct gz_arena *arena = gz_arena_new(1 << 16);
    struct gz_arena *small = gz_arena_new(64);
    struct gz_buffer plain;
    struct gz_buffer quick;
    gz_buffer_init(&plain, 0);
    gz_buffer_init(&quick, 0);
    event.article = &article;
    gz_event_encode(&event, &plain);
    CHECK_EQ(gz_event_encode_article(&article, small), GZ_LIMIT);
    CHECK(article.encoded.ptr == NULL);
    CHECK_OK(gz_event_encode_article(&article, arena));
    CHECK(article.encoded.len_bytes > 0);
    gz_event_encode(&event, &quick);
    CHECK_EQ(quick.len, plain.len);
    CHECK_EQ(memcmp(quick.data, plain.data, plain.len), 0);
    gz_buffer_fini(&plain);
    gz_buffer_fini(&quick);
    gz_arena_free(small);
    gz_arena_free(arena);
}

static void test_limit(void)
{
    struct gz_buffer out;
    gz_buffer_init(&out, 100);
    gz_event_encode_single_object(gz_event_probe(), 0, &out);
    CHECK_EQ(gz_buffer_status(&out), GZ_LIMIT);
    gz_buffer_fini(&out);
}

#define BYTES_32                                                               \
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static const char *const probe_json =
    "{\"event_id\":\"event id\",\"index\":300,\"count\":70000,"
    "\"status\":\"RETRACTED\",\"truncated\":true,"
    "\"article\":{\"id\":\"article id\",\"version\":\"article version\","
    "\"signature\":\"" BYTES_32
    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
    "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
    "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f\","
    "\"url\":\"article url\",\"source\":\"article source\","
    "\"title\":\"article title \u00e9\",\"language\":\"article language\","
    "\"published_at\":-1795431600123,\"content_sha256\":\"" BYTES_32 "\","
    "\"topic\":\"article topic\",\"partition\":2147483647,"
    "\"offset\":9223372036854775807},"
    "\"entity\":{\"id\":\"entity id\",\"name\":\"entity name\","
    "\"type\":\"PLACE\",\"subtype\":\"Place/Country\","
    "\"xids\":{\"wikidata\":\"Q2283\",\"ticker\":\"MSFT\"},"
    "\"link\":{\"score\":0.5,\"method\":\"NAME_ONLY\","
    "\"alternatives\":[\"alt 1\",\"alt 2\"]}},"
    "\"mentions\":[{\"text\":\"mention text\",\"how\":\"PATTERN\","
    "\"zone\":\"TITLE\",\"field\":\"TITLE\",\"sentence\":63,"
    "\"begin_byte\":64,\"end_byte\":8191,\"begin_cp\":8192,"
    "\"end_cp\":1048575,\"begin_u16\":1048576,\"end_u16\":2147483647,"
    "\"rule\":\"mention rule\"},"
    "{\"text\":\"second\",\"how\":\"UNKNOWN\",\"zone\":\"BODY\","
    "\"field\":\"BODY\",\"sentence\":1,\"begin_byte\":2,\"end_byte\":3,"
    "\"begin_cp\":4,\"end_cp\":5,\"begin_u16\":6,\"end_u16\":7,"
    "\"rule\":\"\"}],"
    "\"salience\":{\"score\":0.25,\"in_title\":true,\"first_sentence\":false,"
    "\"mentions\":2,\"title_term\":0.125,\"first_sentence_term\":-0.75,"
    "\"mentions_term\":1.5,\"facts_term\":-2.5},"
    "\"facts\":[{\"fact_id\":\"fact id\",\"type\":\"fact "
    "type\",\"role_index\":5,"
    "\"roles\":[{\"role\":\"role role\",\"entity_id\":\"role "
    "id\",\"name\":\"role name\","
    "\"value\":null,\"text\":\"role "
    "text\",\"span\":{\"field\":\"BODY\",\"begin_byte\":300,\"end_byte\":301,"
    "\"begin_cp\":302,\"end_cp\":303,\"begin_u16\":304,\"end_u16\":305}},"
    "{\"role\":\"amount\",\"entity_id\":\"\",\"name\":\"\",\"value\":{\"dim\":"
    "\"PERCENT\","
    "\"cmp\":\"RANGE\",\"value\":\"value value\",\"max\":\"value "
    "max\",\"unit\":\"value unit\","
    "\"period\":\"value period\"},\"text\":\"3 to 5 "
    "%\",\"span\":{\"field\":\"TITLE\",\"begin_byte\":310,\"end_byte\":311,"
    "\"begin_cp\":312,\"end_cp\":313,\"begin_u16\":314,\"end_u16\":315}}],"
    "\"polarity\":\"NEGATIVE\",\"modality\":\"POSSIBLE\",\"attribution\":["
    "{\"kind\":\"MEDIA\",\"entity_id\":\"source id\",\"verb\":\"source "
    "verb\",\"span\":{\"field\":\"BODY\",\"begin_byte\":320,\"end_byte\":321,"
    "\"begin_cp\":322,\"end_cp\":323,\"begin_u16\":324,\"end_u16\":325}},"
    "{\"kind\":\"ANONYMOUS\",\"entity_id\":\"\",\"verb\":\"\",\"span\":{"
    "\"field\":\"BODY\",\"begin_byte\":330,\"end_byte\":331,\"begin_cp\":332,"
    "\"end_cp\":333,\"begin_u16\":334,\"end_u16\":335}}],"
    "\"evidence\":{\"field\":\"TITLE\",\"begin_byte\":340,\"end_byte\":341,"
    "\"begin_cp\":342,\"end_cp\":343,\"begin_u16\":344,\"end_u16\":345},"
    "\"confidence\":0.875,\"rule\":\"fact rule\"},"
    "{\"fact_id\":\"\",\"type\":\"\",\"role_index\":0,\"roles\":[],"
    "\"polarity\":\"UNKNOWN\","
    "\"modality\":\"UNKNOWN\",\"attribution\":[],\"evidence\":{\"field\":"
    "\"TITLE\",\"begin_byte\":0,\"end_byte\":0,\"begin_cp\":0,\"end_cp\":0,"
    "\"begin_u16\":0,\"end_u16\":0},\"confidence\":0,\"rule\":\"\"}],"
    "\"co_entities\":[\"co 1\",\"co 2\"],"
    "\"provenance\":{\"ruleset\":\"ruleset\",\"engine\":\"engine\","
    "\"ingested_at\":1795431600456},"
    "\"ext\":{\"ext key\":\"ext value\"}}\n";

static void test_json(void)
{
    struct gz_buffer out;
    gz_buffer_init(&out, 0);
    gz_event_encode_json(gz_event_probe(), &out);
    CHECK_OK(gz_buffer_status(&out));
    CHECK_STR(gz_buffer_str(&out), probe_json);
    gz_buffer_clear(&out);
    gz_event_encode_json(&bare, &out);
    CHECK(strstr((const char *)out.data, "\"published_at\":null,"
                                         "\"content_sha256\":\"\"") != NULL);
    gz_buffer_fini(&out);
}

int main(void)
{
    test_binary();
    test_bare();
    test_single_object();
    test_encoded_article();
    test_limit();
    test_json();
    return 0;
}
