#ifndef GZ_WORD_BREAK_H
#define GZ_WORD_BREAK_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What a code point means for cutting text: its Word_Break value (Unicode
 * Standard Annex #29), joined with what the tokeniser asks besides, namely
 * case, white space and pictures.  The values are letters so that the table
 * of Unicode's data can be read, and compared, as text.
 */
enum gz_word_class {
    GZ_WORD_OTHER = '.',  // colons too: they join nothing here
    GZ_WORD_SPACE = 's',
    GZ_WORD_LINE = 'n',       // ends a line
    GZ_WORD_PARAGRAPH = 'p',  // ends a paragraph
    GZ_WORD_EXTEND = 'x',     // Extend and Format
    GZ_WORD_ZWJ = 'z',
    GZ_WORD_UPPER = 'A',  // ALetter, upper or title case
    GZ_WORD_LOWER = 'a',
    GZ_WORD_CASELESS = 'l',
    GZ_WORD_PICTURE_LETTER = 'E',  // ALetter and Extended_Pictographic
    GZ_WORD_HEBREW = 'h',
    GZ_WORD_DIGIT = '0',
    GZ_WORD_IDEOGRAPH = 'c',  // a letter of a script without spaces
    GZ_WORD_MID_LETTER = 'm',
    GZ_WORD_MID_NUMBER = ',',
    GZ_WORD_DOT = 'd',         // MidNumLet that looks like a full stop
    GZ_WORD_CURLY = 'q',       // MidNumLet that looks like an apostrophe
    GZ_WORD_APOSTROPHE = 'Q',  // Single_Quote
    GZ_WORD_DOUBLE_QUOTE = 'D',
    GZ_WORD_JOINER = '_',  // ExtendNumLet
    GZ_WORD_REGION = 'R',  // half of a flag
    GZ_WORD_PICTURE = 'P',
};

// Two stages: a block of 64 code points, then the class of each in it.
extern const uint16_t gz_word_break_index[];
extern const char gz_word_break_blocks[][65];

/** The class of any code point, also one that is not assigned. */
static inline enum gz_word_class gz_word_break_class(uint32_t cp)
{
    if (cp < 0x20000) {
        const uint16_t block = gz_word_break_index[cp >> 6];
        return (enum gz_word_class)gz_word_break_blocks[block][cp & 63];
    }
    if (cp < 0x40000) {
        return GZ_WORD_IDEOGRAPH;
    }
    const bool extends = cp == 0xE0001 || (cp >= 0xE0020 && cp < 0xE0080) ||
                         (cp >= 0xE0100 && cp < 0xE01F0);
    return extends ? GZ_WORD_EXTEND : GZ_WORD_OTHER;
}

#endif
