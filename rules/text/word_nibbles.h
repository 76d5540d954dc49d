#ifndef GZ_WORD_NIBBLES_H
#define GZ_WORD_NIBBLES_H

#include <stdint.h>

/*
 * Classes of ASCII bytes as two tables: a byte has the bits that the entry of
 * its low half and that of its high half share.  Letters take two bits each,
 * because the rows 4 to 7 of ASCII hold them in two shapes; bytes beyond ASCII
 * have none, as the instruction gives 0 for them.
 */
enum {
    NIBBLE_UPPER_A = 1 << 0,  // A to O
    NIBBLE_UPPER_P = 1 << 1,  // P to Z
    NIBBLE_LOWER_A = 1 << 2,
    NIBBLE_LOWER_P = 1 << 3,
    GZ_NIBBLE_DIGIT = 1 << 4,
    NIBBLE_MARK = 1 << 5,       // ' , .
    NIBBLE_SEMICOLON = 1 << 6,  // ;
    NIBBLE_LINE = 1 << 7,       // _

    GZ_NIBBLE_TALL =
        NIBBLE_UPPER_A | NIBBLE_UPPER_P | GZ_NIBBLE_DIGIT | NIBBLE_LINE,
    GZ_NIBBLE_WORD = GZ_NIBBLE_TALL | NIBBLE_LOWER_A | NIBBLE_LOWER_P,
    GZ_NIBBLE_HOOK = NIBBLE_MARK | NIBBLE_SEMICOLON | NIBBLE_LINE,

    NIBBLE_FROM_A = NIBBLE_UPPER_A | NIBBLE_LOWER_A,
    NIBBLE_FROM_P = NIBBLE_UPPER_P | NIBBLE_LOWER_P,
};

static const uint8_t gz_nibble_low[16] = {
    NIBBLE_FROM_P | GZ_NIBBLE_DIGIT,
    NIBBLE_FROM_A | NIBBLE_FROM_P | GZ_NIBBLE_DIGIT,
    NIBBLE_FROM_A | NIBBLE_FROM_P | GZ_NIBBLE_DIGIT,
    NIBBLE_FROM_A | NIBBLE_FROM_P | GZ_NIBBLE_DIGIT,
    NIBBLE_FROM_A | NIBBLE_FROM_P | GZ_NIBBLE_DIGIT,
    NIBBLE_FROM_A | NIBBLE_FROM_P | GZ_NIBBLE_DIGIT,
    NIBBLE_FROM_A | NIBBLE_FROM_P | GZ_NIBBLE_DIGIT,
    NIBBLE_FROM_A | NIBBLE_FROM_P | GZ_NIBBLE_DIGIT | NIBBLE_MARK,
    NIBBLE_FROM_A | NIBBLE_FROM_P | GZ_NIBBLE_DIGIT,
    NIBBLE_FROM_A | NIBBLE_FROM_P | GZ_NIBBLE_DIGIT,
    NIBBLE_FROM_A | NIBBLE_FROM_P,
    NIBBLE_FROM_A | NIBBLE_SEMICOLON,
    NIBBLE_FROM_A | NIBBLE_MARK,
    NIBBLE_FROM_A,
    NIBBLE_FROM_A | NIBBLE_MARK,
    NIBBLE_FROM_A | NIBBLE_LINE,
};

static const uint8_t gz_nibble_high[16] = {
    0,
    0,
    NIBBLE_MARK,
    GZ_NIBBLE_DIGIT | NIBBLE_SEMICOLON,
    NIBBLE_UPPER_A,
    NIBBLE_UPPER_P | NIBBLE_LINE,
    NIBBLE_LOWER_A,
    NIBBLE_LOWER_P,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
};

#endif
