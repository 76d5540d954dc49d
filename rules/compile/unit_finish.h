#ifndef GZ_UNIT_FINISH_H
#define GZ_UNIT_FINISH_H

#include "daemon/base/status.h"
#include "rules/compile/program_parts.h"

/**
 * What is known of a unit once all its states are there: where ways come
 * together, and with what tokens each state can begin.
 */
enum gz_status gz_unit_finish(struct gz_program *p, struct gz_unit *unit,
                              struct gz_arena *scratch) GZ_MUST_CHECK;

#endif
