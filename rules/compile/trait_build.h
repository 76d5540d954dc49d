#ifndef GZ_TRAIT_BUILD_H
#define GZ_TRAIT_BUILD_H

#include "rules/compile/program_parts.h"

/** Find the traits of all states of a program whose strata are known. */
enum gz_status gz_trait_build(struct gz_program *p) GZ_MUST_CHECK;

#endif
