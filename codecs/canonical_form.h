#ifndef GZ_CANONICAL_FORM_H
#define GZ_CANONICAL_FORM_H

#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/**
 * Append the parsing canonical form (Avro specification 1.11, "Parsing
 * Canonical Form for Schemas") of a schema's JSON text: full names, a fixed
 * order of attributes, nothing that does not matter to the encoding.
 *
 * It checks only what it needs to understand the text: whether the schema is
 * sound is for those who parse it.  Fails with GZ_INVALID, said in err, or
 * GZ_NO_MEMORY; what was appended until then stays.
 */
enum gz_status gz_canonical_form(struct gz_str schema, struct gz_buffer *out,
                                 struct gz_error *err) GZ_MUST_CHECK;

#endif
