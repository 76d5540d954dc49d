#ifndef GZ_FACTS_H
#define GZ_FACTS_H

#include "daemon/base/status.h"
#include "rules/facts/fact_work.h"

/**
 * Make facts of what the rules of the fact stage matched, each once, with what
 * the same clause says of their truth and the sentence of their source; in
 * arena and put into findings, which are those of *in.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_facts_find(const struct gz_fact_sources *in,
                             struct gz_findings *findings) GZ_MUST_CHECK;

#endif
