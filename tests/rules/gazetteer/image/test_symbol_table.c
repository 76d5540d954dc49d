// Codes for known tables, exact round trips, tables and bytes that lie.
// Buffers have just the size the contracts ask for, so that a sanitizer sees
// every byte beyond.

#include "rules/gazetteer/image/symbol_table.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

#define LEN(array) (sizeof(array) / sizeof(*(array)))
#define BYTES(literal)                                                         \
    {                                                                          \
        (literal), sizeof(literal) - 1                                         \
    }

static uint32_t draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33);
}

static void add_symbol(struct gz_symbol_table *t, struct gz_str s)
{
    CHECK(t->count < GZ_SYMBOL_MAX);
    memcpy(&t->symbols[t->count], s.ptr, s.len_bytes);
    t->lengths[t->count++] = (uint8_t)s.len_bytes;
}

static void *allocate(size_t size)
{
    void *p = malloc(size + (size == 0));
    CHECK(p != NULL);
    return p;
}

// What gz_symbol_decode() is to do, without its haste.
static size_t decode_slowly(const struct gz_symbol_table *t, const uint8_t *in,
                            size_t len, char *out, size_t cap)
{
    size_t to = 0;
    for (size_t at = 0; at < len; at++) {
        const bool escape = in[at] == GZ_SYMBOL_ESCAPE;
        if (escape && ++at == len) {
            return SIZE_MAX;
        }
        const size_t length = escape ? 1 : t->lengths[in[at]];
        if (length > cap - to) {
            return SIZE_MAX;
        }
        memcpy(out + to,
               escape ? (const void *)&in[at]
                      : (const void *)&t->symbols[in[at]],
               length);
        to += length;
    }
    return to;
}

static void check_decode(const struct gz_symbol_table *t, const uint8_t *in,
                         size_t len, size_t cap)
{
    char *got = allocate(cap + GZ_SYMBOL_SPARE);
    char *want = allocate(cap);
    const size_t length = decode_slowly(t, in, len, want, cap);
    CHECK_EQ(gz_symbol_decode(t, in, len, got, cap), length);
    CHECK(length == SIZE_MAX || memcmp(got, want, length) == 0);
    free(want);
    free(got);
}

// Up to where they differ a text and what codes decode to are the same.
static void check_difference(const struct gz_symbol_table *t, const uint8_t *in,
                             size_t len, const char *text,
                             const struct gz_symbol_run *run)
{
    const size_t agreed = (size_t)(run->end - text);
    const size_t cap = GZ_SYMBOL_BYTES * len;
    char *all = allocate(cap);
    const size_t length = decode_slowly(t, in, len, all, cap);
    CHECK(length == SIZE_MAX || agreed < length);
    if (length != SIZE_MAX) {
        CHECK(memcmp(all, text, agreed) == 0);
        CHECK_EQ((uint8_t)all[agreed], run->want);
        CHECK(run->want != (uint8_t)*run->end);
    }
    free(all);
}

// Codes and a text are equal if the codes decode to it.
static void check_equals(const struct gz_symbol_table *t, const uint8_t *in,
                         size_t len, struct gz_str text)
{
    const size_t read = GZ_SYMBOL_BYTES * len + GZ_SYMBOL_SPARE;
    const size_t kept = text.len_bytes < read ? text.len_bytes : read;
    char *exact = allocate(read);
    char *plain = allocate(text.len_bytes);
    memset(exact, 'a', read);
    memcpy(exact, text.ptr, kept);
    const size_t length = decode_slowly(t, in, len, plain, text.len_bytes);
    const bool want = gz_str_eq(gz_str_of(plain, length), text);
    const struct gz_symbol_run run = gz_symbol_compare(t, in, len, exact);
    const bool got = run.all && run.end == exact + text.len_bytes;
    CHECK_EQ(got, want);
    CHECK(run.end - exact <= (ptrdiff_t)(GZ_SYMBOL_BYTES * len));
    if (!run.all) {
        check_difference(t, in, len, exact, &run);
    }
    free(plain);
    free(exact);
}

// The text, every text that differs in one byte, and shorter and longer ones.
static void check_neighbours(const struct gz_symbol_table *t, const uint8_t *in,
                             size_t len, struct gz_str text)
{
    char *other = allocate(text.len_bytes + 1);
    memcpy(other, text.ptr, text.len_bytes);
    check_equals(t, in, len, text);
    for (size_t i = 0; i < text.len_bytes; i++) {
        other[i] = (char)(other[i] ^ 1 << i % 8);
        check_equals(t, in, len, gz_str_of(other, text.len_bytes));
        other[i] = text.ptr[i];
        check_equals(t, in, len, gz_str_of(other, i));
    }
    static const char more[] = {'a', 0, '\xff'};
    for (size_t i = 0; i < sizeof(more); i++) {
        other[text.len_bytes] = more[i];
        check_equals(t, in, len, gz_str_of(other, text.len_bytes + 1));
    }
    free(other);
}

// Encode, decode; return the bytes between.
static size_t check_round(const struct gz_symbol_table *t,
                          const struct gz_symbol_encoder *e, struct gz_str s)
{
    uint8_t *codes = allocate(2 * s.len_bytes);
    const size_t len = gz_symbol_encode(e, s, codes);
    CHECK(len <= 2 * s.len_bytes);
    uint8_t *exact = allocate(len);
    memcpy(exact, codes, len);
    char *back = allocate(s.len_bytes + GZ_SYMBOL_SPARE);
    const size_t length = gz_symbol_decode(t, exact, len, back, s.len_bytes);
    CHECK(gz_str_eq(gz_str_of(back, length), s));
    if (s.len_bytes > 0) {
        CHECK_EQ(gz_symbol_decode(t, exact, len, back, s.len_bytes - 1),
                 SIZE_MAX);
    }
    check_decode(t, exact, len, s.len_bytes);
    check_neighbours(t, exact, len, s);
    free(back);
    free(exact);
    free(codes);
    return len;
}

// Codes 0 to 7.
static const struct gz_str known[] = {
    BYTES("a"),        BYTES("ab"),  BYTES("abcd"), BYTES("b"),
    BYTES("abcdefgh"), BYTES("z\0"), BYTES("\377"), BYTES("\0\0\0"),
};

static const struct row {
    struct gz_str text;
    struct gz_str codes;
} rows[] = {
    {BYTES(""), BYTES("")},
    {BYTES("a"), BYTES("\0")},
    {BYTES("ab"), BYTES("\1")},
    {BYTES("abb"), BYTES("\1\3")},
    {BYTES("abc"), BYTES("\1\377c")},  // no symbol is cut short
    {BYTES("abcd"), BYTES("\2")},
    {BYTES("abcdefg"), BYTES("\2\377e\377f\377g")},
    {BYTES("abcdefgh"), BYTES("\4")},
    {BYTES("aabcdefghab"), BYTES("\0\4\1")},
    {BYTES("c"), BYTES("\377c")},
    // The zeros behind the end are no zeros of the text.
    {BYTES("z"), BYTES("\377z")},
    {BYTES("z\0"), BYTES("\5")},
    {BYTES("\0\0"), BYTES("\377\0\377\0")},
    {BYTES("\0\0\0\0"), BYTES("\7\377\0")},
    {BYTES("\377\377"), BYTES("\6\6")},
    {BYTES("\376\377"), BYTES("\377\376\6")},
};

static void test_rows(void)
{
    struct gz_symbol_table t = {.count = 0};
    for (size_t i = 0; i < LEN(known); i++) {
        add_symbol(&t, known[i]);
    }
    CHECK(gz_symbol_table_check(&t));
    struct gz_symbol_encoder *e = gz_symbol_encoder_new(&t);
    CHECK(e != NULL);
    for (size_t i = 0; i < LEN(rows); i++) {
        uint8_t codes[32];
        const size_t len = gz_symbol_encode(e, rows[i].text, codes);
        CHECK(gz_str_eq(gz_str_of((const char *)codes, len), rows[i].codes));
        CHECK_EQ(check_round(&t, e, rows[i].text), len);
    }
    CHECK_EQ(gz_symbol_encode(e, gz_str_of(NULL, 0), NULL), 0);
    gz_symbol_encoder_free(e);
    gz_symbol_encoder_free(NULL);
}

// What encoding never writes: codes without a symbol, a bare escape, and
// texts longer than cap.
static const struct bad_row {
    struct gz_str codes;
    size_t cap;
    size_t want;
} bad_rows[] = {
    {BYTES("\10\376"), 0, 0},
    {BYTES("\377"), 9, SIZE_MAX},
    {BYTES("\1\377"), 9, SIZE_MAX},
    {BYTES("\377\377"), 1, 1},
    {BYTES("\377\377"), 0, SIZE_MAX},
    {BYTES("\4"), 8, 8},
    {BYTES("\4"), 7, SIZE_MAX},
    {BYTES("\4\4\4\4\4\4"), 0, SIZE_MAX},
    {BYTES("\4\4\4\4\4\4"), 47, SIZE_MAX},
    {BYTES("\4\4\4\4\4\4"), 48, 48},
};

static void test_bad_rows(void)
{
    struct gz_symbol_table t = {.count = 0};
    for (size_t i = 0; i < LEN(known); i++) {
        add_symbol(&t, known[i]);
    }
    for (size_t i = 0; i < LEN(bad_rows); i++) {
        const struct bad_row *r = &bad_rows[i];
        const uint8_t *in = (const uint8_t *)r->codes.ptr;
        char out[64];
        CHECK_EQ(gz_symbol_decode(&t, in, r->codes.len_bytes, out, r->cap),
                 r->want);
        check_decode(&t, in, r->codes.len_bytes, r->cap);
    }
}

// Rows of codes and texts, written out.
static const struct equal_row {
    struct gz_str codes;
    struct gz_str text;
    bool want;
} equal_rows[] = {
    {BYTES(""), BYTES(""), true},
    {BYTES(""), BYTES("a"), false},
    {BYTES("\0"), BYTES("a"), true},
    {BYTES("\0"), BYTES("b"), false},
    {BYTES("\0"), BYTES(""), false},
    {BYTES("\0"), BYTES("aa"), false},
    {BYTES("\1\377c"), BYTES("abc"), true},
    {BYTES("\1\377c"), BYTES("abd"), false},
    {BYTES("\1\377c"), BYTES("ab"), false},
    {BYTES("\1\377c"), BYTES("abca"), false},
    {BYTES("\4"), BYTES("abcdefgh"), true},
    {BYTES("\4"), BYTES("abcdefgi"), false},
    {BYTES("\4"), BYTES("bbcdefgh"), false},
    {BYTES("\4\4"), BYTES("abcdefghabcdefgh"), true},
    {BYTES("\4\4"), BYTES("abcdefgh"), false},
    {BYTES("\4"), BYTES("abcdefghabcdefgh"), false},
    {BYTES("\5"), BYTES("z\0"), true},
    {BYTES("\6\377\377"), BYTES("\377\377"), true},
    // A bare escape, and codes without a symbol.
    {BYTES("\377"), BYTES(""), false},
    {BYTES("\377"), BYTES("a"), false},
    {BYTES("\0\377"), BYTES("a"), false},
    {BYTES("\0\376"), BYTES("a"), true},
    {BYTES("\376\0"), BYTES("a"), true},
    {BYTES("\376"), BYTES("b"), false},
};

static void test_equals(void)
{
    struct gz_symbol_table t = {.count = 0};
    for (size_t i = 0; i < LEN(known); i++) {
        add_symbol(&t, known[i]);
    }
    for (size_t i = 0; i < LEN(equal_rows); i++) {
        const struct equal_row *r = &equal_rows[i];
        char text[256];
        memset(text, 'a', sizeof(text));
        memcpy(text, r->text.ptr, r->text.len_bytes);
        const struct gz_symbol_run run = gz_symbol_compare(
            &t, (const uint8_t *)r->codes.ptr, r->codes.len_bytes, text);
        CHECK_EQ(run.all && run.end == text + r->text.len_bytes, r->want);
        check_neighbours(&t, (const uint8_t *)r->codes.ptr, r->codes.len_bytes,
                         r->text);
    }
}

enum damage {
    COUNT_HIGH,
    COUNT_LOW,
    COUNT_HUGE,
    LENGTH_ZERO,
    LENGTH_NINE,
    LENGTH_255,
    PADDING,
    UNUSED_LENGTH,
    UNUSED_SYMBOL,
    ESCAPE_LENGTH,
    ESCAPE_SYMBOL,
    RESERVED,
    DAMAGE_COUNT,
};

static void spoil(struct gz_symbol_table *t, enum damage how)
{
    t->count += how == COUNT_HIGH ? 1 : 0;
    t->count -= how == COUNT_LOW ? 1 : 0;
    t->count |= how == COUNT_HUGE ? 0x100U : 0;
    t->lengths[1] = how == LENGTH_ZERO ? 0 : t->lengths[1];
    t->lengths[1] = how == LENGTH_NINE ? 9 : t->lengths[1];
    t->lengths[1] = how == LENGTH_255 ? 255 : t->lengths[1];
    t->symbols[1] |= how == PADDING ? UINT64_C(1) << 63 : 0;
    t->lengths[100] = how == UNUSED_LENGTH ? 1 : 0;
    t->symbols[100] = how == UNUSED_SYMBOL ? 1 : 0;
    t->lengths[255] = how == ESCAPE_LENGTH ? 1 : 0;
    t->symbols[255] = how == ESCAPE_SYMBOL ? 1 : 0;
    t->reserved[LEN(t->reserved) - 1] = how == RESERVED ? 1 : 0;
}

static void test_spoilt(void)
{
    for (int how = 0; how <= DAMAGE_COUNT; how++) {
        struct gz_symbol_table t = {.count = 0};
        for (size_t i = 0; i < LEN(known); i++) {
            add_symbol(&t, known[i]);
        }
        spoil(&t, (enum damage)how);
        CHECK_EQ(gz_symbol_table_check(&t), how == DAMAGE_COUNT);
    }
    struct gz_symbol_table full = {.count = 0};
    CHECK(gz_symbol_table_check(&full));
    while (full.count < GZ_SYMBOL_MAX) {
        add_symbol(&full, GZ_STR_LIT("12345678"));
    }
    CHECK(gz_symbol_table_check(&full));
    full.count = 256;
    full.lengths[255] = 1;
    CHECK(!gz_symbol_table_check(&full));
}

enum { STRINGS = 2000, STRING_BYTES = 48 };

struct texts {
    char bytes[STRINGS][STRING_BYTES];
    struct gz_str items[STRINGS];
};

// Strings over an alphabet that begins at base and has letters letters.
static void make_random(struct texts *x, uint64_t seed, uint32_t letters,
                        uint32_t base)
{
    for (size_t i = 0; i < STRINGS; i++) {
        const size_t len = draw(&seed) % (STRING_BYTES + 1);
        for (size_t k = 0; k < len; k++) {
            x->bytes[i][k] = (char)(base + draw(&seed) % letters);
        }
        x->items[i] = gz_str_of(x->bytes[i], len);
    }
}

static void make_names(struct texts *x, uint64_t seed)
{
    static const char *const first[] = {"Anna", "Bank of", "Jörg",    "Société",
                                        "New",  "東京",    "O’Neill", "The"};
    static const char *const last[] = {"York",       "Hernandez", "Group Inc.",
                                       "Holding AG", "電力",      "Times",
                                       "Nord"};
    for (size_t i = 0; i < STRINGS; i++) {
        const int len =
            snprintf(x->bytes[i], STRING_BYTES, "%s %s %u",
                     first[draw(&seed) % LEN(first)],
                     last[draw(&seed) % LEN(last)], draw(&seed) % 100);
        x->items[i] = gz_str_of(x->bytes[i], (size_t)len);
    }
}

// Train on count of the texts, then all must come back; the bytes they took.
static size_t check_texts(const struct texts *x, size_t count)
{
    struct gz_symbol_table t;
    CHECK_OK(gz_symbol_table_train(x->items, count, &t));
    CHECK(gz_symbol_table_check(&t));
    struct gz_symbol_encoder *e = gz_symbol_encoder_new(&t);
    CHECK(e != NULL);
    size_t sum = 0;
    for (size_t i = 0; i < STRINGS; i++) {
        sum += check_round(&t, e, x->items[i]);
    }
    gz_symbol_encoder_free(e);
    return sum;
}

static size_t bytes_of(const struct texts *x)
{
    size_t sum = 0;
    for (size_t i = 0; i < STRINGS; i++) {
        sum += x->items[i].len_bytes;
    }
    return sum;
}

static void test_random(struct texts *x)
{
    static const struct {
        uint32_t letters;
        uint32_t base;
    } alphabets[] = {{1, 0}, {1, 255}, {2, 0}, {2, 254}, {26, 'a'}, {256, 0}};
    for (size_t i = 0; i < LEN(alphabets); i++) {
        make_random(x, i, alphabets[i].letters, alphabets[i].base);
        (void)check_texts(x, STRINGS);
        (void)check_texts(x, 10);
        CHECK_EQ(check_texts(x, 0), 2 * bytes_of(x));
    }
}

static void test_names(struct texts *x)
{
    make_names(x, 7);
    CHECK(check_texts(x, STRINGS) * 4 < bytes_of(x));
    CHECK(check_texts(x, 200) * 3 < bytes_of(x));
}

// Texts that the table is sure to take up whole.
static void test_learnt(void)
{
    struct gz_str samples[20];
    struct gz_symbol_table t;
    for (size_t i = 0; i < LEN(samples); i++) {
        samples[i] = GZ_STR_LIT("Bank of ");
    }
    CHECK_OK(gz_symbol_table_train(samples, LEN(samples), &t));
    struct gz_symbol_encoder *e = gz_symbol_encoder_new(&t);
    CHECK(e != NULL);
    CHECK_EQ(check_round(&t, e, GZ_STR_LIT("Bank of ")), 1);
    CHECK_EQ(check_round(&t, e, GZ_STR_LIT("Bank of Bank of ")), 2);
    CHECK_EQ(check_round(&t, e, GZ_STR_LIT("X")), 2);
    gz_symbol_encoder_free(e);
}

static void test_same_bytes(struct texts *x)
{
    struct gz_symbol_table a;
    struct gz_symbol_table b;
    make_names(x, 3);
    memset(&a, 1, sizeof(a));
    memset(&b, 2, sizeof(b));
    CHECK_OK(gz_symbol_table_train(x->items, STRINGS, &a));
    for (size_t i = 0; i < STRINGS / 2; i++) {
        const struct gz_str swap = x->items[i];
        x->items[i] = x->items[STRINGS - 1 - i];
        x->items[STRINGS - 1 - i] = swap;
    }
    CHECK_OK(gz_symbol_table_train(x->items, STRINGS, &b));
    CHECK(memcmp(&a, &b, sizeof(a)) == 0);
}

static void test_empty(void)
{
    static const struct gz_symbol_table zero;
    const struct gz_str nothing[2] = {{NULL, 0}, {"", 0}};
    struct gz_symbol_table t;
    memset(&t, 1, sizeof(t));
    CHECK_OK(gz_symbol_table_train(NULL, 0, &t));
    CHECK(memcmp(&t, &zero, sizeof(t)) == 0);
    memset(&t, 1, sizeof(t));
    CHECK_OK(gz_symbol_table_train(nothing, 2, &t));
    CHECK(memcmp(&t, &zero, sizeof(t)) == 0);
}

// Any sound table and any bytes, with every cap.
static void test_hostile(void)
{
    uint64_t seed = 11;
    for (int i = 0; i < 3000; i++) {
        struct gz_symbol_table t = {.count = 0};
        const uint32_t count = draw(&seed) % 256;
        while (t.count < count) {
            char symbol[GZ_SYMBOL_BYTES];
            const size_t length = 1 + draw(&seed) % sizeof(symbol);
            memset(symbol, (int)(draw(&seed) & 0xff), sizeof(symbol));
            add_symbol(&t, gz_str_of(symbol, length));
        }
        CHECK(gz_symbol_table_check(&t));
        const size_t len = draw(&seed) % 20;
        const uint32_t high = draw(&seed) % 4 == 0 ? 0xf0 : 0;
        uint8_t *in = allocate(len);
        for (size_t k = 0; k < len; k++) {
            in[k] = (uint8_t)(draw(&seed) | high);
        }
        check_decode(&t, in, len, draw(&seed) % 100);
        char text[20 * GZ_SYMBOL_BYTES];
        const size_t length = decode_slowly(&t, in, len, text, sizeof(text));
        check_neighbours(&t, in, len,
                         gz_str_of(text, length == SIZE_MAX ? 0 : length));
        free(in);
    }
}

static void test_no_memory(struct texts *x)
{
    struct gz_symbol_table t;
    make_names(x, 5);
    for (long n = 1;; n++) {
        memset(&t, 1, sizeof(t));
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_symbol_table_train(x->items, STRINGS, &t);
        if (!gz_alloc_failed()) {
            CHECK_OK(st);
            break;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
        CHECK(gz_symbol_table_check(&t));
        CHECK_EQ(t.count, 0);
    }
    gz_alloc_fail_at(1);
    CHECK(gz_symbol_encoder_new(&t) == NULL);
    gz_alloc_fail_at(0);
}

int main(void)
{
    struct texts *x = allocate(sizeof(*x));
    test_rows();
    test_bad_rows();
    test_equals();
    test_spoilt();
    test_random(x);
    test_names(x);
    test_learnt();
    test_same_bytes(x);
    test_empty();
    test_hostile();
    test_no_memory(x);
    free(x);
    return 0;
}
