// Opens the connections, each with one verified echo behind it, and holds them until whoever started it is done with reading the
// server's memory, that is until standard input ends.
#include "clock.h"
#include "connection.h"
#include "loads.h"

#include <stdio.h>
#include <unistd.h>

void load_idle(const struct options *options)
{
    struct frames frames = build_frames(options, 1);
    uint64_t start = now_ns();
    struct connection *connections = open_connections(options);
    verify_first_echo(connections, options, &frames);
    printf("ready {\"load\":\"idle\",\"connections\":%zu,\"opened_in\":%.3f}\n", options->connections, (double)(now_ns() - start) / 1e9);
    fflush(stdout);
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0)
    {
    }

    close_connections(connections, options);
}
