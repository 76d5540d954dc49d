// Any bytes as the rule files of a pack, with a line of dashes between them:
// they are refused with messages, or all that they name is there.

#include <stdint.h>
#include <stdlib.h>

#include "rules/language/rule_set.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES_MAX = 3 };

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static void check_rule(const struct gz_rule_set *set,
                       const struct gz_rule *rule)
{
    require(gz_rule_set_find(set, rule->id) == rule);
    require(rule->match_count > 0 || rule->scan.len_bytes > 0);
    require(rule->role_count <= GZ_RULE_ROLES_MAX);
    require(rule->within >= 1 && rule->within <= 4);
    require(rule->confidence >= 0 && rule->confidence <= 1);
    require(rule->kind != GZ_RULE_EMIT ||
            gz_rule_set_fact(set, rule->makes) != NULL);
    for (uint32_t i = 0; i < rule->example_count; i++) {
        const struct gz_example *example = &rule->examples[i];
        for (uint32_t k = 0; k < example->mark_count; k++) {
            const struct gz_example_mark *mark = &example->marks[k];
            require(mark->begin_byte < mark->end_byte);
            require(mark->end_byte <= example->text.len_bytes);
        }
    }
}

static size_t cut(struct gz_str all, struct gz_rule_text texts[FILES_MAX])
{
    static const char line[] = "\n----\n";
    size_t count = 0;
    while (all.ptr != NULL && count < FILES_MAX) {
        const char *end =
            count + 1 == FILES_MAX
                ? NULL
                : memmem(all.ptr, all.len_bytes, line, sizeof(line) - 1);
        const size_t len =
            end == NULL ? all.len_bytes : (size_t)(end - all.ptr) + 1;
        texts[count++] = (struct gz_rule_text){"fuzz", gz_str_of(all.ptr, len)};
        all = end == NULL ? gz_str_of(NULL, 0)
                          : gz_str_of(end + sizeof(line) - 1,
                                      all.len_bytes - len - (sizeof(line) - 2));
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_rule_text texts[FILES_MAX];
    struct gz_rule_set *set = NULL;
    struct gz_error err;
    gz_error_init(&err);
    const size_t count = cut(gz_str_of((const char *)data, size), texts);
    const enum gz_status st = gz_rule_set_parse(texts, count, &set, &err);
    require((st == GZ_OK) == (err.count == 0));
    require((st == GZ_OK) == (set != NULL));
    for (uint32_t i = 0; set != NULL && i < set->rule_count; i++) {
        check_rule(set, &set->rules[i]);
    }
    for (uint32_t i = 0; set != NULL && i < set->word_count; i++) {
        require(set->words[i].text.len_bytes > 0 && set->words[i].classes != 0);
    }
    gz_rule_set_free(set);
    gz_error_fini(&err);
    return 0;
}
