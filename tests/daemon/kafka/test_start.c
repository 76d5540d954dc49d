// What is said of an offset that the broker does not have.

#include "daemon/kafka/start.h"

#include "tests/support/check.h"

static const struct row {
    const char *name;
    int64_t offset;
    int64_t low;
    int64_t high;
    const char *want;
} rows[] = {
    {"deleted", 5, 8, 20,
     "offset 5 of news, partition 3, is gone: the broker holds 8 to 20; 3 "
     "records were deleted before they were read; raise the topic's "
     "retention, then go on behind the gap with kafka-consumer-groups --group "
     "desk --topic news --reset-offsets --to-earliest --execute"},
    {"beyond the end", 50, 0, 20,
     "offset 50 of news, partition 3, is gone: the broker holds 0 to 20; was "
     "the topic made anew? go on with kafka-consumer-groups --group desk "
     "--topic news --reset-offsets --to-earliest --execute"},
    {"the broker says nothing", 50, -1, -1,
     "offset 50 of news, partition 3, is gone: the broker does not say what "
     "it holds; it may still be recovering: start again; if that does not "
     "help, go on with kafka-consumer-groups --group desk --topic news "
     "--reset-offsets --to-earliest --execute"},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_offset_gap gap = {.topic = "news",
                                          .group = "desk",
                                          .partition = 3,
                                          .offset = rows[i].offset,
                                          .low = rows[i].low,
                                          .high = rows[i].high};
        char text[512];
        gz_start_gap_words(&gap, text, sizeof(text));
        if (strcmp(text, rows[i].want) != 0) {
            fprintf(stderr, "%s:\n- %s\n+ %s\n", rows[i].name, rows[i].want,
                    text);
        }
        CHECK(strcmp(text, rows[i].want) == 0);
    }
    return 0;
}
