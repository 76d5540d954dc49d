// Folding: rows by hand, simple case folding against CaseFolding.txt, and two
// properties over every code point.

#include "rules/text/fold.h"

#include "rules/text/utf8.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

#define CASE_FOLDING "/usr/share/unicode/CaseFolding.txt"
#define VERSION "-15.0."

enum {
    W = GZ_FOLD_WIDTH,
    C = GZ_FOLD_CASE,
    D = GZ_FOLD_DIACRITICS,
    ALL = W | C | D,
};

// clang-format off
static const struct row {
    unsigned how;
    const char *text;
    const char *want;
} rows[] = {
    {0, "Caf\u00e9 \uff21", "Caf\u00e9 \uff21"},
    {C, "Acme AG", "acme ag"},
    {C, "\u00c9TATS \u0410\u0411 \u0391", "\u00e9tats \u0430\u0431 \u03b1"},
    {C, "stra\u00dfe STRA\u1e9eE", "stra\u00dfe stra\u00dfe"},
    {C, "\u03c3\u03c2\u03a3", "\u03c3\u03c3\u03c3"},
    {C, "\u212a", "k"},
    {C, "\u0130", "\u0130"},
    {W, "\uff21\uff11\uff06\u3000\uff01", "A1& !"},
    {W, "O\u2019Neill \u2018x\u2019", "O'Neill 'x'"},
    {W, "\u201cx\u201d \u00aby\u00bb \u201ez\u201c", "\"x\" \"y\" \"z\""},
    {W, "a\u2010b\u2011c\u2013d\u2014e\u2212f", "a-b-c-d-e-f"},
    {W, "a\u00a0b\u2009c\u202fd", "a b c d"},
    {W, "Micro\u00adsoft\u2060\ufeff", "Microsoft"},
    {W, "\u2066\u061cAcme\u200f\u2069\u202c", "Acme"},
    {W, "\u845b\U000E0100\u2764\ufe0f", "\u845b\u2764"},
    {W, "\u0915\u094d\u200d\u200c", "\u0915\u094d\u200d\u200c"},
    {W, "\uff76\uff9e\uff8a\uff9f\uff73\uff9e\uff70", "\u30ac\u30d1\u30f4\u30fc"},
    {W, "\uff84\uff9e\uff83\uff9e\uff82\uff9e\uff81\uff9e", "\u30c9\u30c7\u30c5\u30c2"},
    {W, "\uff86\uff9e", "\u30cb\u3099"},
    {W, "\uff9e", "\u3099"},
    {W, "\uffe5\uffe1", "\u00a5\u00a3"},
    {W | C, "\uff21\uff22\uff23", "abc"},
    {D, "Caf\u00e9 Cafe\u0301", "Cafe Cafe"},
    {D, "\u1ebf\u01d8", "eu"},
    {D, "\u0439\u0451", "\u0438\u0435"},
    {D, "\u00f8\u00e6\u00df\u0142", "\u00f8\u00e6\u00df\u0142"},
    {D, "\u30ac\ud55c\u0915\u093f", "\u30ac\ud55c\u0915\u093f"},
    {D, "\u0645\u064f\u062f", "\u0645\u062f"},
    {D, "\u05d1\u05bc\u05b8", "\u05d1"},
    {D | C, "\u0130stanbul \u00c5", "istanbul a"},
    {ALL, "\uff2f\u2019N\u00c9ILL", "o'neill"},
    {ALL, "", ""},
};
// clang-format on

static void test_rows(void)
{
    struct gz_buffer out;
    gz_buffer_init(&out, 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        gz_buffer_clear(&out);
        gz_fold_append(&out, gz_str_z(rows[i].text), rows[i].how);
        CHECK_OK(gz_buffer_status(&out));
        CHECK_STR(gz_buffer_str(&out), rows[i].want);
    }
    gz_buffer_fini(&out);
}

// C and S rows of the file; all else must fold to itself.
static bool read_mappings(uint32_t *mapped)
{
    FILE *in = fopen(CASE_FOLDING, "r");
    char line[512] = "";
    if (in == NULL || fgets(line, sizeof(line), in) == NULL ||
        strstr(line, VERSION) == NULL) {
        printf("skipped: %s %s is missing (package unicode-data)\n",
               CASE_FOLDING, VERSION);
        if (in != NULL) {
            fclose(in);
        }
        return false;
    }
    while (fgets(line, sizeof(line), in) != NULL) {
        char *end = NULL;
        const unsigned long from = strtoul(line, &end, 16);
        if (end != line && (end[2] == 'C' || end[2] == 'S')) {
            mapped[from] = (uint32_t)strtoul(end + 4, NULL, 16);
        }
    }
    fclose(in);
    return true;
}

static void test_case_folding(void)
{
    uint32_t *mapped = calloc(0x110000, sizeof(*mapped));
    CHECK(mapped != NULL);
    for (uint32_t cp = 0; cp < 0x110000; cp++) {
        mapped[cp] = cp;
    }
    if (read_mappings(mapped)) {
        for (uint32_t cp = 0; cp < 0x110000; cp++) {
            if (gz_fold_cp(cp, GZ_FOLD_CASE) != mapped[cp]) {
                fprintf(stderr, "U+%04X\n", (unsigned)cp);
            }
            CHECK_EQ(gz_fold_cp(cp, GZ_FOLD_CASE), mapped[cp]);
        }
    }
    free(mapped);
}

// What is looked up, and what folds to itself without a look, is what folding
// by width and then by case gives, which ask utf8proc.
static void test_quick(void)
{
    uint32_t folded = 0;
    for (uint32_t cp = 0; cp < 0x110000; cp++) {
        const uint32_t want = gz_fold_cp(gz_fold_cp(cp, W), C);
        if (gz_fold_cp(cp, W | C) != want) {
            fprintf(stderr, "U+%04X\n", (unsigned)cp);
        }
        CHECK_EQ(gz_fold_cp(cp, W | C), want);
        folded += want != cp;
    }
    CHECK(folded > 1400);
}

// The characters that fold to ASCII: what looks words up by their first bytes
// has to know them.
static void test_to_ascii(void)
{
    for (uint32_t cp = 0x80; cp < 0x110000; cp++) {
        const uint32_t to = gz_fold_cp(cp, W | C);
        const bool letter =
            (to >= 'a' && to <= 'z') || (to >= '0' && to <= '9');
        const bool wide = cp >= 0xFF10 && cp <= 0xFF5A;
        CHECK(!letter || wide || cp == 0x017F || cp == 0x212A);
    }
}

// A folded code point is UTF-8, of bounded size, and folds to itself.
static void check_folded(uint32_t cp, unsigned how, struct gz_buffer *once,
                         struct gz_buffer *twice)
{
    char bytes[4];
    const struct gz_str s = gz_str_of(bytes, gz_utf8_put(cp, bytes));
    gz_buffer_clear(once);
    gz_buffer_clear(twice);
    gz_fold_append(once, s, how);
    gz_fold_append(twice, gz_buffer_str(once), how);
    if (!gz_str_eq(gz_buffer_str(once), gz_buffer_str(twice))) {
        fprintf(stderr, "U+%04X folded by %u\n", (unsigned)cp, how);
    }
    CHECK(gz_str_eq(gz_buffer_str(once), gz_buffer_str(twice)));
    CHECK(gz_utf8_valid(gz_buffer_str(once)));
    CHECK(once->len <= 2 * s.len_bytes);
}

static void test_properties(void)
{
    static const unsigned sets[] = {W | C, D, ALL};
    struct gz_buffer once;
    struct gz_buffer twice;
    gz_buffer_init(&once, 0);
    gz_buffer_init(&twice, 0);
    for (uint32_t cp = 1; cp < 0x110000; cp++) {
        const bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;
        for (size_t i = 0; !surrogate && i < sizeof(sets) / sizeof(sets[0]);
             i++) {
            check_folded(cp, sets[i], &once, &twice);
        }
    }
    gz_buffer_fini(&once);
    gz_buffer_fini(&twice);
}

static void test_no_memory(void)
{
    struct gz_buffer out;
    gz_buffer_init(&out, 0);
    gz_alloc_fail_at(1);
    gz_fold_append(&out, GZ_STR_LIT("Acme"), ALL);
    gz_alloc_fail_at(0);
    CHECK_EQ(gz_buffer_status(&out), GZ_NO_MEMORY);
    CHECK_EQ(out.len, 0);
    gz_buffer_fini(&out);
}

int main(void)
{
    test_rows();
    test_case_folding();
    test_quick();
    test_to_ascii();
    test_properties();
    test_no_memory();
    return 0;
}
