#ifndef GZ_CAST_LIST_H
#define GZ_CAST_LIST_H

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/language/rule_set.h"

// What ids of a cast begin with: "cast:jane-roe".
#define GZ_CAST_LIST_NAMESPACE "cast"

/**
 * The cast of a rule set, names that only examples use, as a gazetteer; NULL
 * in *out when there is nobody.  They are written exactly so and preferred to
 * all other entities of the same name.
 * Release with gz_gazetteer_close().
 */
enum gz_status gz_cast_list_compile(const struct gz_rule_set *rules,
                                    struct gz_gazetteer **out,
                                    struct gz_error *err) GZ_MUST_CHECK;

#endif
