#include "rules/match/word_grammar.h"

#include "rules/text/utf8.h"

void gz_word_grammar_open(struct gz_matcher *m)
{
    const struct gz_program *p = m->program;
    m->all_grammars = true;
    for (uint32_t i = 0; i < p->grammar_count; i++) {
        m->grammars[i] =
            gz_document_speaks(&m->article, p->grammars[i].language);
        m->all_grammars = m->all_grammars && m->grammars[i];
    }
}

// A slot has the classes of all grammars together, which nearly always is what
// the article wants.
uint64_t gz_word_grammar_classes(const struct gz_matcher *m,
                                 const struct gz_key_slot *slot)
{
    const struct gz_program *p = m->program;
    uint64_t classes = 0;
    if (m->all_grammars || slot->classes == 0) {
        return slot->classes;
    }
    for (uint32_t i = 0; i < p->grammar_count; i++) {
        const struct gz_key_slot *own =
            m->grammars[i] ? gz_key_table_find(&p->grammars[i].words, slot->key)
                           : NULL;
        classes |= own == NULL ? 0 : own->classes;
    }
    return classes;
}

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

static void mark_endings(const struct gz_language_grammar *grammar,
                         const struct gz_field_view *v)
{
    for (uint32_t t = 0; t < v->count; t++) {
        const bool word = v->tokens[t].kind == GZ_TOKEN_WORD;
        for (uint32_t i = 0; word && i < grammar->ending_count; i++) {
            if (ends_with(gz_field_view_text(v, t), grammar->endings[i].text)) {
                v->classes[t] |= grammar->endings[i].classes;
            }
        }
    }
}

void gz_word_grammar_mark_endings(const struct gz_matcher *m,
                                  const struct gz_field_view *v)
{
    for (uint32_t i = 0; i < m->program->grammar_count; i++) {
        if (m->grammars[i]) {
            mark_endings(&m->program->grammars[i], v);
        }
    }
}
