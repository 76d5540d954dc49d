#include "rules/resolve/pinyin.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { SYLLABLES_MOST = 3, SURNAME_BYTES = 8 };

// The hundred or so most frequent, in order, but for those that are forenames
// or words in English news: Dean, Kim, Lee, Long, May, Young.
static const char surnames[][SURNAME_BYTES] = {
    "bai",   "cai",  "cao",  "chang", "chen",  "cheng", "cui",    "dai",
    "deng",  "ding", "dong", "du",    "duan",  "fan",   "fang",   "feng",
    "fu",    "gao",  "gong", "gu",    "guo",   "han",   "hao",    "he",
    "hong",  "hou",  "hu",   "huang", "jia",   "jiang", "jin",    "kang",
    "kong",  "lai",  "lei",  "li",    "liang", "liao",  "lin",    "liu",
    "lu",    "luo",  "lyu",  "ma",    "mao",   "meng",  "ouyang", "pan",
    "peng",  "qian", "qiao", "qin",   "qiu",   "ren",   "shao",   "shen",
    "shi",   "song", "su",   "sun",   "tan",   "tang",  "tian",   "wan",
    "wang",  "wei",  "wen",  "wu",    "xi",    "xia",   "xiao",   "xie",
    "xiong", "xu",   "xue",  "yan",   "yang",  "yao",   "ye",     "yi",
    "yin",   "yu",   "yuan", "zeng",  "zhang", "zhao",  "zheng",  "zhong",
    "zhou",  "zhu",  "zou"};

// Letters without their case, as a number that orders as they do.
static uint64_t key_of(const char *letters, size_t len)
{
    uint64_t key = 0;
    for (size_t i = 0; i < SURNAME_BYTES; i++) {
        key = key << 8 | (i < len ? (uint8_t)letters[i] | 0x20U : 0);
    }
    return key;
}

static bool is_surname(struct gz_str word)
{
    if (word.len_bytes >= SURNAME_BYTES || word.len_bytes == 0) {
        return false;
    }
    const uint64_t key = key_of(word.ptr, word.len_bytes);
    size_t low = 0;
    size_t high = sizeof(surnames) / sizeof(surnames[0]);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const uint64_t other =
            key_of(surnames[middle], strlen(surnames[middle]));
        if (other == key) {
            return true;
        }
        if (other < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

// Whether a word goes on with a part; *end is behind it.
static bool starts(struct gz_str word, size_t at, const char *part, size_t *end)
{
    const struct gz_str want = gz_str_z(part);
    *end = at + want.len_bytes;
    return *end <= word.len_bytes &&
           gz_str_eq_nocase(gz_str_of(word.ptr + at, want.len_bytes), want);
}

static bool is_syllables(struct gz_str word, size_t at, int most);

// What follows an initial: any final, and then other syllables or none.
static bool is_final(struct gz_str word, size_t at, int most)
{
    static const char *const finals[] = {
        "a",    "ai", "an", "ang", "ao",   "e",   "ei", "en",  "eng",
        "er",   "i",  "ia", "ian", "iang", "iao", "ie", "in",  "ing",
        "iong", "iu", "o",  "ong", "ou",   "u",   "ua", "uai", "uan",
        "uang", "ue", "ui", "un",  "uo",   "v",   "ve",
    };
    size_t end;
    for (size_t i = 0; i < sizeof(finals) / sizeof(finals[0]); i++) {
        if (starts(word, at, finals[i], &end) &&
            (end == word.len_bytes || is_syllables(word, end, most - 1))) {
            return true;
        }
    }
    return false;
}

static bool is_syllables(struct gz_str word, size_t at, int most)
{
    static const char *const initials[] = {
        "b", "p", "m", "f",  "d", "t",  "n", "l",  "g", "k", "h", "j",
        "q", "x", "z", "zh", "c", "ch", "s", "sh", "r", "y", "w", ""};
    size_t end;
    for (size_t i = 0; most > 0 && i < sizeof(initials) / sizeof(initials[0]);
         i++) {
        if (starts(word, at, initials[i], &end) && is_final(word, end, most)) {
            return true;
        }
    }
    return false;
}

bool gz_pinyin_is_name(struct gz_str surname, struct gz_str given)
{
    return is_surname(surname) && is_syllables(given, 0, SYLLABLES_MOST);
}
