#include "frames.h"

#include "fault.h"

#include <stdlib.h>
#include <string.h>

// A key of zeros would let a server skip the unmasking.
static const uint8_t key[4] = {0x1a, 0x2b, 0x3c, 0x4d};

const uint8_t close_frame[8] = {0x80 | OPCODE_CLOSE, 0x80 | 2, 0x1a, 0x2b, 0x3c, 0x4d, 0x03 ^ 0x1a, 0xe8 ^ 0x2b};

static uint8_t letter(size_t size, size_t at)
{
    return size == 5 ? (uint8_t)"hello"[at] : (uint8_t)('A' + at % 26);
}

static size_t write_header(uint8_t *out, uint8_t opcode, size_t size, bool masked)
{
    uint8_t mask_bit = masked ? 0x80 : 0;
    size_t length = 2;
    out[0] = 0x80 | opcode;
    if (size <= 125)
    {
        out[1] = mask_bit | (uint8_t)size;
    }
    else
    {
        size_t bytes = size <= 0xffff ? 2 : 8;
        out[1] = mask_bit | (bytes == 2 ? 126 : 127);
        for (size_t i = 0; i < bytes; i++)
        {
            out[length++] = (uint8_t)((uint64_t)size >> (8 * (bytes - 1 - i)));
        }
    }

    if (masked)
    {
        memcpy(out + length, key, sizeof key);
        length += sizeof key;
    }

    return length;
}

static size_t write_frame(uint8_t *out, uint8_t opcode, size_t size, bool masked)
{
    size_t header = write_header(out, opcode, size, masked);
    for (size_t i = 0; i < size; i++)
    {
        out[header + i] = letter(size, i) ^ (masked ? key[i & 3] : 0);
    }

    return header + size;
}

struct frames build_frames(const struct options *options, size_t depth)
{
    struct frames f = {
        .payload_length = options->size,
        .opcode = options->text ? OPCODE_TEXT : OPCODE_BINARY,
        .raw = options->raw,
    };
    f.sent = malloc(depth * (options->size + MAX_HEADER));
    f.expected = malloc(options->size + MAX_HEADER);
    if (f.sent == NULL || f.expected == NULL)
    {
        machine_fault("memory for the messages");
    }

    for (size_t i = 0; i < depth; i++)
    {
        f.sent_one = write_frame(f.sent + f.sent_length, f.opcode, options->size, true);
        f.sent_length += f.sent_one;
    }

    f.expected_length = write_frame(f.expected, f.opcode, options->size, options->raw);
    f.header_length = f.expected_length - options->size;
    return f;
}
