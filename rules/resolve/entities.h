#ifndef GZ_ENTITIES_H
#define GZ_ENTITIES_H

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/findings.h"
#include "rules/resolve/select.h"
#include "rules/text/document.h"

/**
 * Group mentions into one entity per id, in order of first mention, and weigh
 * each.  The link of an entity is that of its surest mention.  In arena.
 */
enum gz_status gz_entities_group(const struct gz_document *doc,
                                 const struct gz_selection *selection,
                                 struct gz_arena *arena,
                                 struct gz_findings *out) GZ_MUST_CHECK;

#endif
