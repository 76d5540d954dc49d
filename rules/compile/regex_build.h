#ifndef GZ_REGEX_BUILD_H
#define GZ_REGEX_BUILD_H

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "rules/compile/program_parts.h"

/**
 * Compile the regexes that were met in patterns, and those of rules that scan.
 * Mistakes are in err, each at its regex.
 */
enum gz_status gz_regex_build(struct gz_program *p,
                              struct gz_error *err) GZ_MUST_CHECK;

#endif
