#include "rules/text/signature.h"

#include "tests/support/check.h"

static const char story[] =
    "The central bank raised its main rate by a quarter point on Thursday and "
    "said that further steps would depend on prices. Economists had expected "
    "the move after wages grew faster than in the spring. The currency rose "
    "against the dollar while shares of lenders fell. A new forecast will be "
    "published in March, when the board meets again in the capital.";

// Cells that two texts have in common.
static int common(const char *left, const char *right)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    const char *texts[2] = {left, right};
    const uint8_t *cells[2];
    for (int i = 0; i < 2; i++) {
        struct gz_document *doc = NULL;
        CHECK_OK(gz_document_new(GZ_STR_LIT(""), gz_str_z(texts[i]),
                                 GZ_STR_LIT("en"), arena, &doc));
        CHECK_OK(gz_signature_of(doc, arena, &cells[i]));
        CHECK(cells[i] != NULL);
    }
    int equal = 0;
    for (int i = 0; i < GZ_SIGNATURE_CELLS; i++) {
        equal += memcmp(cells[0] + 2 * i, cells[1] + 2 * i, 2) == 0;
    }
    gz_arena_free(arena);
    return equal;
}

static void replace(const char *from, const char *to, char *out, size_t size)
{
    const char *at = strstr(story, from);
    CHECK(at != NULL);
    snprintf(out, size, "%.*s%s%s", (int)(at - story), story, to,
             at + strlen(from));
}

int main(void)
{
    char edited[1024];
    CHECK_EQ(common(story, story), GZ_SIGNATURE_CELLS);

    // Case and marks do not count.
    replace("The central bank raised its", "THE CENTRAL BANK raised -- its",
            edited, sizeof(edited));
    CHECK_EQ(common(story, edited), GZ_SIGNATURE_CELLS);

    // One word of about 60 changes four of about 57 runs: 0.87 of the union.
    replace("Thursday", "Friday", edited, sizeof(edited));
    const int close = common(story, edited);
    CHECK(close >= 44 && close < GZ_SIGNATURE_CELLS);

    CHECK(common(story, "Heavy rain flooded streets in the north, and the "
                        "river rose above its banks for the second time "
                        "this year, the weather service said.") < 8);
    CHECK_EQ(common("One word", "one WORD"), GZ_SIGNATURE_CELLS);
    CHECK(common("One word", "Two words") < 8);

    struct gz_arena *arena = gz_arena_new(1 << 16);
    struct gz_document *doc = NULL;
    const uint8_t *none = (const uint8_t *)"";
    CHECK_OK(gz_document_new(GZ_STR_LIT(""), GZ_STR_LIT("..."), GZ_STR_LIT(""),
                             arena, &doc));
    CHECK_OK(gz_signature_of(doc, arena, &none));
    CHECK(none == NULL);
    gz_arena_free(arena);
    return 0;
}
