using System.Buffers;
using System.Buffers.Text;
using Endpoints.Backplanes;

namespace Endpoints.Postgres;

/// <summary>
/// Makes messages of notifications again. The parts of a message are one transaction's, and the server delivers what one transaction has notified without anything in between; so
/// one message at most is unfinished. Not for two callers at a time; throws nothing.
/// </summary>
/// <param name="receiver">Takes the messages; what is none goes there as an empty one, to be counted.</param>
internal sealed class MessageAssembler(IBackplaneReceiver receiver)
{
    private readonly byte[] _decoded = new byte[NotifyPayload.WholeSize];
    private byte[]? _parts;
    private int _length;
    private int _next;
    private int _total;
    private int _place;
    private int _sender;
    private string _channel = "";

    /// <param name="sender">The session that has notified.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="payload">The payload.</param>
    public void Take(int sender, string channel, string payload)
    {
        if (payload is [NotifyPayload.Whole, ..] && TryDecode(payload.AsSpan(1), out var message))
        {
            Forget();
            receiver.Receive(message);
        }
        else if (!NotifyPayload.TryReadPart(payload, out var place, out var number, out var total)
            || !TryDecode(payload.AsSpan(NotifyPayload.PartHeaderLength), out var part)
            || part.Length > NotifyPayload.PartSize)
        {
            Forget();
            receiver.Receive([]);
        }
        else if (IsNext(sender, channel, place, number, total))
        {
            Append(part);
        }
        else
        {
            // The subscription has begun in the middle of a message: it is not for us.
            Forget();
        }
    }

    private bool IsNext(int sender, string channel, int place, int number, int total)
    {
        if (number == 0)
        {
            Forget();
            (_sender, _channel, _place, _total) = (sender, channel, place, total);
            _parts = ArrayPool<byte>.Shared.Rent(total * NotifyPayload.PartSize);
            return true;
        }

        return _parts is not null && number == _next && place == _place && total == _total && sender == _sender && channel == _channel;
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        part.CopyTo(_parts.AsSpan(_length));
        _length += part.Length;
        if (++_next == _total)
        {
            receiver.Receive(_parts.AsSpan(0, _length));
            Forget();
        }
    }

    private void Forget()
    {
        if (_parts is not null)
        {
            ArrayPool<byte>.Shared.Return(_parts);
            _parts = null;
        }

        (_length, _next, _total) = (0, 0, 0);
    }

    private bool TryDecode(ReadOnlySpan<char> text, out ReadOnlySpan<byte> bytes)
    {
        var isRight = Base64Url.DecodeFromChars(text, _decoded, out _, out var written) == OperationStatus.Done;
        bytes = _decoded.AsSpan(0, isRight ? written : 0);
        return isRight;
    }
}
