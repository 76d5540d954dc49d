// Tables first; what no table has is taken for regular.  A word may be a noun
// or a verb, so it gets the endings of both.

#include "rules/language/inflect.h"

#include <stdlib.h>

#include "daemon/base/buffer.h"
#include "daemon/base/map.h"
#include "rules/text/fold.h"

struct entry {
    const struct gz_str *forms;
    uint32_t count;
};

struct gz_inflections {
    struct gz_arena *arena;
    struct gz_map *words;  // folded, to entries
    struct entry *entries;
    uint32_t count;
    uint32_t room;
};

struct gz_inflections *gz_inflections_new(void)
{
    struct gz_inflections *table = calloc(1, sizeof(*table));
    if (table == NULL) {
        return NULL;
    }
    table->arena = gz_arena_new(SIZE_MAX);
    table->words = gz_map_new(0);
    if (table->arena == NULL || table->words == NULL) {
        gz_inflections_free(table);
        return NULL;
    }
    return table;
}

void gz_inflections_free(struct gz_inflections *table)
{
    if (table != NULL) {
        gz_arena_free(table->arena);
        gz_map_free(table->words);
        free(table->entries);
        free(table);
    }
}

// The key of a word, in arena; ptr NULL without memory.
static struct gz_str fold(struct gz_arena *arena, struct gz_str word)
{
    struct gz_buffer folded;
    gz_buffer_init(&folded, 0);
    gz_fold_append(&folded, word,
                   (unsigned)GZ_FOLD_WIDTH | (unsigned)GZ_FOLD_CASE);
    const struct gz_str key = gz_buffer_status(&folded) == GZ_OK
                                  ? gz_arena_copy(arena, gz_buffer_str(&folded))
                                  : gz_str_of(NULL, 0);
    gz_buffer_fini(&folded);
    return key;
}

static bool make_room(struct gz_inflections *table)
{
    if (table->count < table->room) {
        return true;
    }
    const uint32_t room = table->room == 0 ? 64 : table->room * 2;
    struct entry *entries =
        realloc(table->entries, room * sizeof(*table->entries));
    if (entries == NULL) {
        return false;
    }
    table->entries = entries;
    table->room = room;
    return true;
}

enum gz_status gz_inflections_add(struct gz_inflections *table,
                                  struct gz_str word,
                                  const struct gz_str *forms, uint32_t count)
{
    struct gz_str *copies = GZ_ARENA_ARRAY(table->arena, struct gz_str, count);
    const struct gz_str key = fold(table->arena, word);
    uint64_t *slot = NULL;
    bool added = false;
    if (copies == NULL || key.ptr == NULL || !make_room(table)) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        copies[i] = gz_arena_copy(table->arena, forms[i]);
        if (copies[i].ptr == NULL) {
            return GZ_NO_MEMORY;
        }
    }
    const enum gz_status st =
        gz_map_put(table->words, key, table->count, &slot, &added);
    if (st != GZ_OK) {
        return st;
    }
    table->entries[*slot] = (struct entry){copies, count};
    table->count += added;
    return GZ_OK;
}

// Forms as they come.
struct forms {
    struct gz_arena *arena;
    struct gz_str word;  // a copy
    struct gz_str *items;
    uint32_t count;
    bool failed;
};

enum { REGULAR_MAX = 8, SUFFIX_MAX = 8 };

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z') {
        c = (char)(c - 'A' + 'a');
    }
    return c;
}

// The letter that stands `back` from the end of a word, 1 the last; 0: none.
static char letter(struct gz_str word, size_t back)
{
    if (back > word.len_bytes) {
        return '\0';
    }
    return lower(word.ptr[word.len_bytes - back]);
}

static bool is_in(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_vowel(char c)
{
    return is_in(c, "aeiou");
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static void add(struct forms *out, struct gz_str form)
{
    for (uint32_t i = 0; i < out->count; i++) {
        if (gz_str_eq(out->items[i], form)) {
            return;
        }
    }
    out->items[out->count++] = form;
}

// The word without its last `cut` bytes, with an ending.
static void add_ending(struct forms *out, size_t cut, const char *ending)
{
    const size_t stem = out->word.len_bytes - cut;
    const size_t len = strlen(ending);
    char *form = gz_arena_alloc(out->arena, stem + len + 1);
    if (form == NULL) {
        out->failed = true;
        return;
    }
    memcpy(form, out->word.ptr, stem);
    memcpy(form + stem, ending, len + 1);
    add(out, gz_str_of(form, stem + len));
}

// The same with the last letter twice: plan, planned.
static void add_doubled(struct forms *out, char last, const char *ending)
{
    char doubled[SUFFIX_MAX];
    doubled[0] = last;
    memcpy(doubled + 1, ending, strlen(ending) + 1);
    add_ending(out, 0, doubled);
}

static bool ends(struct gz_str word, const char *ending)
{
    const size_t len = strlen(ending);
    for (size_t i = 1; i <= len; i++) {
        if (letter(word, i) != ending[len - i]) {
            return false;
        }
    }
    return true;
}

// Whether the letter so far from the end sounds as a vowel: the u of qu does
// not, nor a y before a vowel.
static bool sounds(struct gz_str word, size_t back)
{
    const char c = letter(word, back);
    const bool before_vowel = back > 1 && is_vowel(letter(word, back - 1));
    return c == 'y'
               ? !before_vowel
               : is_vowel(c) && !(c == 'u' && letter(word, back + 1) == 'q');
}

// Groups of vowels that sound, in the last part of a word with hyphens.
static int syllables(struct gz_str word)
{
    int count = 0;
    for (size_t i = 1; i <= word.len_bytes && letter(word, i) != '-'; i++) {
        count += sounds(word, i) && !sounds(word, i + 1);
    }
    return count;
}

// Longer words whose last syllable is stressed, by their ends, with longer
// ends that are not.
static const struct {
    const char *end;
    const char *not_end;
} stressed[] = {
    {"fer", "ffer"},  {"mit", "imit"},  {"cur", NULL},   {"pel", "spel"},
    {"trol", NULL},   {"deter", NULL},  {"abet", NULL},  {"napp", NULL},
    {"nap", NULL},    {"quip", NULL},   {"but", "ibut"}, {"gret", NULL},
    {"allot", NULL},  {"acquit", NULL}, {"set", "sset"}, {"run", NULL},
    {"forget", NULL}, {"begin", NULL},  {"gram", NULL},  {"put", NULL},
};

static bool is_stressed(struct gz_str word)
{
    for (size_t i = 0; i < sizeof(stressed) / sizeof(stressed[0]); i++) {
        if (ends(word, stressed[i].end) &&
            (stressed[i].not_end == NULL || !ends(word, stressed[i].not_end)) &&
            !ends(word, "vomit") && !ends(word, "pilfer")) {
            return true;
        }
    }
    return false;
}

// A consonant behind a single vowel: the pattern of words that double it.
static bool is_short(struct gz_str word)
{
    const char last = letter(word, 1);
    const char before = letter(word, 2);
    const char third = letter(word, 3);
    const bool single =
        !is_vowel(third) || (third == 'u' && letter(word, 4) == 'q');
    return is_letter(last) && !is_vowel(last) && !is_in(last, "wxy") &&
           is_vowel(before) && single && is_letter(third);
}

static void add_plural(struct forms *out)
{
    const struct gz_str word = out->word;
    const char last = letter(word, 1);
    const char before = letter(word, 2);
    if (last == 'y' && is_letter(before) && !is_vowel(before)) {
        add_ending(out, 1, "ies");
    } else if (ends(word, "sis") && !ends(word, "ssis")) {
        add_ending(out, 2, "es");  // analyses
    } else if (last == 'z' && is_short(word) && syllables(word) == 1) {
        add_doubled(out, last, "es");
    } else if (is_in(last, "sxz") || ends(word, "ch") || ends(word, "sh")) {
        add_ending(out, 0, "es");
    } else {
        if (last == 'o' && is_letter(before) && !is_vowel(before)) {
            add_ending(out, 0, "es");  // vetoes, but photos: both
        }
        add_ending(out, 0, "s");
    }
}

// One of -ed and -ing behind a word that does not end in e.
static void add_verb_ending(struct forms *out, const char *ending)
{
    const struct gz_str word = out->word;
    const char last = letter(word, 1);
    const bool twice =
        is_short(word) && (syllables(word) == 1 || is_stressed(word));
    const bool both = is_short(word) && last == 'l' && !twice;
    if (twice || both) {
        add_doubled(out, last, ending);
    }
    if (last == 'c' && is_vowel(letter(word, 2))) {
        add_ending(out, 0, ending[0] == 'e' ? "ked" : "king");
    } else if (!twice) {
        add_ending(out, 0, ending);
    }
}

static void add_past(struct forms *out)
{
    const char last = letter(out->word, 1);
    const char before = letter(out->word, 2);
    if (last == 'e') {
        add_ending(out, 0, "d");
    } else if (last == 'y' && is_letter(before) && !is_vowel(before)) {
        add_ending(out, 1, "ied");
    } else {
        add_verb_ending(out, "ed");
    }
}

static void add_participle(struct forms *out)
{
    const char last = letter(out->word, 1);
    const char before = letter(out->word, 2);
    if (ends(out->word, "ie")) {
        add_ending(out, 2, "ying");
    } else if (last == 'e' && is_letter(before) && !is_in(before, "eoy")) {
        add_ending(out, 1, "ing");
    } else if (last == 'e') {
        add_ending(out, 0, "ing");
    } else {
        add_verb_ending(out, "ing");
    }
}

static void add_regular(struct forms *out)
{
    const char last = letter(out->word, 1);
    if (is_letter(last)) {
        add_plural(out);
        add_past(out);
        add_participle(out);
    } else if (((unsigned char)last & 0x80U) != 0) {
        add_ending(out, 0, "s");  // cafes with an accent
    }
}

enum gz_status gz_inflections_forms(const struct gz_inflections *table,
                                    struct gz_str word, struct gz_arena *arena,
                                    const struct gz_str **out, uint32_t *count)
{
    const struct gz_str key = fold(arena, word);
    struct forms forms = {.arena = arena, .word = gz_arena_copy(arena, word)};
    if (key.ptr == NULL || forms.word.ptr == NULL) {
        return GZ_LIMIT;
    }
    const uint64_t *slot = gz_map_get(table->words, key);
    const struct entry *entry = slot == NULL ? NULL : &table->entries[*slot];
    const size_t room = entry == NULL ? REGULAR_MAX : entry->count + 1U;
    forms.items = GZ_ARENA_ARRAY(arena, struct gz_str, room);
    if (forms.items == NULL) {
        return GZ_LIMIT;
    }
    add(&forms, forms.word);
    for (uint32_t i = 0; entry != NULL && i < entry->count; i++) {
        add(&forms, entry->forms[i]);
    }
    if (entry == NULL && word.len_bytes > 0) {
        add_regular(&forms);
    }
    *out = forms.items;
    *count = forms.count;
    return forms.failed ? GZ_LIMIT : GZ_OK;
}
