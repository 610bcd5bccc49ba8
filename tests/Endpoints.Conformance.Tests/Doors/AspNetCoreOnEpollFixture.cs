using Endpoints.Integration.Tests.Transport;

namespace Endpoints.Conformance.Tests.Doors;

public sealed class AspNetCoreOnEpollFixture() : TransportFixture(TransportKind.Epoll, isBeforeHttp: false);
