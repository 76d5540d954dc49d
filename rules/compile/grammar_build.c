#include "rules/compile/grammar_build.h"

#include "rules/compile/word_tokens.h"

// The grammar of a language, which is new if no word had it before.
static struct gz_language_grammar *grammar_of(struct gz_program *p,
                                              struct gz_language_grammar *all,
                                              struct gz_str language)
{
    uint32_t i = 0;
    while (i < p->grammar_count &&
           !gz_str_eq_nocase(all[i].language, language)) {
        i++;
    }
    if (i == p->grammar_count) {
        all[p->grammar_count++].language = language;
    }
    return &all[i];
}

static enum gz_status lay_out(struct gz_program *p,
                              struct gz_language_grammar *g,
                              struct gz_key_entry *entries)
{
    const struct gz_rule_set *set = p->set;
    struct gz_grammar_ending *endings =
        GZ_ARENA_ARRAY(p->arena, struct gz_grammar_ending, g->ending_count);
    size_t count = 0;
    if (endings == NULL) {
        return GZ_NO_MEMORY;
    }
    g->endings = endings;
    for (uint32_t i = 0; i < set->word_count; i++) {
        const struct gz_rule_word *word = &set->words[i];
        if (!gz_str_eq_nocase(word->language, g->language)) {
            continue;
        }
        if (word->ending) {
            *endings++ = (struct gz_grammar_ending){word->text, word->classes};
        } else {
            entries[count++] = (struct gz_key_entry){
                .key = gz_word_tokens_key(word->text),
                .use = GZ_KEY_GRAMMAR,
                .item = word->classes,
            };
        }
    }
    return gz_key_table_build(entries, count, NULL, p->arena, &g->words);
}

enum gz_status gz_grammar_build(struct gz_program *p)
{
    const struct gz_rule_set *set = p->set;
    // At most one for each pack, and one where there is no pack.
    struct gz_language_grammar *all = GZ_ARENA_ARRAY(
        p->arena, struct gz_language_grammar, set->pack_count + (size_t)1);
    struct gz_key_entry *entries =
        GZ_ARENA_ARRAY(p->arena, struct gz_key_entry, set->word_count);
    enum gz_status st = all == NULL || entries == NULL ? GZ_NO_MEMORY : GZ_OK;
    p->grammars = all;
    for (uint32_t i = 0; i < set->word_count && st == GZ_OK; i++) {
        grammar_of(p, all, set->words[i].language)->ending_count +=
            set->words[i].ending;
    }
    for (uint32_t i = 0; i < p->grammar_count && st == GZ_OK; i++) {
        st = lay_out(p, &all[i], entries);
    }
    return st;
}
