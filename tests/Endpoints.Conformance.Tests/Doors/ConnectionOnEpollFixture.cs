using Endpoints.Integration.Tests.Transport;

namespace Endpoints.Conformance.Tests.Doors;

public sealed class ConnectionOnEpollFixture() : TransportFixture(TransportKind.Epoll, isBeforeHttp: true);
