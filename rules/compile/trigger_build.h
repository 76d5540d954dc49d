#ifndef GZ_TRIGGER_BUILD_H
#define GZ_TRIGGER_BUILD_H

#include "daemon/base/status.h"
#include "rules/compile/phrase_build.h"
#include "rules/compile/program_parts.h"

/**
 * Enter the traits where the matcher looks them up: those of words in a table
 * of keys, of lists by number, of types by group and number; and with each
 * trait the rules that it sets off.  The phrases are all there.
 */
enum gz_status
gz_trigger_build(struct gz_program *p,
                 const struct gz_phrase_builder *phrases) GZ_MUST_CHECK;

#endif
