using System.IO.Pipelines;
using Endpoints.Transport.Linux.Loop;

namespace Endpoints.Transport.Linux.Kestrel.Listening;

/// <summary>Resumes the transport's end of a pipe on its loop.</summary>
internal sealed class LoopScheduler(EventLoop loop) : PipeScheduler
{
    public override void Schedule(Action<object?> action, object? state) => loop.Post(action, state);
}
