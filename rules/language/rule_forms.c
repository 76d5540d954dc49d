#include "rules/language/rule_forms.h"

#include "rules/language/pattern_chars.h"

static bool is_name(struct gz_str text)
{
    bool good = text.len_bytes > 0 &&
                (gz_pattern_is_letter(text.ptr[0]) || text.ptr[0] == '_');
    for (size_t i = 1; good && i < text.len_bytes; i++) {
        const char c = text.ptr[i];
        good = gz_pattern_is_name(c) || (c == '-' && i + 1 < text.len_bytes &&
                                         gz_pattern_is_name(text.ptr[i + 1]));
    }
    return good;
}

static bool is_list_name(struct gz_str text)
{
    return is_name(text) && (text.ptr[0] < 'A' || text.ptr[0] > 'Z');
}

static bool is_word(struct gz_str text)
{
    bool good = text.len_bytes > 0 && gz_pattern_is_letter(text.ptr[0]);
    for (size_t i = 1; good && i < text.len_bytes; i++) {
        good = gz_pattern_is_name(text.ptr[i]);
    }
    return good;
}

static bool is_type(struct gz_str text)
{
    bool good = text.ptr != NULL;
    while (good && text.ptr != NULL) {
        good = is_word(gz_str_cut(&text, '/'));
    }
    return good;
}

static bool is_role(struct gz_str text)
{
    if (text.len_bytes > 0 && text.ptr[text.len_bytes - 1] == '?') {
        text.len_bytes--;
    }
    return is_word(text);
}

static bool is_id(struct gz_str text)
{
    for (size_t i = 0; i < text.len_bytes; i++) {
        const char c = text.ptr[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' &&
            c != '.' && c != '-') {
            return false;
        }
    }
    return text.len_bytes > 0;
}

const struct gz_rule_form gz_rule_forms_name = {
    "^[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*$",
    "a name is letters, digits, \"_\" and \"-\", a letter first",
    is_name,
};
const struct gz_rule_form gz_rule_forms_list = {
    "^[a-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*$",
    "a list's name is letters, digits, \"_\" and \"-\", a small letter first "
    "(a capital is for what the program has built in)",
    is_list_name,
};
const struct gz_rule_form gz_rule_forms_word = {
    "^[A-Za-z][A-Za-z0-9_]*$",
    "a type's name is letters, digits and \"_\", a letter first",
    is_word,
};
const struct gz_rule_form gz_rule_forms_type = {
    "^[A-Za-z][A-Za-z0-9_]*(/[A-Za-z][A-Za-z0-9_]*)*$",
    "a type is written as Company, or with its parents as Org/Company",
    is_type,
};
const struct gz_rule_form gz_rule_forms_role = {
    "^[A-Za-z][A-Za-z0-9_]*[?]?$",
    "a role is letters, digits and \"_\", with \"?\" behind it where it may "
    "be missing",
    is_role,
};
const struct gz_rule_form gz_rule_forms_id = {
    "^[a-z0-9_.-]+$",
    "an id is small letters, digits, \"_\", \".\" and \"-\", by habit "
    "<topic>.<name>",
    is_id,
};
