#include "rules/match/word_endings.h"

#include "rules/text/utf8.h"

// Whether a word ends so, with two letters or more before it.
static bool ends_with(struct gz_str word, struct gz_str ending)
{
    size_t first = 0;
    if (word.len_bytes <= ending.len_bytes) {
        return false;
    }
    const size_t stem = word.len_bytes - ending.len_bytes;
    (void)gz_utf8_next(word, &first);
    return first < stem &&
           gz_str_eq_nocase(gz_str_of(word.ptr + stem, ending.len_bytes),
                            ending);
}

void gz_word_endings_mark(const struct gz_field_view *v)
{
    const struct gz_program *p = v->program;
    for (uint32_t t = 0; t < v->count; t++) {
        const bool word = v->tokens[t].kind == GZ_TOKEN_WORD;
        for (uint32_t i = 0; word && i < p->ending_count; i++) {
            if (ends_with(gz_field_view_text(v, t), p->endings[i].text)) {
                v->classes[t] |= p->endings[i].classes;
            }
        }
    }
}
