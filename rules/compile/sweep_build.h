#ifndef GZ_SWEEP_BUILD_H
#define GZ_SWEEP_BUILD_H

#include "rules/compile/program_parts.h"

/** Make the sweeps of all units of a program whose traits are known. */
enum gz_status gz_sweep_build(struct gz_program *p) GZ_MUST_CHECK;

#endif
