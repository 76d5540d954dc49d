#include "rules/resolve/shout.h"

#include "rules/text/utf8.h"
#include "rules/text/word_break.h"

// Whether a word has capitals and no other letters.
static bool is_capitals(struct gz_str text, const struct gz_token *word)
{
    bool upper = false;
    for (size_t pos = word->begin_byte; pos < word->end_byte;) {
        const enum gz_word_class c =
            gz_word_break_class(gz_utf8_next(text, &pos));
        if (c == GZ_WORD_LOWER || c == GZ_WORD_CASELESS) {
            return false;
        }
        upper |= c == GZ_WORD_UPPER;
    }
    return upper;
}

bool gz_shout_is(const struct gz_passage *passage,
                 const struct gz_sentence *sentence)
{
    uint32_t words = 0;
    for (uint32_t i = sentence->first_token; i < sentence->end_token; i++) {
        const struct gz_token *t = &passage->tokens.items[i];
        if (t->kind == GZ_TOKEN_IDEOGRAPH ||
            (t->kind == GZ_TOKEN_WORD && !is_capitals(passage->text, t))) {
            return false;
        }
        words += t->kind == GZ_TOKEN_WORD;
    }
    return words > 1;
}
