// Bits against a byte by byte reading, for every byte at every place of a word
// and for texts of every length around the block sizes.

#include "rules/text/word_bits.h"

#include <ctype.h>

#include "tests/support/check.h"

enum { MOST = 200 };

static bool is_word(char c)
{
    return (c & 0x80) == 0 && (isalnum(c) != 0 || c == '_');
}

static void check_text(struct gz_str text)
{
    // Its exact size, so that a sanitizer sees what is read behind it.
    uint8_t *bits = malloc(gz_word_bits_size(text.len_bytes));
    CHECK(bits != NULL);
    gz_word_bits_fill(text, bits);
    for (size_t pos = 0; pos < text.len_bytes; pos++) {
        size_t end = pos;
        while (end < text.len_bytes && is_word(text.ptr[end])) {
            end++;
        }
        CHECK_EQ(gz_word_bits_end(bits, pos), end);
    }
    free(bits);
}

int main(void)
{
    for (int byte = 0; byte < 256; byte++) {
        for (size_t at = 0; at < 9; at++) {
            char text[10] = "abcdefghi";
            text[at] = (char)byte;
            check_text(gz_str_of(text, 9));
        }
    }
    char text[MOST];
    memset(text, 'x', sizeof(text));
    for (size_t len = 0; len <= MOST; len++) {
        check_text(gz_str_of(text, len));
    }
    text[70] = ' ';
    check_text(gz_str_of(text, MOST));
    return 0;
}
