#include "rules/resolve/pinyin.h"

#include <stddef.h>

enum { SYLLABLES_MOST = 3 };

// The hundred or so most frequent, but for those that are forenames or words
// in English news: Dean, Kim, Lee, Long, May, Young.
static bool is_surname(struct gz_str word)
{
    static const char *const words[] = {
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
        "zhou",  "zhu",  "zou",
    };
    return gz_str_one_of_nocase(word, words, sizeof(words) / sizeof(words[0]));
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
