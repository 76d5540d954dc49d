// Names whose keys meet in the set of prefixes: with one fingerprint in one
// bucket, and with one in a bucket that is full, so that the other spills over.

#include <stdlib.h>

#include "rules/gazetteer/image/prefix_table.h"
#include "rules/text/token_keys.h"
#include "tests/support/gazetteer_fixture.h"

enum { TRIES = 4000, NAMES_MAX = 16, NAME_BYTES = 16 };

struct word {
    char text[NAME_BYTES];
    uint64_t key;
};

static void make_word(uint32_t i, struct word *w)
{
    const int len = snprintf(w->text, sizeof(w->text), "T%u", i);
    w->key = gz_token_key_first_slowly(w->text, (size_t)len, false);
}

static int compare_keys(const void *left, const void *right)
{
    const uint64_t a = ((const struct word *)left)->key;
    const uint64_t b = ((const struct word *)right)->key;
    return a < b ? -1 : a > b;
}

// Words of the lower half of all keys, sorted.
static uint32_t make_words(struct word *words)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < TRIES; i++) {
        make_word(i, &words[count]);
        count += words[count].key >> 63 == 0;
    }
    qsort(words, count, sizeof(*words), compare_keys);
    return count;
}

// Two words that are at least apart words from each other and have one
// fingerprint.
static void find_twins(const struct word *words, uint32_t count, uint32_t apart,
                       uint32_t *first, uint32_t *second)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = i + apart; k < count; k++) {
            if ((uint16_t)words[i].key == (uint16_t)words[k].key) {
                *first = i;
                *second = k;
                return;
            }
        }
    }
    fputs("there are no twins\n", stderr);
    exit(1);
}

// Each name is found, alone, behind the others, and in front of more words.
static void check_names(const struct word *const *names, uint32_t count,
                        const char *behind)
{
    struct gz_buffer tsv;
    struct gz_arena *arena = gz_arena_new(1 << 20);
    gz_buffer_init(&tsv, 0);
    gz_buffer_append_z(&tsv, "id\ttype\tname\tpolicy\n");
    for (uint32_t i = 0; i < count; i++) {
        gz_buffer_append_fmt(&tsv, "%s\tOrg\t%s%s\texact\n", names[i]->text,
                             names[i]->text, behind);
    }
    gz_buffer_append_byte(&tsv, 0);
    struct gz_gazetteer *g = test_gazetteer((const char *)tsv.data);
    for (uint32_t i = 0; i < count; i++) {
        char text[64];
        struct gz_tokens tokens;
        struct gz_candidates found;
        const int len = snprintf(text, sizeof(text), "x %s%s and more",
                                 names[i]->text, behind);
        const struct gz_str view = gz_str_of(text, (size_t)len);
        CHECK_OK(gz_tokens_split(view, arena, &tokens));
        CHECK_OK(gz_gazetteer_find(g, view, &tokens, arena, &found));
        CHECK_EQ(found.count, 1);
        CHECK_STR(test_id(g, found.items[0].readings[0].entity, arena),
                  names[i]->text);
    }
    gz_gazetteer_close(g);
    gz_buffer_fini(&tsv);
    gz_arena_free(arena);
}

// A bucket has nine slots: with as many names between them as fill it, the
// second twin goes to the next one.
static void check_twins(const struct word *words, uint32_t count,
                        uint32_t between)
{
    const struct word *names[NAMES_MAX];
    uint32_t first = 0;
    uint32_t second = 0;
    find_twins(words, count, between + 1, &first, &second);
    for (uint32_t i = 0; i <= between; i++) {
        names[i] = &words[first + i];
    }
    names[between + 1] = &words[second];
    check_names(names, between + 2, "");
    check_names(names, between + 2, "!");
    check_names(names, between + 2, " Acme");
}

int main(void)
{
    struct word *words = calloc(TRIES, sizeof(*words));
    CHECK(words != NULL);
    const uint32_t count = make_words(words);
    for (uint32_t between = 0; between < NAMES_MAX - 2; between++) {
        check_twins(words, count, between);
    }
    free(words);
    return 0;
}
