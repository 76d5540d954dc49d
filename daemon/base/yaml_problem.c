#include "daemon/base/yaml_problem.h"

#include <stddef.h>
#include <string.h>

// What libyaml says, and what a writer of the file can do with it.
static const struct {
    const char *problem;
    const char *text;
} problems[] = {
    {"mapping values are not allowed in this context",
     "unexpected \":\" (quote a value that has \": \" in it)"},
    {"did not find expected key",
     "expected a key here (is the line indented like the ones above?)"},
    {"could not find expected ':'", "expected \":\" behind the key"},
    {"did not find expected '-' indicator",
     "expected \"- \" here (is the line indented like the ones above?)"},
    {"did not find expected ',' or ']'", "expected \",\" or \"]\" in the list"},
    {"did not find expected ',' or '}'",
     "expected \",\" or \"}\" in the mapping"},
    {"found unexpected end of stream", "the quoted text has no closing quote"},
    {"found unknown escape character",
     "unknown escape (use single quotes to take \"\\\" literally)"},
    {"did not find expected <document start>",
     "expected the end of the file (only one document is allowed)"},
    {"found a tab character that violates indentation",
     "a tab cannot indent, use spaces"},
    {"block sequence entries are not allowed in this context",
     "unexpected \"- \" (put the first entry on a line of its own)"},
};

const char *gz_yaml_problem(const char *problem, char byte)
{
    if (strcmp(problem, "found character that cannot start any token") == 0) {
        return byte == '\t' ? "a tab cannot indent, use spaces"
                            : "a value that starts with this character needs "
                              "quotes";
    }
    for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
        if (strcmp(problem, problems[i].problem) == 0) {
            return problems[i].text;
        }
    }
    return problem;
}
