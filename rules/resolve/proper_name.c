#include "rules/resolve/proper_name.h"

#include <string.h>

#include "rules/gazetteer/alias/legal_forms.h"
#include "rules/text/token_keys.h"

static void mark(struct gz_proper_names *names, uint64_t key)
{
    names->sieve[key >> 6 & (GZ_PROPER_NAME_WORDS - 1)] |= UINT64_C(1)
                                                           << (key & 63);
}

static bool is_marked(const struct gz_proper_names *names, uint64_t key)
{
    return (names->sieve[key >> 6 & (GZ_PROPER_NAME_WORDS - 1)] >> (key & 63) &
            1) != 0;
}

// The last word of a spelling as a token has it.
static struct gz_str last_word(struct gz_str spelling)
{
    while (spelling.len_bytes > 0 &&
           spelling.ptr[spelling.len_bytes - 1] == '.') {
        spelling.len_bytes--;
    }
    size_t begin = spelling.len_bytes;
    while (begin > 0 && spelling.ptr[begin - 1] != ' ' &&
           spelling.ptr[begin - 1] != '.' && spelling.ptr[begin - 1] != '/' &&
           spelling.ptr[begin - 1] != '&') {
        begin--;
    }
    return gz_str_of(spelling.ptr + begin, spelling.len_bytes - begin);
}

static void on_spelling(void *context, struct gz_str spelling)
{
    const struct gz_str word = last_word(spelling);
    if (word.len_bytes > 0) {
        mark(context, gz_token_key(word.ptr, word.len_bytes, word.len_bytes));
    }
}

void gz_proper_names_init(struct gz_proper_names *names)
{
    *names = (struct gz_proper_names){.sieve = {0}};
    gz_legal_endings_init(&names->endings);
    gz_legal_forms_all(on_spelling, names);
}

// A last word with stops inside, "S.p.A", or of a script without spaces is not
// told by its key.
static bool may_end(const struct gz_proper_names *names,
                    const struct gz_passage *passage, uint32_t last)
{
    const struct gz_token *t = &passage->tokens.items[last];
    const char *text = passage->text.ptr + t->begin_byte;
    const size_t len = t->end_byte - t->begin_byte;
    return t->kind != GZ_TOKEN_WORD || (uint8_t)text[0] >= 0x80 ||
           memchr(text, '.', len) != NULL ||
           is_marked(names, passage->tokens.keys[last]);
}

uint32_t gz_proper_names_end(const struct gz_proper_names *names,
                             const struct gz_passage *passage, uint32_t begin,
                             uint32_t end)
{
    const struct gz_token *tokens = passage->tokens.items;
    const size_t first_byte = tokens[begin].begin_byte;
    const struct gz_str text = gz_str_of(passage->text.ptr + first_byte,
                                         tokens[end - 1].end_byte - first_byte);
    size_t at = 0;
    if (end - begin < 2 || !may_end(names, passage, end - 1) ||
        gz_legal_endings_find(&names->endings, text, &at) == NULL) {
        return end;
    }
    uint32_t proper = end;
    while (proper > begin + 1 &&
           (tokens[proper - 1].begin_byte >= first_byte + at ||
            passage->text.ptr[tokens[proper - 1].begin_byte] == ',')) {
        proper--;
    }
    return proper;
}
