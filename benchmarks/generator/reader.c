#include "reader.h"

#include "fault.h"

#include <string.h>

// Longer messages are verified by opcode and length alone: comparing them would cost more than receiving them.
enum { COMPARED = 4096 };

static bool is_compared(const struct reader *reader, const struct frames *frames)
{
    return frames->expected_length <= COMPARED || reader->compares_all;
}

static void wrong_length(const struct reader *reader, const struct frames *frames)
{
    server_fault("A message of %llu bytes came back for one of %zu.", (unsigned long long)reader->message_length, frames->payload_length);
}

static size_t frame_ended(struct reader *reader, const struct frames *frames)
{
    reader->header_have = 0;
    if (reader->control)
    {
        return 0;
    }

    reader->in_message = !reader->final;
    if (!reader->final)
    {
        return 0;
    }

    if (reader->message_length < frames->payload_length)
    {
        wrong_length(reader, frames);
    }

    return 1;
}

// The header is complete: what does the frame mean here?
static void frame_begins(struct reader *reader, const struct frames *frames, uint64_t payload)
{
    uint8_t opcode = reader->header[0] & 0x0f;
    if ((reader->header[0] & 0x70) != 0)
    {
        server_fault("A frame came back with a reserved bit: 0x%02x.", reader->header[0]);
    }

    reader->frame_left = payload;
    reader->control = opcode >= OPCODE_CLOSE;
    if (opcode == OPCODE_CLOSE)
    {
        server_fault("The server closed a connection in the middle of the load.");
    }

    if (reader->control)
    {
        return;
    }

    uint8_t due = reader->in_message ? OPCODE_CONTINUATION : frames->opcode;
    if (opcode != due)
    {
        server_fault("A frame with opcode %u came back where %u was due.", opcode, due);
    }

    reader->final = (reader->header[0] & 0x80) != 0;
    reader->message_length = (reader->in_message ? reader->message_length : 0) + payload;
    if (reader->message_length > frames->payload_length)
    {
        wrong_length(reader, frames);
    }
}

// Takes one byte of a header; true when it was the last one.
static bool header_byte(struct reader *reader, const struct frames *frames, uint8_t byte)
{
    reader->header[reader->header_have++] = byte;
    if (reader->header_have < 2)
    {
        return false;
    }

    uint8_t length = reader->header[1];
    if ((length & 0x80) != 0)
    {
        server_fault("The server masked a frame.");
    }

    size_t extended = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (reader->header_have < 2 + extended)
    {
        return false;
    }

    uint64_t payload = extended == 0 ? length : 0;
    for (size_t i = 0; i < extended; i++)
    {
        payload = payload << 8 | reader->header[2 + i];
    }

    frame_begins(reader, frames, payload);
    return true;
}

uint64_t reader_skippable(const struct reader *reader)
{
    return reader->frame_left;
}

size_t reader_skip(struct reader *reader, const struct frames *frames, uint64_t length)
{
    reader->frame_left -= length;
    if (reader->frame_left > 0)
    {
        return 0;
    }

    return frames->raw ? 1 : frame_ended(reader, frames);
}

// Without frames the stream is the same bytes over and over; `frame_left` is what is missing of the current ones.
static size_t take_raw(struct reader *reader, const struct frames *frames, const uint8_t *data, size_t length)
{
    size_t messages = 0;
    while (length > 0)
    {
        size_t at = frames->expected_length - (reader->frame_left == 0 ? frames->expected_length : reader->frame_left);
        size_t part = frames->expected_length - at;
        part = part < length ? part : length;
        if (is_compared(reader, frames) && memcmp(data, frames->expected + at, part) != 0)
        {
            server_fault("Other bytes came back than were sent.");
        }

        at += part;
        messages += at == frames->expected_length;
        reader->frame_left = frames->expected_length - at;
        data += part;
        length -= part;
    }

    return messages;
}

size_t reader_take(struct reader *reader, const struct frames *frames, const uint8_t *data, size_t length)
{
    if (frames->raw)
    {
        return take_raw(reader, frames, data, length);
    }

    size_t messages = 0;
    const uint8_t *end = data + length;
    while (data < end)
    {
        bool boundary = reader->header_have == 0 && !reader->in_message;
        if (boundary && frames->expected_length <= COMPARED && (size_t)(end - data) >= frames->expected_length
            && memcmp(data, frames->expected, frames->expected_length) == 0)
        {
            messages++;
            data += frames->expected_length;
            continue;
        }

        if (reader->frame_left == 0)
        {
            if (header_byte(reader, frames, *data++) && reader->frame_left == 0)
            {
                messages += frame_ended(reader, frames);
            }

            continue;
        }

        uint64_t left = (uint64_t)(end - data);
        uint64_t part = reader->frame_left < left ? reader->frame_left : left;
        if (!reader->control && is_compared(reader, frames)
            && memcmp(data, frames->expected + frames->header_length + (reader->message_length - reader->frame_left), part) != 0)
        {
            server_fault("Another payload came back than was sent.");
        }

        messages += reader_skip(reader, frames, part);
        data += part;
    }

    return messages;
}
