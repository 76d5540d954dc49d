#ifndef GZ_CONFIG_FAULTS_H
#define GZ_CONFIG_FAULTS_H

#include "daemon/base/str.h"

/*
 * Rules for single texts, as rows of the key table name them: each returns
 * NULL, or why the text is not allowed, for "KEY is TEXT, ...".
 */

/** Kafka's rule for topics; instances end up in names of the same kind. */
const char *gz_config_faults_name(struct gz_str text);

/** A consumer group. */
const char *gz_config_faults_group(struct gz_str text);

/** RFC 6901: empty, or parts that begin with a slash; ~0 and ~1 escape. */
const char *gz_config_faults_pointer(struct gz_str text);

#endif
