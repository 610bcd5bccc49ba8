#include "transport.h"

#include "fault.h"
#include "ring.h"

enum { SMALL = 4096 };

struct transport *start_transport(const struct options *options, struct connection *connections, const struct frames *frames, messages_arrived arrived)
{
    bool small = frames->expected_length <= SMALL;
    if (options->engine == ENGINE_URING || (options->engine == ENGINE_AUTO && small && ring_is_available()))
    {
        return start_uring(connections, options->connections, frames, arrived);
    }

    return start_epoll(connections, options->connections, frames, arrived);
}
