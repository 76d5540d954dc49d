// Both tables are sorted; the long one is a file, a word a line.

#include "rules/gazetteer/alias/ordinary_words.h"

#include <stddef.h>
#include <string.h>

// Embedded: packs/generator/input/words.txt.
extern const char gz_ordinary_words_text[];
extern const size_t gz_ordinary_words_text_size;

// What is left of many names when their rarest word is gone.
static const char *const empty_words[] = {
    "a",
    "african",
    "agency",
    "air",
    "allied",
    "american",
    "an",
    "and",
    "asian",
    "associated",
    "association",
    "atlantic",
    "automotive",
    "bank",
    "best",
    "big",
    "board",
    "brands",
    "building",
    "business",
    "capital",
    "central",
    "centre",
    "chemical",
    "city",
    "club",
    "college",
    "commission",
    "committee",
    "company",
    "computer",
    "consolidated",
    "construction",
    "corporation",
    "council",
    "data",
    "department",
    "development",
    "digital",
    "east",
    "eastern",
    "electric",
    "electronics",
    "energy",
    "engineering",
    "enterprises",
    "european",
    "exchange",
    "federal",
    "federation",
    "finance",
    "financial",
    "first",
    "food",
    "foods",
    "foundation",
    "fund",
    "gas",
    "general",
    "global",
    "gold",
    "government",
    "great",
    "group",
    "health",
    "healthcare",
    "holding",
    "holdings",
    "home",
    "hospital",
    "industrial",
    "industries",
    "institute",
    "insurance",
    "international",
    "investment",
    "investments",
    "land",
    "life",
    "limited",
    "management",
    "market",
    "media",
    "medical",
    "ministry",
    "motor",
    "motors",
    "museum",
    "national",
    "network",
    "networks",
    "new",
    "news",
    "north",
    "northern",
    "of",
    "office",
    "oil",
    "old",
    "organisation",
    "organization",
    "pacific",
    "partners",
    "party",
    "petroleum",
    "pharmaceuticals",
    "power",
    "press",
    "private",
    "products",
    "properties",
    "public",
    "research",
    "resources",
    "royal",
    "school",
    "science",
    "sciences",
    "security",
    "service",
    "services",
    "society",
    "software",
    "solutions",
    "south",
    "southern",
    "sports",
    "standard",
    "state",
    "steel",
    "store",
    "stores",
    "systems",
    "technologies",
    "technology",
    "telecom",
    "the",
    "times",
    "trust",
    "union",
    "united",
    "universal",
    "university",
    "water",
    "west",
    "western",
    "world",
};

enum {
    EMPTY_COUNT = sizeof(empty_words) / sizeof(empty_words[0]),
    WORD_BYTES_MAX = 32,
};

// One word of Latin letters, in small letters; false: it is something else.
static bool fold(struct gz_str s, unsigned char word[WORD_BYTES_MAX],
                 struct gz_str *out)
{
    if (s.len_bytes > 0 && s.ptr[s.len_bytes - 1] == '.') {
        s.len_bytes--;
    }
    if (s.len_bytes == 0 || s.len_bytes > WORD_BYTES_MAX) {
        return false;
    }
    for (size_t i = 0; i < s.len_bytes; i++) {
        // The bit by which letters differ, and no letter without it.
        word[i] = (unsigned char)s.ptr[i] | 0x20;
        if (word[i] < 'a' || word[i] > 'z') {
            return false;
        }
    }
    *out = gz_str_of((const char *)word, s.len_bytes);
    return true;
}

// The line of the text that holds a byte.
static struct gz_str line_at(size_t byte)
{
    const char *text = gz_ordinary_words_text;
    size_t begin = byte;
    size_t end = byte;
    while (begin > 0 && text[begin - 1] != '\n') {
        begin--;
    }
    while (end < gz_ordinary_words_text_size && text[end] != '\n') {
        end++;
    }
    return gz_str_of(text + begin, end - begin);
}

// Comments stand before the words and sort before them too.
bool gz_ordinary_words_have(struct gz_str spelling)
{
    unsigned char buffer[WORD_BYTES_MAX];
    struct gz_str word;
    if (!fold(spelling, buffer, &word)) {
        return false;
    }
    size_t low = 0;
    size_t high = gz_ordinary_words_text_size;
    while (low < high) {
        const struct gz_str line = line_at(low + (high - low) / 2);
        const int order = gz_str_compare(word, line);
        if (order == 0) {
            return true;
        }
        const size_t begin = (size_t)(line.ptr - gz_ordinary_words_text);
        if (order < 0) {
            high = begin;
        } else {
            low = begin + line.len_bytes + 1;
        }
    }
    return false;
}

bool gz_ordinary_words_say_nothing(struct gz_str spelling)
{
    unsigned char buffer[WORD_BYTES_MAX];
    struct gz_str word;
    if (!fold(spelling, buffer, &word)) {
        return false;
    }
    size_t low = 0;
    size_t high = EMPTY_COUNT;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = gz_str_compare(word, gz_str_z(empty_words[middle]));
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return false;
}
