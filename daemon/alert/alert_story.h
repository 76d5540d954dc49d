#ifndef GZ_ALERT_STORY_H
#define GZ_ALERT_STORY_H

#include "daemon/alert/alert_run.h"

/*
 * Which articles are one story.  Articles of an entity are compared by their
 * signatures (rules/text/signature.h): those that agree in at least
 * GZ_ALERT_STORY_CELLS of 64 cells are copies; the number is that which
 * tests/bench/near_copies.py chose by labelled pairs.  A story is remembered
 * for GZ_ALERT_STORY_MS after its last article.
 */
enum {
    GZ_ALERT_STORY_CELLS = 30,
};
#define GZ_ALERT_STORY_MS ((int64_t)72 * 3600 * 1000)

/**
 * Find the story of run->event, or begin one, and put it into run->story.
 * *seen: this version of this article was here before.
 */
enum gz_status gz_alert_story_take(struct gz_alert_run *run,
                                   bool *seen) GZ_MUST_CHECK;

/** Hang a story that came back from the topic below its entity. */
enum gz_status gz_alert_story_adopt(struct gz_alert_engine *e,
                                    struct gz_alert_story *s) GZ_MUST_CHECK;

/** A story is due, or makes room: forget it. */
void gz_alert_story_forget(struct gz_alert_engine *e, struct gz_alert_story *s);

#endif
