#ifndef GZ_RULE_FORMS_H
#define GZ_RULE_FORMS_H

#include "rules/language/rule_shape.h"

/*
 * The letters that names of the language may have, so that a pattern can tell
 * them from all else.
 */
extern const struct gz_rule_form gz_rule_forms_name;  // of a macro
extern const struct gz_rule_form gz_rule_forms_list;  // no capital first
extern const struct gz_rule_form gz_rule_forms_word;  // of a new or fact type
extern const struct gz_rule_form gz_rule_forms_type;  // Org/Company
extern const struct gz_rule_form gz_rule_forms_role;  // role or role?
extern const struct gz_rule_form gz_rule_forms_id;    // of a rule
extern const struct gz_rule_form gz_rule_forms_one;   // word, of any letters

extern const struct gz_rule_form gz_rule_forms_grammar;  // word, or *ending

// What describes a pack.
extern const struct gz_rule_form gz_rule_forms_pack;
extern const struct gz_rule_form gz_rule_forms_version;
extern const struct gz_rule_form gz_rule_forms_language;

#endif
