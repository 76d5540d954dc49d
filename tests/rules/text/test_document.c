// The parts together: fields, sentences by token, zones, languages.

#include "rules/text/document.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const char title[] = "Acme buys Globex";
static const char body[] = "The deal is done. Mr. Li agreed.\n\n\u00c9tat: no.";

static void check_document(const struct gz_document *doc)
{
    CHECK_STR(doc->language, "en");
    CHECK_STR(doc->fields[GZ_FIELD_TITLE].text, title);
    CHECK_EQ(doc->fields[GZ_FIELD_TITLE].tokens.count, 3);
    CHECK_EQ(doc->fields[GZ_FIELD_TITLE].sentences.count, 1);
    CHECK_EQ(doc->fields[GZ_FIELD_BODY].sentences.count, 3);
    CHECK_EQ(gz_document_zone(doc, GZ_FIELD_TITLE, 4), GZ_ZONE_TITLE);
    CHECK_EQ(gz_document_zone(doc, GZ_FIELD_BODY, 4), GZ_ZONE_BODY);

    static const uint32_t sentence_of[] = {0, 0, 0, 0, 0, 1, 1,
                                           1, 1, 1, 2, 2, 2, 2};
    const uint32_t count = doc->fields[GZ_FIELD_BODY].tokens.count;
    CHECK_EQ(count, sizeof(sentence_of) / sizeof(sentence_of[0]));
    for (uint32_t i = 0; i < count; i++) {
        CHECK_EQ(gz_document_sentence(doc, GZ_FIELD_BODY, i), sentence_of[i]);
    }
    const struct gz_offset end =
        gz_offsets_at(doc->fields[GZ_FIELD_BODY].offsets, sizeof(body) - 1);
    CHECK_EQ(end.cp, sizeof(body) - 2);
}

// Fails on the n-th allocation for every n until none is left to fail.
static void test_allocations(void)
{
    bool done = false;
    for (long n = 1; !done; n++) {
        struct gz_arena *arena = gz_arena_new(1 << 20);
        CHECK(arena != NULL);
        struct gz_document *doc = NULL;
        gz_alloc_fail_at(n);
        const enum gz_status status = gz_document_new(
            GZ_STR_LIT(title), GZ_STR_LIT(body), GZ_STR_LIT("en"), arena, &doc);
        done = !gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(status == GZ_OK, done);
        if (done) {
            check_document(doc);
        }
        gz_arena_free(arena);
    }
}

static void test_empty(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_document *doc = NULL;
    const struct gz_str none = {NULL, 0};
    CHECK_OK(gz_document_new(none, none, none, arena, &doc));
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        CHECK_EQ(doc->fields[f].tokens.count, 0);
        CHECK_EQ(doc->fields[f].sentences.count, 0);
        CHECK_EQ(gz_offsets_at(doc->fields[f].offsets, 0).u16, 0);
    }
    gz_arena_free(arena);
}

int main(void)
{
    test_empty();
    test_allocations();
    return 0;
}
