#ifndef GZ_DEMO_H
#define GZ_DEMO_H

#include <stdbool.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"

/*
 * The demonstration: the ordinary service against a stand-in broker in the
 * same process, fed with the sample articles, its events printed as they
 * come.  Nothing outside the process is touched or needed.
 */
struct gz_demo_options {
    double rate;  // articles a second, above 0
    bool once;    // end after the last sample
    bool colours;
};

/**
 * Run until the last sample is through (once) or a signal.  Main thread.
 * GZ_OK when every sample went its way; else why not, in err.
 */
enum gz_status gz_demo_run(const struct gz_demo_options *options,
                           struct gz_error *err) GZ_MUST_CHECK;

#endif
