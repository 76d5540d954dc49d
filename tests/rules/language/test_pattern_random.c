// Random patterns from the grammar, and texts a step or two away from them:
// what is read is printed as text that gives the same tree.  The argument is a
// seed; without one a fixed number of texts are made from one.

#include "daemon/base/source.h"
#include "rules/language/pattern.h"
#include "tests/support/check.h"
#include "tests/support/pattern_trees.h"

enum { ROUNDS = 20000, TEXT_BYTES = 4096 };

static uint64_t state;

static uint32_t pick(uint32_t below)
{
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(state >> 33) % below;
}

static struct gz_buffer text;

static void add(const char *z)
{
    gz_buffer_append_z(&text, z);
}

static void add_atom(int depth);

static void add_choice(int depth)
{
    const uint32_t branches = pick(5) == 0 ? 2 + pick(2) : 1;
    for (uint32_t i = 0; i < branches; i++) {
        add(i > 0 ? "|" : "");
        const uint32_t items = 1 + pick(3);
        for (uint32_t k = 0; k < items; k++) {
            add(pick(8) == 0 ? "\n" : " ");
            add_atom(depth);
        }
    }
}

static void add_atom(int depth)
{
    static const char *const atoms[] = {
        "word",        "buy~",          "'s",       "U.S.",      "long-term",
        "3.5",         "\"Cloud\"",     "\"\\\"\"", "\"\\\\ \"", "/[A-Z]+/",
        "/\\//",       "/\\\\/",        "$rank",    "%appos",    "#",
        "caf\xc3\xa9", "\xe2\x80\x99s", "a&b",
    };
    static const char *const alone[] = {
        "<Org>", "<a:Org|Person>", "<Org/Company>", "..", "..7", "^", "$",
    };
    static const char *const repeats[] = {
        "?", "*", "+", "{2}", "{1}", "{2,}", "{,3}", "{2,8}", "{0,1}",
    };
    if (depth < 4 && pick(4) == 0) {
        add(pick(3) == 0 ? "role:" : "");
        add("(");
        add_choice(depth + 1);
        add(")");
    } else if (pick(3) == 0) {
        const uint32_t i = pick(sizeof(alone) / sizeof(alone[0]));
        add(alone[i]);
        if (alone[i][0] != '<') {
            return;
        }
    } else {
        add(pick(6) == 0 ? "role:" : "");
        add(atoms[pick(sizeof(atoms) / sizeof(atoms[0]))]);
    }
    if (pick(4) == 0) {
        add(repeats[pick(sizeof(repeats) / sizeof(repeats[0]))]);
    }
}

// Change a byte or two, mostly into something that means something.
static void spoil(void)
{
    static const char marks[] = "\"/<>:$%#()|?*+{}^~.,\\ a1-'";
    for (uint32_t n = pick(3); n > 0; n--) {
        text.data[pick((uint32_t)text.len)] =
            (uint8_t)marks[pick(sizeof(marks) - 1)];
    }
}

static bool check_text(bool must_be_good)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_source src;
    struct gz_buffer printed;
    const struct gz_pattern *tree = NULL;
    const struct gz_pattern *again = NULL;
    CHECK_OK(gz_source_init(&src, "p", gz_buffer_str(&text)));
    const struct gz_pattern_source where = {.src = &src};
    const struct gz_str whole = gz_str_of(src.text, src.len_bytes);
    const bool good =
        gz_pattern_parse(whole, &where, arena, &tree, NULL) == GZ_OK;
    gz_buffer_init(&printed, 0);
    if (good) {
        gz_pattern_print(tree, &printed);
        CHECK_OK(gz_pattern_parse(gz_buffer_str(&printed), &where, arena,
                                  &again, NULL));
    }
    if (good ? !pattern_trees_equal(tree, again) : must_be_good) {
        fprintf(stderr, "read:    %s\nprinted: " GZ_STR_FMT "\n", src.text,
                GZ_STR_ARG(gz_buffer_str(&printed)));
        exit(1);
    }
    gz_buffer_fini(&printed);
    gz_source_fini(&src);
    gz_arena_free(arena);
    return good;
}

int main(int argc, char **argv)
{
    uint32_t spoilt_and_good = 0;
    state = argc > 1 ? strtoull(argv[1], NULL, 10) : 2024;
    gz_buffer_init(&text, TEXT_BYTES);
    for (int i = 0; i < ROUNDS; i++) {
        gz_buffer_clear(&text);
        add_choice(0);
        if (gz_buffer_status(&text) == GZ_OK) {
            check_text(true);
            spoil();
            spoilt_and_good += check_text(false);
        }
    }
    CHECK(spoilt_and_good > ROUNDS / 20);
    gz_buffer_fini(&text);
    return 0;
}
