#ifndef GZ_TEST_REPORT_H
#define GZ_TEST_REPORT_H

#include <stdio.h>

#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/commands/example_verdict.h"

/*
 * What `gazetted test` tells of examples, as text and as JUnit XML.
 */
struct gz_test_report {
    struct gz_buffer text;   // of the failures
    struct gz_buffer cases;  // <testcase> of all
    struct gz_buffer rerun;  // "gazetted test PACK --rule ", ends each failure
    uint32_t run;
    uint32_t failed;
};

void gz_test_report_init(struct gz_test_report *report);
void gz_test_report_fini(struct gz_test_report *report);

// One example that was run.
struct gz_test_case {
    const struct gz_rule *rule;
    const struct gz_example *example;
    uint32_t number;  // among those of the rule, from 1
    const struct gz_source *source;
    const struct gz_example_verdict *verdict;
    struct gz_str hint;  // why a hit was none, one line, or empty
};

/** Take a case. */
void gz_test_report_add(struct gz_test_report *report,
                        const struct gz_test_case *c);

/** Write all cases as a JUnit file.  Fails with GZ_IO, said in err. */
enum gz_status gz_test_report_junit(const struct gz_test_report *report,
                                    const char *path,
                                    struct gz_error *err) GZ_MUST_CHECK;

#endif
