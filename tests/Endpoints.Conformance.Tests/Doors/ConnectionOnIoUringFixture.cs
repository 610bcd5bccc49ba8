using Endpoints.Integration.Tests.Transport;

namespace Endpoints.Conformance.Tests.Doors;

public sealed class ConnectionOnIoUringFixture() : TransportFixture(TransportKind.IoUring, isBeforeHttp: true);
