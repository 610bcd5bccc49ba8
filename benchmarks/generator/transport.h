// Moves bytes for many connections on one thread. Two of them: epoll, and io_uring.
#pragma once
#include "connection.h"

// Called with what came; `count` messages of the connection are complete. The bytes themselves were verified.
typedef void (*messages_arrived)(struct connection *connection, size_t count);

struct transport
{
    const char *name;
    // Sends on that connection; the transport finishes it. One send at a time: `output_left` is 0 when the last one has left.
    void (*send)(struct connection *connection, const uint8_t *data, size_t length);
    // Waits for something to happen, for at most that many nanoseconds, and tells of it. False when nothing happened.
    bool (*turn)(uint64_t wait);
};

// Watches the connections from now on; they are not blocking.
struct transport *start_epoll(struct connection *connections, size_t count, const struct frames *frames, messages_arrived arrived);
struct transport *start_uring(struct connection *connections, size_t count, const struct frames *frames, messages_arrived arrived);

// By option; where that leaves it open, io_uring for messages of which many fit into a buffer of it, otherwise epoll,
// which alone can throw payloads away without copying them.
struct transport *start_transport(const struct options *options, struct connection *connections, const struct frames *frames, messages_arrived arrived);

// One turn. Ends the run when the server has been silent for too long; `last` is when it was heard last.
void turn_or_stall(struct transport *transport, uint64_t *last);
