#ifndef GZ_FACT_ENCODE_H
#define GZ_FACT_ENCODE_H

#include "codecs/event.h"

/*
 * An array of facts in Avro's binary encoding, for the encoders of events and
 * of alerts: the record Fact of both schemas.
 */

/** At least the bytes that gz_fact_encode_put() writes. */
size_t gz_fact_encode_bound(const struct gz_event_fact *facts, uint32_t count);

/** Write them to where there is room; returns the place behind. */
uint8_t *gz_fact_encode_put(uint8_t *p, const struct gz_event_fact *facts,
                            uint32_t count);

#endif
