// A connection to the server, and opening and closing many of them.
#pragma once
#include "reader.h"

struct connection
{
    int fd;
    struct reader reader;

    // The write in progress.
    const uint8_t *output;
    size_t output_left;
    bool output_armed;     // epoll: waiting until the socket takes more

    // The load's own.
    size_t outstanding;    // messages to come back
    uint64_t started;      // when the batch in flight left, or the first of it was due
};

// A socket bound to one of 16 source addresses of the loopback network, so that ports do not run out.
int open_socket(size_t index, bool blocking);

// Starts or completes a connect to the server; false when it is in progress (non-blocking), -1 as errno when refused.
bool connect_socket(int fd, uint16_t port);

// Opens all, one after the other, handshakes included; they are blocking still.
struct connection *open_connections(const struct options *options);

// The request of the handshake and the check of its answer, which ends with an empty line.
size_t write_request(char *out, size_t room, const struct options *options);
void check_response(const char *response);

// Sends one batch on every connection and compares every byte that comes back. Then makes the sockets non-blocking.
void verify_first_echo(struct connection *connections, const struct options *options, const struct frames *frames);

void make_nonblocking(struct connection *connections, size_t count);
void send_all(int fd, const uint8_t *data, size_t length);
void receive_all(int fd, uint8_t *data, size_t length);

// Ends every session with a closing frame and waits for the servers' ends for at most a second.
void close_connections(struct connection *connections, const struct options *options);
