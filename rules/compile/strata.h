#ifndef GZ_STRATA_H
#define GZ_STRATA_H

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "rules/compile/program_parts.h"

/**
 * Put the mention rules into strata, by what their units read and they make,
 * and every rule into its group.  A cycle is reported in full, with the rules
 * that close it.
 */
enum gz_status gz_strata_find(struct gz_program *p,
                              struct gz_error *err) GZ_MUST_CHECK;

#endif
