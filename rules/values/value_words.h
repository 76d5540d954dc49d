#ifndef GZ_VALUE_WORDS_H
#define GZ_VALUE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * The words that values are made of, by the keys of token_keys.h: a constant
 * table made from value_words.txt.  A word has senses, each in some languages.
 * We chose keys alone, without comparing letters, because 64 bits tell the
 * words of one article apart; marks, which fold with letters of control, are
 * compared by whoever asks for them.
 */
enum gz_value_kind {
    GZ_VALUE_NUMBER,  // argument: 0..90
    GZ_VALUE_SEVERAL,
    GZ_VALUE_SCALE,  // argument: power of ten
    GZ_VALUE_DOZEN,  // argument: 12
    GZ_VALUE_HALF,
    GZ_VALUE_FRACTION,  // "thirds"
    GZ_VALUE_SUFFIX,    // argument: power of ten
    GZ_VALUE_ORDINAL,   // argument: 1..4
    GZ_VALUE_TAIL,      // of an ordinal in digits
    GZ_VALUE_SYMBOL,    // argument: noun, detail: country
    GZ_VALUE_CODE,      // argument: text
    GZ_VALUE_SHORT,     // argument: noun, detail: country
    GZ_VALUE_PREFIX,    // argument: country
    GZ_VALUE_COUNTRY,   // argument: country
    GZ_VALUE_COINWORD,  // argument: noun
    GZ_VALUE_CENT,      // argument: noun
    GZ_VALUE_STERLING,
    GZ_VALUE_PERCENT,  // argument: text
    GZ_VALUE_UNIT,     // argument: text
    GZ_VALUE_BPD,      // argument: text
    GZ_VALUE_TIME,     // argument: letter
    GZ_VALUE_PER,
    GZ_VALUE_PERIOD,  // argument: letter
    GZ_VALUE_AGO,
    GZ_VALUE_AGOBEFORE,
    GZ_VALUE_OLD,
    GZ_VALUE_MONTH,    // argument: 1..12
    GZ_VALUE_WEEKDAY,  // argument: 1..7, from Monday
    GZ_VALUE_NAMEDAY,
    GZ_VALUE_DAY,  // argument: days from today
    GZ_VALUE_DAYGUARD,
    GZ_VALUE_REL,        // argument: -1, 0, 1
    GZ_VALUE_RELBEHIND,  // argument: -1, 1
    GZ_VALUE_PAST,
    GZ_VALUE_FISCAL,
    GZ_VALUE_MOD,
    GZ_VALUE_SEASON,    // argument: text
    GZ_VALUE_YEARLEAD,  // argument: 1 where it is sure
    GZ_VALUE_MONTHLEAD,
    GZ_VALUE_DETERMINER,
    GZ_VALUE_OF,
    GZ_VALUE_TO,
    GZ_VALUE_AND,
    GZ_VALUE_BETWEEN,
    GZ_VALUE_FROM,
    GZ_VALUE_RANGING,
    GZ_VALUE_MOVE,  // "rose": what follows is by how much, and then to what
    GZ_VALUE_MINUS,
    GZ_VALUE_PLUS,
    GZ_VALUE_BEFORE,     // argument: enum gz_cmp
    GZ_VALUE_BEHIND,     // argument: enum gz_cmp
    GZ_VALUE_IRREGULAR,  // argument: text
    GZ_VALUE_ADJECTIVE,
    GZ_VALUE_STOP,
    GZ_VALUE_KINDS,
};

_Static_assert(GZ_VALUE_KINDS <= 64, "kinds are the bits of a word");

enum gz_value_languages {
    GZ_VALUE_EN = 1 << 0,
    GZ_VALUE_DE = 1 << 1,
    GZ_VALUE_FR = 1 << 2,
    GZ_VALUE_ES = 1 << 3,
    GZ_VALUE_OTHER = 1 << 4,
};

enum gz_value_flags {
    GZ_VALUE_CASED = 1 << 0,    // means this only in the case of .cased
    GZ_VALUE_CAPITAL = 1 << 1,  // means this only with a capital
    GZ_VALUE_PLURAL = 1 << 2,
    GZ_VALUE_ARTICLE = 1 << 3,  // "a" in "a million"
    GZ_VALUE_ALONE = 1 << 4,    // "mille": one thousand
    GZ_VALUE_MONEY = 1 << 5,    // means this only of money
    GZ_VALUE_DOTTED = 1 << 6,   // an abbreviation: may bring its stop
    GZ_VALUE_RISKY = 1 << 7,    // an ordinary word too
    GZ_VALUE_TWO = 1 << 8,      // takes the next word along: "Hong" Kong
    GZ_VALUE_DURING = 1 << 9,   // "over": during, before a duration
    GZ_VALUE_TIMED = 1 << 10,   // means this only of a duration
};

// Nouns that are asked for; the first of the table.
enum gz_value_noun {
    GZ_VALUE_NOUN_DOLLAR,
    GZ_VALUE_NOUN_EURO,
    GZ_VALUE_NOUN_POUND,
    GZ_VALUE_NOUN_YEN,
};

struct gz_value_sense {
    uint8_t kind;       // enum gz_value_kind
    uint8_t languages;  // set of enum gz_value_languages
    uint16_t flags;     // set of enum gz_value_flags
    int16_t argument;
    uint16_t detail;
    uint16_t cased;  // text
};

enum { GZ_VALUE_PHRASE_WORDS = 5 };

struct gz_value_phrase {
    uint64_t keys[GZ_VALUE_PHRASE_WORDS];
    uint32_t count;
    struct gz_value_sense sense;
};

// A word: its own senses, and phrases that begin or end with it.
struct gz_value_entry {
    uint64_t key;
    uint64_t kinds;  // of its own senses, one bit each
    uint64_t forward_kinds;
    uint64_t backward_kinds;
    uint16_t senses;
    uint16_t sense_count;
    uint16_t forward;
    uint16_t forward_count;
    uint16_t backward;
    uint16_t backward_count;
};

/** What is known of a word, or NULL. */
const struct gz_value_entry *gz_value_words_find(uint64_t key);

/** The sense of a kind that an entry has in a language for a text, or NULL. */
const struct gz_value_sense *
gz_value_words_sense(const struct gz_value_entry *entry,
                     enum gz_value_kind kind, unsigned languages,
                     struct gz_str text);

/** The phrases of an entry, longest first. */
const struct gz_value_phrase *
gz_value_words_forward(const struct gz_value_entry *entry);
const struct gz_value_phrase *
gz_value_words_backward(const struct gz_value_entry *entry);

/** A text that a sense's argument or .cased names; static. */
struct gz_str gz_value_words_text(int number);

/** The number of a country by its two letters, 0 when unknown. */
int gz_value_words_country(struct gz_str letters);

/** The ISO 4217 code of a noun in a country; 0: of no country, which is empty
 * for "crowns" and their like; a country without that coin gives empty. */
struct gz_str gz_value_words_coin(int noun, int country);

/** The ISO 4217 codes that amounts may have, in their order; static. */
const char *const *gz_value_words_currencies(size_t *count);

// Words with which a value may begin: for each language a Bloom filter of one
// hash.
enum {
    GZ_VALUE_LANGUAGES = 5,
    GZ_VALUE_FILTER_BITS = 14,
    GZ_VALUE_FILTER_WORDS = 1 << (GZ_VALUE_FILTER_BITS - 6),
};
extern const uint64_t gz_value_words_filters[GZ_VALUE_LANGUAGES]
                                            [GZ_VALUE_FILTER_WORDS];

/** Whether a filter lets a key pass. */
static inline bool gz_value_words_pass(const uint64_t *filter, uint64_t key)
{
    const uint64_t bit = key >> (64 - GZ_VALUE_FILTER_BITS);
    return (filter[bit >> 6] >> (bit & 63) & 1) != 0;
}

#endif
