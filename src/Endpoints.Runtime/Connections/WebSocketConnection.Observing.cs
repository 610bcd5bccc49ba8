using System.Diagnostics;
using System.Runtime.CompilerServices;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Protocol;
using Microsoft.Extensions.Logging;

namespace Endpoints.Connections;

/// <summary>
/// Handlers whose time is taken, and that run in a span. The span is the current one while a handler is called and wherever that goes on from
/// there, and never for what the door does behind it.
/// </summary>
internal sealed partial class WebSocketConnection
{
    private bool IsTraced => _extras is { Trace: not null };

    /// <summary>Whether the calls of message handlers have anybody who watches.</summary>
    private bool IsObserved => IsTraced || _shared.Metrics is { TimesHandlers: true };

    /// <summary>Makes handlers run in spans. Before <see cref="Start"/>.</summary>
    internal void BeginTrace(SessionTrace trace)
    {
        Extras.Trace = trace;
    }

    private ValueTask CallSink(Opcode opcode, IncomingMessage message) => IsObserved ? CallObserved(opcode, message) : CallPlain(opcode, message);

    private ValueTask CallPlain(Opcode opcode, IncomingMessage message) =>
        opcode == Opcode.Text ? _sink.TextAsync(this, message) : _sink.BinaryAsync(this, message);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask CallObserved(Opcode opcode, IncomingMessage message)
    {
        var isText = opcode == Opcode.Text;
        var observation = Observe(isText, message.Payload, message.Payload.Length);
        if (!IsTraced)
        {
            return End(CallPlain(opcode, message), observation);
        }

        ValueTask call;
        var before = EndpointTracing.Enter(observation.Message ?? _extras!.Trace!.Span ?? Activity.Current);
        try
        {
            call = CallPlain(opcode, message);
        }
        finally
        {
            EndpointTracing.Leave(before);
        }

        return End(call, observation);
    }

    private ValueTask CallBody(bool isText, MessageBody body)
    {
        if (!IsObserved)
        {
            return Call(isText, body);
        }

        var observation = Observe(isText, default, size: null);
        ValueTask call;
        var before = EndpointTracing.Enter(observation.Message ?? _extras?.Trace?.Span ?? Activity.Current);
        try
        {
            call = Call(isText, body);
        }
        finally
        {
            EndpointTracing.Leave(before);
        }

        return End(call, observation);

        ValueTask Call(bool isText, MessageBody body) => isText ? _sink.TextBodyAsync(this, body) : _sink.BinaryBodyAsync(this, body);
    }

    /// <summary>Calls a handler that is not one of messages, in the span of the session.</summary>
    private ValueTask CallInSession(Func<WebSocketConnection, ValueTask> handler)
    {
        if (!IsTraced)
        {
            return handler(this);
        }

        var before = EndpointTracing.Enter(_extras!.Trace!.Span ?? Activity.Current);
        try
        {
            return handler(this);
        }
        finally
        {
            EndpointTracing.Leave(before);
        }
    }

    private ValueTask CallControl(bool isPing, ReadOnlySpan<byte> payload)
    {
        var message = new IncomingMessage(payload, this);
        if (!IsTraced)
        {
            return isPing ? _sink.PingAsync(this, message) : _sink.PongAsync(this, message);
        }

        var before = EndpointTracing.Enter(_extras!.Trace!.Span ?? Activity.Current);
        try
        {
            return isPing ? _sink.PingAsync(this, message) : _sink.PongAsync(this, message);
        }
        finally
        {
            EndpointTracing.Leave(before);
        }
    }

    private Observation Observe(bool isText, ReadOnlySpan<byte> payload, int? size)
    {
        var began = _shared.Metrics is { TimesHandlers: true } ? Stopwatch.GetTimestamp() : 0;
        return new Observation(isText, began, _extras?.Trace is { TracesMessages: true } trace ? StartMessage(trace, isText, payload, size) : null);
    }

    private Activity? StartMessage(SessionTrace trace, bool isText, ReadOnlySpan<byte> payload, int? size)
    {
        try
        {
            return trace.StartMessage(isText, payload, size);
        }
        catch (Exception error)
        {
            // It is the application that reads the payload there.
            Log.MessageTraceFailed(_shared.Logger, Id, error);
            return null;
        }
    }

    private ValueTask End(ValueTask call, Observation observation)
    {
        if (!call.IsCompleted)
        {
            return EndAsync(call, observation);
        }

        End(observation);
        return call;
    }

    private async ValueTask EndAsync(ValueTask call, Observation observation)
    {
        await call;
        End(observation);
    }

    private void End(Observation observation)
    {
        if (observation.Began != 0)
        {
            _shared.Metrics!.HandlerEnded(observation.IsText, Stopwatch.GetElapsedTime(observation.Began));
        }

        if (observation.Message is { } span)
        {
            SessionTrace.EndMessage(span);
        }
    }

    /// <summary>A handler that runs.</summary>
    /// <param name="IsText">What its message is.</param>
    /// <param name="Began">When it was called; 0 where its time is not taken.</param>
    /// <param name="Message">The span of the message; <see langword="null"/> for none.</param>
    private readonly record struct Observation(bool IsText, long Began, Activity? Message);
}
