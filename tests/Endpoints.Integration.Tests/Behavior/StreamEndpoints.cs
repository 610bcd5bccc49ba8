using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

// The endpoints of the behaviour suite that take messages as sequences and as streams of bytes.
namespace Endpoints.Integration.Tests.Behavior;

/// <summary>What tests hold back and look at.</summary>
public sealed class Gate
{
    public SemaphoreSlim Steps { get; } = new(0);
}

[WebSocketEndpoint("/duplex")]
public sealed class DuplexEndpoint(Journal journal)
{
    [OnMessage]
    public async IAsyncEnumerable<Sum> Talk(IAsyncEnumerable<Add> messages, [EnumeratorCancellation] CancellationToken ct)
    {
        var total = 0;
        try
        {
            await foreach (var message in messages.WithCancellation(ct))
            {
                await Task.Yield();
                total += message.Left + message.Right;
                yield return new Sum(total);
            }
        }
        finally
        {
            journal.Add($"read {total}");
        }
    }

    [OnBinary]
    public async Task Count(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, WebSocketSession session)
    {
        var sum = 0L;
        await foreach (var chunk in chunks)
        {
            await Task.Yield();
            foreach (var single in chunk.Span)
            {
                sum += single;
            }

            await session.SendBinaryAsync(BitConverter.GetBytes(sum));
        }
    }
}

[WebSocketEndpoint("/upload")]
public sealed class UploadEndpoint(Journal journal, Gate gate)
{
    [OnBinary]
    public static async Task<string> Hash(Stream body, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[8192];
        var length = 0L;
        int read;
        while ((read = await body.ReadAsync(buffer, ct)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            length += read;        }

        return $"{length} {Convert.ToHexString(hash.GetHashAndReset())}";
    }

    [OnText]
    public async Task Slow(PipeReader body)
    {
        try
        {
            await gate.Steps.WaitAsync();
            var length = 0L;
            while (await body.ReadAsync() is var read)
            {
                length += read.Buffer.Length;
                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }

            journal.Add($"slow {length}");
        }
        catch (WebSocketClosedException closed)
        {
            journal.Add($"cut {closed.Status.Code}");
            throw;
        }
    }
}

[WebSocketEndpoint("/upload/limited", MaxMessageSize = 100_000)]
public sealed class LimitedUploadEndpoint
{
    [OnMessage]
    public static async Task<string> Take(Stream body)
    {
        var first = await body.ReadAsync(new byte[1]);
        return $"took {first}";
    }
}

[WebSocketEndpoint("/parallel", MaxConcurrency = 2)]
public sealed class ParallelEndpoint(Gate gate)
{
    [OnText]
    public async Task<string> Text(string text)
    {
        if (text == "slow")
        {
            await gate.Steps.WaitAsync();
        }

        return text;
    }

    [OnBinary, Blocking]
    public void Block(byte[] payload, WebSocketSession session)
    {
        gate.Steps.Wait();
        session.TrySendBinary(payload);
    }
}
