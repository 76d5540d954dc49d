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

static bool is_one(struct gz_str text)
{
    bool one = text.len_bytes > 0;
    for (size_t i = 0; i < text.len_bytes && one; i++) {
        one = strchr(" \t\r\n", text.ptr[i]) == NULL;
    }
    return one;
}

// A word, or an ending with a star before it.
static bool is_grammar(struct gz_str text)
{
    const size_t star = gz_str_starts(text, GZ_STR_LIT("*"));
    text.ptr += star;
    text.len_bytes -= star;
    return is_one(text) && memchr(text.ptr, '*', text.len_bytes) == NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_pack_name(struct gz_str text)
{
    for (size_t i = 0; i < text.len_bytes; i++) {
        const char c = text.ptr[i];
        const bool mark = c == '-' || c == '_' || c == '.';
        if (!gz_pattern_is_letter(c) && !is_digit(c) && (!mark || i == 0)) {
            return false;
        }
    }
    return text.len_bytes > 0;
}

// 1.2.3, or less of it; then what semver.org lets follow, as 1.2.3-rc.1.
static bool is_version(struct gz_str text)
{
    size_t at = 0;
    for (int part = 0; part < 3 && (part == 0 || text.ptr[at] == '.'); part++) {
        at += part > 0;
        const size_t begin = at;
        while (at < text.len_bytes && is_digit(text.ptr[at])) {
            at++;
        }
        if (at == begin) {
            return false;
        }
        if (at == text.len_bytes) {
            return true;
        }
    }
    const char sign = text.ptr[at++];
    return (sign == '-' || sign == '+') &&
           is_pack_name(gz_str_of(text.ptr + at, text.len_bytes - at));
}

// ISO 639-1: a typing error is rarely another of these.
static bool is_two_letter_language(struct gz_str code)
{
    struct gz_str rest = GZ_STR_LIT(
        "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca "
        "ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj "
        "fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii "
        "ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la "
        "lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng "
        "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa "
        "sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk "
        "tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu");
    bool found = false;
    while (rest.ptr != NULL && !found) {
        found = gz_str_eq_nocase(gz_str_cut(&rest, ' '), code);
    }
    return found;
}

// Of three letters there are thousands, so any will do.
static bool is_language(struct gz_str text)
{
    const struct gz_str code = gz_str_cut(&text, '-');
    bool good = code.len_bytes == 3 ||
                (code.len_bytes == 2 && is_two_letter_language(code));
    for (size_t i = 0; i < code.len_bytes; i++) {
        good = good && gz_pattern_is_letter(code.ptr[i]);
    }
    while (good && text.ptr != NULL) {
        const struct gz_str part = gz_str_cut(&text, '-');
        good = part.len_bytes >= 1 && part.len_bytes <= 8;
        for (size_t i = 0; i < part.len_bytes; i++) {
            good = good &&
                   (gz_pattern_is_letter(part.ptr[i]) || is_digit(part.ptr[i]));
        }
    }
    return good;
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
const struct gz_rule_form gz_rule_forms_one = {
    "^\\S+$",
    "only one word can stand here",
    is_one,
};
const struct gz_rule_form gz_rule_forms_grammar = {
    "^[*]?[^\\s*]+$",
    "only one word can stand here, or an ending such as *ed",
    is_grammar,
};
const struct gz_rule_form gz_rule_forms_pack = {
    "^[A-Za-z0-9][A-Za-z0-9_.-]*$",
    "a pack's name is letters, digits, \"-\", \"_\" and \".\", a letter or a "
    "digit first",
    is_pack_name,
};
const struct gz_rule_form gz_rule_forms_version = {
    "^[0-9]+([.][0-9]+){0,2}([-+][A-Za-z0-9][A-Za-z0-9_.-]*)?$",
    "a version is numbers, such as 1.2.3",
    is_version,
};
const struct gz_rule_form gz_rule_forms_language = {
    "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
    "a language is a tag of BCP 47, such as en or pt-BR, or mul for any",
    is_language,
};
