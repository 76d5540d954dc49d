#ifndef GZ_ATTRIBUTIONS_H
#define GZ_ATTRIBUTIONS_H

#include "daemon/base/status.h"
#include "rules/facts/fact_work.h"

/**
 * Give facts the sources that attribution matches of their sentence name, by
 * their place.  A sentence without any that stands in a quotation has those of
 * the sentence from which the quotation goes on, else those of the sentence
 * that it goes on to.  A fact that names its own source as a participant keeps
 * both.  In arena; fails with GZ_LIMIT when that is full.
 */
enum gz_status gz_attributions_apply(const struct gz_fact_sources *in,
                                     struct gz_fact_draft *facts,
                                     uint32_t count) GZ_MUST_CHECK;

#endif
