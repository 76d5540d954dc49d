#include "daemon/commands/commands.h"

#include <stddef.h>

// A row joins the table when its command is there.
const struct gz_command gz_commands[] = {
    {"run", "read articles, publish entity events", gz_command_run},
    {"check", "check configuration and packs, print every mistake",
     gz_command_check},
    {"config", "print the configuration, its default file or its reference",
     gz_command_config},
    {"compile", "compile name lists into an image", gz_command_compile},
    {"bench", "measure how fast names and facts are found", gz_command_bench},
    {"import", "turn lists of other programs into a name list",
     gz_command_import},
    {"names", "say where names come from, and what is found in a text",
     gz_command_names},
    {"extract", "find entities and facts in files and print them",
     gz_command_extract},
    {"explain", "say how entities and facts were found, step by step",
     gz_command_explain},
    {"test", "run the examples of rules", gz_command_test},
    {"why-not", "say how far a rule came in a text", gz_command_why_not},
    {"diff", "say what a change of rules does to facts", gz_command_diff},
    {"rules", "say what rules cost", gz_command_rules},
    {"demo", "see it work on a stand-in broker and sample articles",
     gz_command_demo},
    {"tail", "follow the entity topic from a terminal", gz_command_tail},
    {"alerts", "check subscriptions and run their examples", gz_command_alerts},
    {"topics", "plan, make or check the topics", gz_command_topics},
    {"schema", "print the JSON Schema of rule files, for editors",
     gz_command_schema},
    {"acls", "print the rights that the daemon needs", gz_command_acls},
    {NULL, NULL, NULL},
};
