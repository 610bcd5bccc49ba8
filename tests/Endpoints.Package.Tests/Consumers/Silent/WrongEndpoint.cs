using Endpoints;

namespace Silent;

// It has no handler, which the package's analyzers would not let pass: it builds only because they are off in this project.
[WebSocketEndpoint("/wrong")]
public sealed class WrongEndpoint;
