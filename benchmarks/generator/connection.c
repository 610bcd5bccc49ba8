#include "connection.h"

#include "clock.h"
#include "fault.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOURCE_ADDRESSES = 16, MAX_RESPONSE = 8192, BLOCKING_SECONDS = 20 };

// The key and its answer are those of RFC 6455 section 1.3.
static const char accept_key[] = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

int open_socket(size_t index, bool blocking)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK), 0);
    if (fd < 0)
    {
        machine_fault("socket");
    }

    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    // The port is chosen when the destination is known, so that it may be shared by connections to other ones.
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (blocking)
    {
        struct timeval limit = {.tv_sec = BLOCKING_SECONDS};
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    }

    struct sockaddr_in source = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK + (uint32_t)(index % SOURCE_ADDRESSES)),
    };
    if (bind(fd, (struct sockaddr *)&source, sizeof source) != 0)
    {
        machine_fault("bind to a loopback address");
    }

    return fd;
}

bool connect_socket(int fd, uint16_t port)
{
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    errno = 0;
    return connect(fd, (struct sockaddr *)&server, sizeof server) == 0;
}

size_t write_request(char *out, size_t room, const struct options *options)
{
    int length = snprintf(out, room,
        "GET %s HTTP/1.1\r\n"
        "Host: 127.0.0.1:%u\r\n"
        "Upgrade: websocket\r\n"
        "Connection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\n"
        "\r\n",
        options->path, options->port);
    return (size_t)length;
}

void check_response(const char *response)
{
    if (strncmp(response, "HTTP/1.1 101", 12) != 0)
    {
        server_fault("The handshake was answered with: %.*s", (int)strcspn(response, "\r\n"), response);
    }

    if (strstr(response, accept_key) == NULL)
    {
        server_fault("The handshake's answer has another Sec-WebSocket-Accept.");
    }
}

void send_all(int fd, const uint8_t *data, size_t length)
{
    while (length > 0)
    {
        ssize_t sent = send(fd, data, length, MSG_NOSIGNAL);
        if (sent <= 0)
        {
            server_fault("send: %s", strerror(errno));
        }

        data += sent;
        length -= (size_t)sent;
    }
}

void receive_all(int fd, uint8_t *data, size_t length)
{
    while (length > 0)
    {
        ssize_t received = recv(fd, data, length, 0);
        if (received <= 0)
        {
            server_fault(received == 0 ? "The server closed a connection." : "Nothing came back: %s", strerror(errno));
        }

        data += received;
        length -= (size_t)received;
    }
}

// Takes exactly the response's bytes: what stands behind them are frames.
static void receive_response(int fd, char *response)
{
    size_t have = 0;
    for (;;)
    {
        ssize_t peeked = recv(fd, response + have, MAX_RESPONSE - have, MSG_PEEK);
        if (peeked <= 0)
        {
            server_fault(peeked == 0 ? "The server closed a connection in the handshake." : "No answer to a handshake: %s", strerror(errno));
        }

        response[have + (size_t)peeked] = '\0';
        char *end = strstr(response, "\r\n\r\n");
        size_t wanted = end == NULL ? have + (size_t)peeked : (size_t)(end - response) + 4;
        receive_all(fd, (uint8_t *)response + have, wanted - have);
        have = wanted;
        if (end != NULL)
        {
            response[have] = '\0';
            return;
        }

        if (have >= MAX_RESPONSE)
        {
            server_fault("The answer to a handshake is longer than %d bytes.", MAX_RESPONSE);
        }
    }
}

static void shake_hands(int fd, const struct options *options)
{
    char request[512], response[MAX_RESPONSE + 1];
    size_t length = write_request(request, sizeof request, options);
    send_all(fd, (const uint8_t *)request, length);
    receive_response(fd, response);
    check_response(response);
}

static void allow_descriptors(size_t count)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < count + 32)
    {
        errno = EMFILE;
        machine_fault("the limit of descriptors");
    }
}

struct connection *open_connections(const struct options *options)
{
    allow_descriptors(options->connections);
    struct connection *connections = calloc(options->connections, sizeof *connections);
    if (connections == NULL)
    {
        machine_fault("memory for the connections");
    }

    for (size_t i = 0; i < options->connections; i++)
    {
        int fd = open_socket(i, true);
        if (!connect_socket(fd, options->port))
        {
            server_fault("connect: %s", strerror(errno));
        }

        if (!options->raw)
        {
            shake_hands(fd, options);
        }

        connections[i].fd = fd;
    }

    return connections;
}

// Reads while it writes: a server that echoes piece by piece would otherwise wait for us as we wait for it.
static void exchange(struct connection *connection, const struct frames *frames)
{
    static uint8_t piece[65536];
    size_t sent = 0, missing = frames->sent_length / frames->sent_one;
    struct reader strict = {.compares_all = true};
    while (missing > 0)
    {
        struct pollfd wait = {.fd = connection->fd, .events = POLLIN | (sent < frames->sent_length ? POLLOUT : 0)};
        if (poll(&wait, 1, BLOCKING_SECONDS * 1000) != 1)
        {
            server_fault("The first echo of a connection did not come back within %d s.", BLOCKING_SECONDS);
        }

        if ((wait.revents & POLLOUT) != 0)
        {
            ssize_t part = send(connection->fd, frames->sent + sent, frames->sent_length - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
            sent += part > 0 ? (size_t)part : 0;
        }

        if ((wait.revents & (POLLIN | POLLHUP | POLLERR)) != 0)
        {
            ssize_t received = recv(connection->fd, piece, sizeof piece, MSG_DONTWAIT);
            if (received <= 0)
            {
                server_fault(received == 0 ? "The server closed a connection before its first echo." : "No first echo: %s", strerror(errno));
            }

            size_t messages = reader_take(&strict, frames, piece, (size_t)received);
            missing -= messages < missing ? messages : missing;
        }
    }
}

void verify_first_echo(struct connection *connections, const struct options *options, const struct frames *frames)
{
    for (size_t i = 0; i < options->connections; i++)
    {
        exchange(&connections[i], frames);
    }

    make_nonblocking(connections, options->connections);
}

void make_nonblocking(struct connection *connections, size_t count)
{
    for (size_t i = 0; i < count; i++)
    {
        fcntl(connections[i].fd, F_SETFL, O_NONBLOCK);
    }
}

void close_connections(struct connection *connections, const struct options *options)
{
    for (size_t i = 0; i < options->connections; i++)
    {
        if (!options->raw)
        {
            (void)!send(connections[i].fd, close_frame, sizeof close_frame, MSG_NOSIGNAL | MSG_DONTWAIT);
        }

        shutdown(connections[i].fd, SHUT_WR);
    }

    static uint8_t rest[65536];
    uint64_t deadline = now_ns() + NANOSECONDS;
    for (size_t i = 0; i < options->connections; i++)
    {
        for (;;)
        {
            uint64_t now = now_ns();
            struct pollfd wait = {.fd = connections[i].fd, .events = POLLIN};
            if (now >= deadline || poll(&wait, 1, (int)((deadline - now) / 1000000) + 1) != 1
                || recv(connections[i].fd, rest, sizeof rest, MSG_DONTWAIT) <= 0)
            {
                break;
            }
        }

        close(connections[i].fd);
    }

    free(connections);
}
