// Counts and verifies the messages that come back on one connection, in whatever pieces they come.
//
// Messages of at most 4 KiB are compared byte by byte; of larger ones, whose payload may be skipped unread, opcode and length
// are verified. A server may fragment a message and may send pings and pongs; they are passed over, and a closing frame is a fault.
#pragma once
#include "frames.h"

struct reader
{
    uint64_t frame_left;      // payload bytes of the current frame that are still to come
    uint64_t message_length;  // payload bytes of the current message's frames so far
    uint8_t header[10];
    uint8_t header_have;
    bool in_message;          // between two frames of a message
    bool final;
    bool control;
    bool compares_all;        // messages above 4 KiB as well
};

// Returns how many messages the bytes completed. A violation ends the run.
size_t reader_take(struct reader *reader, const struct frames *frames, const uint8_t *data, size_t length);

// How many of the next bytes are payload that may be discarded unread; 0 when the next byte belongs to a header.
uint64_t reader_skippable(const struct reader *reader);

// Accounts for that many bytes, at most reader_skippable; returns how many messages they completed (0 or 1).
size_t reader_skip(struct reader *reader, const struct frames *frames, uint64_t length);
