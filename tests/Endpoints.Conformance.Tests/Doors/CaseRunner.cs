using Endpoints.Conformance.Tests.Doors.Compression;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>Plays the client of a case on an open session, and compares what comes.</summary>
internal sealed class CaseRunner(RawPeer peer, Stream stream, ConformanceCase scenario) : IDisposable
{
    private const int ShownBytes = 40;

    private readonly DeflateClient _deflate = new(scenario.Deflate);
    private Task _sending = Task.CompletedTask;

    public async Task RunAsync()
    {
        foreach (var step in scenario.Steps())
        {
            switch (step)
            {
                case Step.Send send:
                    await SendAsync(send.Bytes, send.Chop);
                    break;
                case Step.SendCompressed send:
                    await SendAsync(_deflate.Frame(send), send.Chop);
                    break;
                case Step.Receive expected:
                    await ReceiveAsync(expected.Bytes);
                    break;
                case Step.ReceiveMessage expected:
                    await ReceiveMessageAsync(expected);
                    break;
                case Step.ReceiveClose expected:
                    await ReceiveCloseAsync(expected.Code);
                    break;
                default:
                    throw new InvalidOperationException($"{step} is no step.");
            }
        }

        await _sending;
        await EndAsync();
    }

    public void Dispose() => _deflate.Dispose();

    private async Task SendAsync(byte[] bytes, int chop)
    {
        await _sending;

        // Not awaited: a server under back-pressure takes the rest only when what comes is read.
        _sending = WriteAsync();

        async Task WriteAsync()
        {
            var size = chop == 0 ? Math.Max(bytes.Length, 1) : chop;
            for (var start = 0; start < bytes.Length; start += size)
            {
                await stream.WriteAsync(bytes.AsMemory(start, Math.Min(size, bytes.Length - start)));
            }

            await stream.FlushAsync();
        }
    }

    private async Task ReceiveAsync(byte[] expected)
    {
        var bytes = await peer.ReadBytesAsync(expected.Length);
        if (!bytes.AsSpan().SequenceEqual(expected))
        {
            var same = bytes.AsSpan().CommonPrefixLength(expected);
            throw new CaseFailedException(
                $"From byte {same} of {expected.Length} on {Show(expected.AsSpan(same))} was expected, but {Show(bytes.AsSpan(same))} came.");
        }
    }

    private async Task ReceiveMessageAsync(Step.ReceiveMessage expected)
    {
        var frame = await peer.ReadFrameAsync();
        var payload = frame.IsCompressed ? _deflate.Read(frame.Payload) : frame.Payload;
        if (frame.Opcode != expected.Opcode || !frame.Fin || !payload.AsSpan().SequenceEqual(expected.Payload))
        {
            throw new CaseFailedException(
                $"{expected.Opcode} {Show(expected.Payload)} was expected, but {frame.Opcode} {Show(payload)} came (FIN {frame.Fin}, RSV1 {frame.IsCompressed}).");
        }
    }

    private async Task ReceiveCloseAsync(int code)
    {
        var frame = await peer.TryReadFrameAsync()
            ?? throw new CaseFailedException($"Close {code} was expected, but the server ended the connection.");
        if (frame.Opcode != Opcode.Close || frame.CloseCode != code || frame.Payload.Length > 125 || !Utf8Validator.IsValid(frame.Payload.AsSpan(Math.Min(2, frame.Payload.Length))))
        {
            throw new CaseFailedException($"Close {code} was expected, but {frame.Opcode} {Show(frame.Payload)} came.");
        }
    }

    private async Task EndAsync()
    {
        switch (scenario.Ending)
        {
            case Ending.Open:
                await peer.SendAsync(FrameBuilder.Close(1000));
                await ReceiveAsync(FrameBuilder.Close(1000, mask: false));
                break;
            case Ending.Failed:
                await peer.SendAsync(FrameBuilder.Close(1000));
                break;
            case Ending.Lost:
                return;
        }

        if (await peer.ReadBytesAsync(1) is { Length: > 0 } more)
        {
            throw new CaseFailedException($"The end was expected, but {Show(more)} came.");
        }
    }

    private static string Show(ReadOnlySpan<byte> bytes) =>
        $"{Convert.ToHexString(bytes[..Math.Min(bytes.Length, ShownBytes)])}{(bytes.Length > ShownBytes ? $"... ({bytes.Length} bytes)" : "")}";
}
