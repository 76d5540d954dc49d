#ifndef GZ_EVENT_CONTAINER_H
#define GZ_EVENT_CONTAINER_H

#include "codecs/event_schema.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * An object container file of events (Avro specification 1.11, "Object
 * Container Files"): what any Avro tool opens, with the schema's text inside.
 * The same events give the same file.  One thread at a time.
 */
struct gz_event_container;

/**
 * Create the file at path, or write to standard output for "-", and write its
 * header.  schema is asked for as proof that the encoder was checked; it is
 * not kept.  Fails with GZ_IO or GZ_NO_MEMORY, said in err.  Close with
 * gz_event_container_close().
 */
enum gz_status gz_event_container_open(const struct gz_event_schema *schema,
                                       const char *path,
                                       struct gz_event_container **out,
                                       struct gz_error *err) GZ_MUST_CHECK;

/**
 * Add one event as gz_event_encode() wrote it.  It may stay in memory until
 * its block of 64 KiB is full.  Fails with GZ_IO or GZ_NO_MEMORY.
 */
enum gz_status gz_event_container_append(struct gz_event_container *c,
                                         struct gz_str encoded,
                                         struct gz_error *err) GZ_MUST_CHECK;

/**
 * Write what is left, close and release, also on failure.  GZ_IO, said in
 * err, also tells of earlier writes that failed late.
 */
enum gz_status gz_event_container_close(struct gz_event_container *c,
                                        struct gz_error *err) GZ_MUST_CHECK;

#endif
