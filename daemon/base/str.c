#include "daemon/base/str.h"

#include <limits.h>

int gz_str_compare(struct gz_str a, struct gz_str b)
{
    const size_t common = a.len_bytes < b.len_bytes ? a.len_bytes : b.len_bytes;
    const int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);
    if (order != 0) {
        return order;
    }
    return (a.len_bytes > b.len_bytes) - (a.len_bytes < b.len_bytes);
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool gz_str_eq_nocase(struct gz_str a, struct gz_str b)
{
    if (a.len_bytes != b.len_bytes) {
        return false;
    }
    for (size_t i = 0; i < a.len_bytes; i++) {
        if (lower(a.ptr[i]) != lower(b.ptr[i])) {
            return false;
        }
    }
    return true;
}

bool gz_str_one_of_nocase(struct gz_str s, const char *const *words,
                          size_t count)
{
    char first = '\0';  // which tells most words
    if (s.len_bytes > 0) {
        first = lower(s.ptr[0]);
    }
    for (size_t i = 0; i < count; i++) {
        if (lower(words[i][0]) == first &&
            gz_str_eq_nocase(s, gz_str_z(words[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct gz_str gz_str_trim(struct gz_str s)
{
    while (s.len_bytes > 0 && is_space(s.ptr[0])) {
        s.ptr++;
        s.len_bytes--;
    }
    while (s.len_bytes > 0 && is_space(s.ptr[s.len_bytes - 1])) {
        s.len_bytes--;
    }
    return s;
}

struct gz_str gz_str_folder(const char *path)
{
    struct gz_str s = gz_str_z(path);
    while (s.len_bytes > 1 && s.ptr[s.len_bytes - 1] == '/') {
        s.len_bytes--;
    }
    return s;
}

struct gz_str gz_str_cut(struct gz_str *s, char separator)
{
    const struct gz_str all = *s;
    const char *at =
        all.len_bytes == 0 ? NULL : memchr(all.ptr, separator, all.len_bytes);
    if (at == NULL) {
        *s = gz_str_of(NULL, 0);
        return all;
    }
    const size_t before = (size_t)(at - all.ptr);
    *s = gz_str_of(at + 1, all.len_bytes - before - 1);
    return gz_str_of(all.ptr, before);
}

bool gz_str_to_int64(struct gz_str s, int64_t *out)
{
    const bool negative = s.len_bytes > 0 && s.ptr[0] == '-';
    const size_t first = negative ? 1 : 0;
    if (s.len_bytes == first) {
        return false;
    }

    // Counted downwards, because INT64_MIN has no positive twin.
    int64_t value = 0;
    for (size_t i = first; i < s.len_bytes; i++) {
        const int digit = s.ptr[i] - '0';
        if (digit < 0 || digit > 9 ||
            __builtin_mul_overflow(value, (int64_t)10, &value) ||
            __builtin_sub_overflow(value, (int64_t)digit, &value)) {
            return false;
        }
    }
    if (!negative && value == INT64_MIN) {
        return false;
    }
    *out = negative ? value : -value;
    return true;
}

enum { SUGGEST_MAX = 64 };

static size_t min3(size_t a, size_t b, size_t c)
{
    const size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

// The optimal string alignment distance; both at most SUGGEST_MAX long.
static size_t distance(struct gz_str a, struct gz_str b)
{
    size_t rows[3][SUGGEST_MAX + 1];
    for (size_t j = 0; j <= b.len_bytes; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a.len_bytes; i++) {
        size_t *row = rows[i % 3];
        const size_t *up = rows[(i + 2) % 3];
        const size_t *up2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.len_bytes; j++) {
            const char x = lower(a.ptr[i - 1]);
            const char y = lower(b.ptr[j - 1]);
            row[j] = min3(up[j] + 1, row[j - 1] + 1, up[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == lower(b.ptr[j - 2]) &&
                y == lower(a.ptr[i - 2]) && up2[j - 2] + 1 < row[j]) {
                row[j] = up2[j - 2] + 1;
            }
        }
    }
    return rows[a.len_bytes % 3][b.len_bytes];
}

size_t gz_str_distance(struct gz_str a, struct gz_str b)
{
    return a.len_bytes > SUGGEST_MAX || b.len_bytes > SUGGEST_MAX
               ? SIZE_MAX
               : distance(a, b);
}

const char *gz_str_suggest(struct gz_str word, const char *const *candidates,
                           size_t count)
{
    const char *best = NULL;
    size_t best_distance = SIZE_MAX;
    if (word.len_bytes == 0 || word.len_bytes > SUGGEST_MAX) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const struct gz_str c = gz_str_z(candidates[i]);
        if (c.len_bytes > SUGGEST_MAX) {
            continue;
        }
        const size_t longer =
            c.len_bytes > word.len_bytes ? c.len_bytes : word.len_bytes;
        const size_t d = distance(word, c);
        if (d * 3 <= longer && d < best_distance) {
            best = candidates[i];
            best_distance = d;
        }
    }
    return best;
}
