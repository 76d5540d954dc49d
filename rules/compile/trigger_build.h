#ifndef GZ_TRIGGER_BUILD_H
#define GZ_TRIGGER_BUILD_H

#include "daemon/base/status.h"
#include "rules/compile/phrase_build.h"
#include "rules/compile/program_parts.h"

/**
 * Enter what sets each rule off where the matcher looks it up: words in one
 * table of keys, lists by their number, types by group and number.
 * Rules have their groups and the phrases are all there.
 */
enum gz_status
gz_trigger_build(struct gz_program *p,
                 const struct gz_phrase_builder *phrases) GZ_MUST_CHECK;

#endif
