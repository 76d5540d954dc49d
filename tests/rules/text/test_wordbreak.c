// Conformance with Unicode Standard Annex #29: every row of WordBreakTest.txt
// passes, or differs just where a deviation of the table below says so.
//
// A deviation claims positions of a row by an exact predicate and says for each
// whether we cut there.  Where none claims, the standard decides.  A deviation
// that never contradicts the standard is not needed, and fails the test.

#include "rules/text/tokens.h"

#include "rules/text/utf8.h"
#include "rules/text/word_break.h"
#include "tests/support/check.h"

#define UNICODE "/usr/share/unicode/auxiliary/"
#define CONFORMANCE UNICODE "WordBreakTest.txt"
#define PROPERTIES UNICODE "WordBreakProperty.txt"
#define VERSION "-15.0."
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

enum { MOST = 64 };

// A row: code points and, before each and behind the last, whether the standard
// cuts.  base[i] is the first code point of the unit that i belongs to (WB4).
struct sample {
    uint32_t cps[MOST];
    enum gz_word_class classes[MOST];
    bool cuts[MOST + 1];
    int base[MOST];
    int count;
};

enum claim { PASS, CUT, JOIN };

static bool is_space(enum gz_word_class c)
{
    return c == GZ_WORD_SPACE || c == GZ_WORD_LINE || c == GZ_WORD_PARAGRAPH;
}

static bool is_letter(enum gz_word_class c)
{
    return c == GZ_WORD_UPPER || c == GZ_WORD_LOWER || c == GZ_WORD_CASELESS ||
           c == GZ_WORD_HEBREW || c == GZ_WORD_PICTURE_LETTER;
}

static bool is_word(enum gz_word_class c)
{
    return is_letter(c) || c == GZ_WORD_DIGIT || c == GZ_WORD_JOINER;
}

static bool is_apostrophe(enum gz_word_class c)
{
    return c == GZ_WORD_APOSTROPHE || c == GZ_WORD_CURLY;
}

static bool extends(const struct sample *s, int i)
{
    const enum gz_word_class c = s->classes[i];
    if (i == 0 || is_space(s->classes[i - 1])) {
        return false;
    }
    return c == GZ_WORD_EXTEND || c == GZ_WORD_ZWJ ||
           (s->classes[i - 1] == GZ_WORD_ZWJ &&
            (c == GZ_WORD_PICTURE || c == GZ_WORD_PICTURE_LETTER));
}

// The class of the unit n units away from the one at i; a space stands for
// what lies outside of the row.
static enum gz_word_class unit(const struct sample *s, int i, int n)
{
    if (i < 0 || i >= s->count) {
        return GZ_WORD_SPACE;
    }
    i = s->base[i];
    for (; n < 0; n++) {
        if (i == 0) {
            return GZ_WORD_SPACE;
        }
        i = s->base[i - 1];
    }
    for (; n > 0; n--) {
        i++;
        while (i < s->count && s->base[i] != i) {
            i++;
        }
        if (i == s->count) {
            return GZ_WORD_SPACE;
        }
    }
    return s->classes[i];
}

// White space makes no token, and no token spans it.
static enum claim claim_space(const struct sample *s, int at)
{
    return is_space(s->classes[at - 1]) || is_space(s->classes[at]) ? CUT
                                                                    : PASS;
}

// A colon joins nothing.
static enum claim claim_colon(const struct sample *s, int at)
{
    return s->cps[at] == ':' || s->cps[s->base[at - 1]] == ':' ? CUT : PASS;
}

// Letters of scripts without spaces stand alone.
static enum claim claim_ideograph(const struct sample *s, int at)
{
    return s->classes[at] == GZ_WORD_IDEOGRAPH ||
                   unit(s, at - 1, 0) == GZ_WORD_IDEOGRAPH
               ? CUT
               : PASS;
}

// Whether the unit n away from i is a letter that makes up a word alone.
static bool is_single(const struct sample *s, int i, int n)
{
    const enum gz_word_class left = unit(s, i, n - 1);
    const enum gz_word_class right = unit(s, i, n + 1);
    if (!is_letter(unit(s, i, n)) || is_word(left) || is_word(right)) {
        return false;
    }
    const bool bridge = (is_apostrophe(left) && is_letter(unit(s, i, n - 2))) ||
                        (is_apostrophe(right) && is_letter(unit(s, i, n + 2)));
    return !bridge;
}

// A dot cuts, except between digits (the standard's affair) and in "U.S.".
static enum claim claim_dot(const struct sample *s, int at)
{
    const bool before = s->classes[at] == GZ_WORD_DOT;
    const int dot = before ? at : s->base[at - 1];
    if (unit(s, dot, 0) != GZ_WORD_DOT || (unit(s, dot, -1) == GZ_WORD_DIGIT &&
                                           unit(s, dot, 1) == GZ_WORD_DIGIT)) {
        return PASS;
    }
    const bool inner = is_single(s, dot, -1) && is_single(s, dot, 1);
    const bool last = is_single(s, dot, -1) &&
                      unit(s, dot, -2) == GZ_WORD_DOT && is_single(s, dot, -3);
    return inner || (before && last) ? JOIN : CUT;
}

// An apostrophe and a final s behind a word are one token.
static enum claim claim_possessive(const struct sample *s, int at)
{
    for (int back = 0; back < 2; back++) {
        const int mark = at - back;
        const bool owner = mark > 0 && is_word(unit(s, mark - 1, 0));
        if (owner && is_apostrophe(s->classes[mark]) && mark + 1 < s->count &&
            (s->cps[mark + 1] | 0x20) == 's' &&
            !is_word(unit(s, mark + 1, 1))) {
            return back == 0 ? CUT : JOIN;
        }
    }
    return PASS;
}

// Behind "l'" a word begins, where nothing but "l" stands before the mark.
static enum claim claim_elision(const struct sample *s, int at)
{
    const bool mark = at > 1 && is_apostrophe(s->classes[at - 1]);
    return mark && (s->cps[at - 2] | 0x20) == 'l' &&
                   !is_word(unit(s, at - 2, -1)) && is_letter(s->classes[at])
               ? CUT
               : PASS;
}

static struct deviation {
    const char *name;
    enum claim (*claim)(const struct sample *s, int at);
    int needed;  // positions where it contradicts the standard
} deviations[] = {
    {"white space makes no token", claim_space, 0},
    {"a colon cuts", claim_colon, 0},
    {"a letter of a script without spaces stands alone", claim_ideograph, 0},
    {"a possessive is a token of its own", claim_possessive, 0},
    {"an elision is a token of its own", claim_elision, 0},
    {"a dot cuts but for abbreviations of letters", claim_dot, 0},
};

// What the file lacks: rows in its format, cut as the standard cuts.
static const char *const more_rows[] = {
    "÷ 0041 × 0027 × 0073 ÷",                       // A's
    "÷ 0041 × 2019 × 0073 ÷ 0020 ÷ 0041 ÷",         // A’s A
    "÷ 0041 × 0027 × 0053 ÷",                       // A'S
    "÷ 0031 ÷ 0027 ÷ 0073 ÷",                       // 1's
    "÷ 0041 × 0027 × 0073 × 0061 ÷",                // A'sa
    "÷ 0073 ÷ 0027 ÷ 0020 ÷",                       // s'
    "÷ 0041 × 0027 × 0042 ÷",                       // A'B
    "÷ 006C × 0027 × 0041 ÷",                       // l'A
    "÷ 004C × 2019 × 0061 ÷",                       // L’a
    "÷ 0041 × 006C × 0027 × 0041 ÷",                // Al'A
    "÷ 0041 ÷ 002D ÷ 0042 ÷",                       // A-B
    "÷ 0041 ÷ 2011 ÷ 0042 ÷",                       // A‑B
    "÷ 0041 × 002E × 0042 ÷ 002E ÷",                // A.B.
    "÷ 0041 × 002E × 0042 ÷ 002E ÷ 0020 ÷",         // A.B. and a space
    "÷ 0041 × 002E × 0042 × 002E × 0043 × 0044 ÷",  // A.B.CD
    "÷ 0031 × 202F × 0031 ÷",                       // 1 1
    "÷ 4E00 ÷ 4E01 ÷",                              // Han
    "÷ 0E01 × 0E34 ÷ 0E19 ÷",                       // Thai
    "÷ 30A2 × 30FC × 30A2 ÷",                       // Katakana
    "÷ AC00 × AC01 ÷",                              // Hangul
};

static bool parse(const char *row, struct sample *s)
{
    memset(s, 0, sizeof(*s));
    while (true) {
        while (*row == ' ' || *row == '\t') {
            row++;
        }
        if (strncmp(row, "÷", 2) != 0 && strncmp(row, "×", 2) != 0) {
            return s->count > 0;
        }
        s->cuts[s->count] = strncmp(row, "÷", 2) == 0;
        char *end = NULL;
        const unsigned long cp = strtoul(row + 2, &end, 16);
        if (end == row + 2 || s->count == MOST) {
            return s->count > 0;
        }
        s->cps[s->count] = (uint32_t)cp;
        s->classes[s->count] = gz_word_break_class((uint32_t)cp);
        const int i = s->count;
        s->base[i] = extends(s, i) ? s->base[i - 1] : i;
        s->count++;
        row = end;
        while (*row != '\0' && (*row == ' ' || *row == '\t')) {
            row++;
        }
    }
}

// Our cuts: everywhere but inside a token.
static void cut(const struct sample *s, struct gz_arena *arena, bool *ours)
{
    char bytes[4 * MOST];
    size_t starts[MOST + 1];
    size_t len = 0;
    for (int i = 0; i < s->count; i++) {
        starts[i] = len;
        len += gz_utf8_put(s->cps[i], bytes + len);
        ours[i] = true;
    }
    struct gz_tokens tokens;
    gz_arena_reset(arena);
    CHECK_OK(gz_tokens_split(gz_str_of(bytes, len), arena, &tokens));
    for (uint32_t t = 0; t < tokens.count; t++) {
        for (int i = 0; i < s->count; i++) {
            if (starts[i] > tokens.items[t].begin_byte &&
                starts[i] < tokens.items[t].end_byte) {
                ours[i] = false;
            }
        }
    }
}

static bool wanted(const struct sample *s, int at)
{
    if (extends(s, at)) {
        return s->cuts[at];
    }
    for (size_t d = 0; d < COUNT(deviations); d++) {
        const enum claim claim = deviations[d].claim(s, at);
        if (claim != PASS) {
            deviations[d].needed += (claim == CUT) != s->cuts[at];
            return claim == CUT;
        }
    }
    return s->cuts[at];
}

static void check_row(const char *row, struct gz_arena *arena)
{
    struct sample s;
    bool ours[MOST + 1];
    CHECK(parse(row, &s));
    cut(&s, arena, ours);
    for (int i = 1; i < s.count; i++) {
        if (ours[i] != wanted(&s, i)) {
            fprintf(stderr, "at code point %d of the row\n%s\n", i, row);
        }
        CHECK_EQ(ours[i], wanted(&s, i));
    }
}

// The file, or NULL with the reason printed.
static FILE *open_data(const char *path, const char *needs)
{
    FILE *in = fopen(path, "r");
    char first[256] = "";
    if (in == NULL) {
        printf("skipped: %s is missing (package unicode-data)\n", path);
        return NULL;
    }
    if (fgets(first, sizeof(first), in) == NULL ||
        strstr(first, VERSION) == NULL) {
        printf("skipped: %s is not of version %s\n", path, needs);
        fclose(in);
        return NULL;
    }
    return in;
}

static void check_file(struct gz_arena *arena)
{
    FILE *in = open_data(CONFORMANCE, VERSION);
    char line[2048];
    int rows = 0;
    while (in != NULL && fgets(line, sizeof(line), in) != NULL) {
        if (strncmp(line, "÷", 2) == 0) {
            check_row(line, arena);
            rows++;
        }
    }
    if (in != NULL) {
        fclose(in);
        printf("%d rows of %s\n", rows, CONFORMANCE);
        CHECK(rows > 1800);
    }
}

// What each Word_Break value may become in the table.
static const struct {
    const char *value;
    const char *classes;
} values[] = {
    {"CR", "n"},           {"LF", "n"},
    {"Newline", "np"},     {"Extend", "x"},
    {"Format", "x"},       {"ZWJ", "z"},
    {"ALetter", "AalE"},   {"Hebrew_Letter", "h"},
    {"Numeric", "0"},      {"Katakana", "c"},
    {"MidLetter", "m."},   {"MidNum", ",."},
    {"MidNumLet", "dq"},   {"Single_Quote", "Q"},
    {"Double_Quote", "D"}, {"ExtendNumLet", "_s"},
    {"WSegSpace", "s"},    {"Regional_Indicator", "R"},
};

static void check_property(uint32_t first, uint32_t last, const char *value)
{
    for (size_t v = 0; v < COUNT(values); v++) {
        if (strcmp(values[v].value, value) != 0) {
            continue;
        }
        for (uint32_t cp = first; cp <= last; cp++) {
            if (strchr(values[v].classes, (int)gz_word_break_class(cp)) ==
                NULL) {
                fprintf(stderr, "U+%04X is %s\n", (unsigned)cp, value);
                exit(1);
            }
        }
        return;
    }
    fprintf(stderr, "unknown value %s\n", value);
    exit(1);
}

static void check_properties(void)
{
    FILE *in = open_data(PROPERTIES, VERSION);
    char line[512];
    while (in != NULL && fgets(line, sizeof(line), in) != NULL) {
        char *end = NULL;
        const uint32_t first = (uint32_t)strtoul(line, &end, 16);
        char value[64];
        if (end == line || line[0] == '#') {
            continue;
        }
        uint32_t last = first;
        if (strncmp(end, "..", 2) == 0) {
            last = (uint32_t)strtoul(end + 2, &end, 16);
        }
        CHECK_EQ(sscanf(end, " ; %63[A-Za-z_]", value), 1);
        check_property(first, last, value);
    }
    if (in != NULL) {
        fclose(in);
    }
}

int main(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    CHECK(arena != NULL);
    for (size_t i = 0; i < COUNT(more_rows); i++) {
        check_row(more_rows[i], arena);
    }
    check_file(arena);
    check_properties();
    for (size_t d = 0; d < COUNT(deviations); d++) {
        if (deviations[d].needed == 0) {
            fprintf(stderr, "not needed: %s\n", deviations[d].name);
        }
        CHECK(deviations[d].needed > 0);
    }
    gz_arena_free(arena);
    return 0;
}
