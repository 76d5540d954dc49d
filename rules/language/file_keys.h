#ifndef GZ_FILE_KEYS_H
#define GZ_FILE_KEYS_H

#include "rules/language/rule_shape.h"

/** All of a rule file; all of pack.yaml. */
extern const struct gz_rule_shape gz_file_keys_rules;
extern const struct gz_rule_shape gz_file_keys_pack;

#endif
