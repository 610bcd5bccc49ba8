using Endpoints.Integration.Tests.Transport;

namespace Endpoints.Conformance.Tests.Doors;

public sealed class AspNetCoreOnIoUringFixture() : TransportFixture(TransportKind.IoUring, isBeforeHttp: false);
