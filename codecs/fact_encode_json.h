#ifndef GZ_FACT_ENCODE_JSON_H
#define GZ_FACT_ENCODE_JSON_H

#include "codecs/event.h"
#include "daemon/base/json_writer.h"

/** Write facts as an array of objects with the schema's field names. */
void gz_fact_encode_json(const struct gz_event_fact *facts, uint32_t count,
                         struct gz_json_writer *w);

#endif
