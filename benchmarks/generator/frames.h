// What is sent and what must come back, built once for all connections (RFC 6455 section 5.2).
#pragma once
#include "options.h"

enum { MAX_HEADER = 14, OPCODE_CONTINUATION = 0, OPCODE_TEXT = 1, OPCODE_BINARY = 2, OPCODE_CLOSE = 8 };

struct frames
{
    uint8_t *sent;         // `depth` masked messages, one behind the other
    size_t sent_length;
    size_t sent_one;       // bytes of one of them
    uint8_t *expected;     // one message as it comes back
    size_t expected_length;
    size_t header_length;  // bytes of `expected` before its payload
    size_t payload_length;
    uint8_t opcode;
    bool raw;
};

extern const uint8_t close_frame[8];  // masked, status 1000

struct frames build_frames(const struct options *options, size_t depth);
