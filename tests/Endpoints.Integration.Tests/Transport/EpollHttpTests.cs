namespace Endpoints.Integration.Tests.Transport;

public sealed class EpollHttpTests() : HttpTransportTests(TransportKind.Epoll);
