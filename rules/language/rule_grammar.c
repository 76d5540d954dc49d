// Words that packs say are of a class of the grammar.  Packs add to each
// other's classes, so a word is the sum of what all files of a language say of
// it.

#include <string.h>

#include "daemon/base/map.h"
#include "rules/language/grammar_keys.h"
#include "rules/language/pattern_lexer.h"
#include "rules/language/rule_forms.h"
#include "rules/language/rule_load.h"
#include "rules/text/grammar.h"
#include "rules/text/tokens.h"

enum { ENDINGS_MAX = 32 };  // each token is held against all of them

// What the file under way says of a word.
struct here {
    uint32_t file;
    uint64_t classes;
};

struct reader {
    struct gz_rule_load *load;
    struct gz_map *numbers;  // of words as they are written, by language
    struct gz_rule_word *words;
    struct here *here;  // of each
    uint32_t count;
    uint32_t endings;
};

static const struct gz_yaml_node *grammar_of(const struct gz_rule_load *load,
                                             uint32_t file)
{
    const struct gz_yaml_node *root = load->roots[file];
    const struct gz_yaml_node *node =
        root == NULL || root->kind != GZ_YAML_MAPPING
            ? NULL
            : gz_yaml_get(root, "grammar");
    return node != NULL && node->kind == GZ_YAML_MAPPING ? node->first : NULL;
}

// The number of a class, or GZ_GRAMMAR_COUNT.
static uint32_t class_of(struct gz_str name)
{
    uint32_t i = 0;
    while (i < GZ_GRAMMAR_COUNT &&
           !gz_str_is(name, gz_grammar_keys.keys[i].name)) {
        i++;
    }
    return i;
}

static bool is_ending(struct gz_str text)
{
    return text.ptr[0] == '*';
}

static struct gz_str letters_of(struct gz_str text)
{
    const size_t star = is_ending(text);
    return gz_str_of(text.ptr + star, text.len_bytes - star);
}

// A word that no token is would be of its class for nothing.
static bool check_word(struct reader *r, uint32_t file,
                       const struct gz_yaml_node *node)
{
    struct gz_tokens tokens;
    if (gz_tokens_split(letters_of(node->text), r->load->arena, &tokens) !=
        GZ_OK) {
        gz_rule_load_no_memory(r->load);
        return false;
    }
    if (tokens.count != 1) {
        gz_rule_load_report(
            r->load, file, node,
            "\"" GZ_STR_FMT "\" is %u tokens of a text, and only one can "
            "stand here",
            GZ_STR_ARG(gz_pattern_lexer_clip(node->text)), tokens.count);
    }
    return tokens.count == 1;
}

static struct gz_str language_of(const struct reader *r, uint32_t file)
{
    const struct gz_rule_set *set = r->load->set;
    return set->pack_count == 0 ? GZ_STR_LIT("")
                                : set->packs[set->files[file].pack].language;
}

// A language and a word as one text, or nothing when memory is short.
static struct gz_str key_of(struct reader *r, struct gz_str language,
                            struct gz_str word)
{
    const size_t len = language.len_bytes + 1 + word.len_bytes;
    char *key = gz_arena_alloc(r->load->arena, len);
    if (key == NULL) {
        return (struct gz_str){NULL, 0};
    }
    memcpy(key, language.ptr, language.len_bytes);
    key[language.len_bytes] = '\n';
    memcpy(key + language.len_bytes + 1, word.ptr, word.len_bytes);
    return gz_str_of(key, len);
}

// The number of a word, which is added if it is new; or UINT32_MAX.
static uint32_t number_of(struct reader *r, uint32_t file,
                          const struct gz_yaml_node *node)
{
    const struct gz_str language = language_of(r, file);
    const struct gz_str key = key_of(r, language, node->text);
    uint64_t *number = NULL;
    bool added = false;
    if (key.ptr == NULL ||
        gz_map_put(r->numbers, key, r->count, &number, &added) != GZ_OK) {
        gz_rule_load_no_memory(r->load);
        return UINT32_MAX;
    }
    const uint32_t found = (uint32_t)*number;
    if (added) {
        r->endings += is_ending(node->text);
        r->words[r->count++] =
            (struct gz_rule_word){.text = letters_of(node->text),
                                  .language = language,
                                  .ending = is_ending(node->text)};
        if (is_ending(node->text) && r->endings == ENDINGS_MAX + 1) {
            gz_rule_load_report(r->load, file, node,
                                "more than %d endings in all", ENDINGS_MAX);
        }
    }
    return found;
}

static void take(struct reader *r, uint32_t file,
                 const struct gz_yaml_node *node, uint32_t class_number)
{
    const uint64_t bit = UINT64_C(1) << class_number;
    if (!gz_rule_load_is_text(node) ||
        !gz_rule_forms_grammar.good(node->text) || !check_word(r, file, node)) {
        return;
    }
    const uint32_t number = number_of(r, file, node);
    if (number == UINT32_MAX) {
        return;
    }
    struct here *here = &r->here[number];
    if (here->file == file && (here->classes & bit) != 0) {
        gz_rule_load_report(r->load, file, node,
                            "the word \"" GZ_STR_FMT "\" stands twice in %s",
                            GZ_STR_ARG(gz_pattern_lexer_clip(node->text)),
                            gz_grammar_keys.keys[class_number].name);
    }
    *here = (struct here){file, bit | (here->file == file ? here->classes : 0)};
    r->words[number].classes |= bit;
}

static void read_class(struct reader *r, uint32_t file,
                       const struct gz_yaml_node *node)
{
    const uint32_t class_number = class_of(node->key->text);
    if (class_number == GZ_GRAMMAR_COUNT || node->kind != GZ_YAML_SEQUENCE) {
        return;
    }
    const struct gz_yaml_node *word = node->first;
    for (; word != NULL && !gz_rule_load_failed(r->load); word = word->next) {
        take(r, file, word, class_number);
    }
}

static uint32_t count_words(const struct gz_rule_load *load)
{
    uint32_t count = 0;
    for (uint32_t file = 0; file < load->set->file_count; file++) {
        const struct gz_yaml_node *node = grammar_of(load, file);
        for (; node != NULL; node = node->next) {
            count += node->kind == GZ_YAML_SEQUENCE ? node->count : 0;
        }
    }
    return count;
}

static void read_files(struct reader *r)
{
    for (uint32_t file = 0; file < r->load->set->file_count; file++) {
        const struct gz_yaml_node *node = grammar_of(r->load, file);
        for (; node != NULL && !gz_rule_load_failed(r->load);
             node = node->next) {
            read_class(r, file, node);
        }
    }
}

void gz_rule_grammar_load(struct gz_rule_load *load)
{
    const uint32_t room = count_words(load);
    struct reader r = {
        .load = load,
        .numbers = gz_map_new(room),
        .words = GZ_RULE_LOAD_ARRAY(load, struct gz_rule_word, room),
        .here = GZ_RULE_LOAD_ARRAY(load, struct here, room),
    };
    if (r.numbers == NULL) {
        gz_rule_load_no_memory(load);
    } else if (!gz_rule_load_failed(load)) {
        read_files(&r);
    }
    gz_map_free(r.numbers);
    load->set->words = r.words;
    load->set->word_count = r.count;
}
