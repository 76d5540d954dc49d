#ifndef GZ_CONDITION_TRACE_H
#define GZ_CONDITION_TRACE_H

#include "codecs/alert_event.h"
#include "daemon/base/arena.h"
#include "daemon/base/status.h"

/*
 * A condition over what an alert keeps of an event: its evidence.  That is the
 * anchor, the article's title, address, source and language, the salience and
 * the facts that the alert rests on; whatever else a condition names cannot be
 * known any more.
 */
enum gz_condition_verdict {
    GZ_CONDITION_FALSE,
    GZ_CONDITION_TRUE,
    GZ_CONDITION_UNKNOWN,
};

// A node of the condition, in the order of its text.
struct gz_condition_step {
    uint32_t depth;
    struct gz_str text;   // "and", "or", "not", or a comparison
    struct gz_str found;  // what stands there: "0.41"; of comparisons only
    enum gz_condition_verdict verdict;
};

struct gz_condition_trace {
    enum gz_condition_verdict verdict;
    const struct gz_event_fact *fact;  // that it is about, or NULL
    const struct gz_condition_step *steps;
    uint32_t count;
};

/**
 * Look at a condition again, with the first fact of the evidence for which it
 * holds.  code as in condition.h, not empty; what comes out is in arena, the
 * fact borrowed.  GZ_NO_MEMORY.
 */
enum gz_status gz_condition_trace(struct gz_str code,
                                  const struct gz_alert_event *alert,
                                  const struct gz_alert_evidence *evidence,
                                  struct gz_arena *arena,
                                  struct gz_condition_trace *out) GZ_MUST_CHECK;

/** "true", "false" or "unknown". */
const char *gz_condition_trace_name(enum gz_condition_verdict verdict);

#endif
