using System.IO.Pipelines;

namespace Endpoints.Transport.Linux.Kestrel.Connections;

/// <summary>The application's ends of a connection's two pipes.</summary>
internal sealed class TransportPipes(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input { get; } = input;

    public PipeWriter Output { get; } = output;
}
