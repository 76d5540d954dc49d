#include "rules/gazetteer/import/import_words.h"

#include <stdbool.h>
#include <string.h>

static bool is_one_of(struct gz_str word, const char *const *set)
{
    for (size_t i = 0; set[i] != NULL; i++) {
        if (gz_str_is(word, set[i])) {
            return true;
        }
    }
    return false;
}

static bool joins_left(struct gz_str word)
{
    static const char *const set[] = {".", ",", ";", ":", "!", "?",   ")",
                                      "]", "}", "%", "-", "/", "n't", NULL};
    return gz_str_starts(word, GZ_STR_LIT("'")) ||
           gz_str_starts(word, GZ_STR_LIT("\xe2\x80\x99")) ||
           is_one_of(word, set) || gz_str_is(word, "\xe2\x80\x93");
}

static bool joins_right(struct gz_str word)
{
    static const char *const set[] = {
        "(", "[", "{", "$", "#", "-", "/", "\xe2\x80\x93", NULL};
    return is_one_of(word, set);
}

struct gz_str gz_import_words_join(const struct gz_str *words, size_t count,
                                   struct gz_arena *arena)
{
    size_t room = 1;
    for (size_t i = 0; i < count; i++) {
        room += words[i].len_bytes + 1;
    }
    char *text = gz_arena_alloc(arena, room);
    if (text == NULL) {
        return (struct gz_str){NULL, 0};
    }
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && !joins_left(words[i]) && !joins_right(words[i - 1])) {
            text[len++] = ' ';
        }
        memcpy(text + len, words[i].ptr, words[i].len_bytes);
        len += words[i].len_bytes;
    }
    return gz_str_of(text, len);
}
