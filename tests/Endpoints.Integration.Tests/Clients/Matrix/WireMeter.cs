using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Endpoints.Integration.Tests.Clients.Matrix;

/// <summary>Counts the bytes that a listener's connections read and write: whether anything was compressed shows nowhere else.</summary>
internal sealed class WireMeter
{
    private long _read;
    private long _written;

    public (long Read, long Written) Value => (Volatile.Read(ref _read), Volatile.Read(ref _written));

    public void Use(ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Transport = new MeteredPipe(this, connection.Transport);
        return next(connection);
    });

    private sealed class MeteredPipe(WireMeter meter, IDuplexPipe inner) : IDuplexPipe
    {
        public PipeReader Input { get; } = new MeteredReader(meter, inner.Input);

        public PipeWriter Output { get; } = new MeteredWriter(meter, inner.Output);
    }

    private sealed class MeteredReader(WireMeter meter, PipeReader inner) : PipeReader
    {
        private ReadResult _last;

        public override bool TryRead(out ReadResult result)
        {
            var hasRead = inner.TryRead(out result);
            _last = result;
            return hasRead;
        }

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
            _last = await inner.ReadAsync(cancellationToken);

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            Interlocked.Add(ref meter._read, _last.Buffer.Slice(0, consumed).Length);
            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }

    private sealed class MeteredWriter(WireMeter meter, PipeWriter inner) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes)
        {
            Interlocked.Add(ref meter._written, bytes);
            inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
