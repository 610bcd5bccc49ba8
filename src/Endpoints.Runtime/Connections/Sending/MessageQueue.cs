using System.Numerics;
using Endpoints.Protocol;

namespace Endpoints.Connections.Sending;

/// <summary>
/// Messages of which no byte has left, in front of the <see cref="OutputBuffer"/>: each can be dropped or replaced until the transport asks
/// for a batch. They are not compressed yet where the window goes on from message to message. Only sessions of endpoints with another policy than
/// <see cref="SendPolicy.Wait"/>, or with a bound of messages, have one. Not synchronised: the connection's lock guards it.
/// </summary>
/// <param name="policy">What to do when it is full.</param>
/// <param name="maxBytes">Most bytes of payloads.</param>
/// <param name="maxMessages">Most messages; <see langword="null"/> for no bound.</param>
/// <param name="masked">Whether frames will be masked: their heads count.</param>
internal sealed class MessageQueue(SendPolicy policy, int maxBytes, int? maxMessages, bool masked)
{
    private const int SmallestRental = 16;
    private const int MostSpare = 16;

    private QueuedMessage? _first;
    private QueuedMessage? _last;
    private QueuedMessage? _spare;
    private int _spareCount;
    private Dictionary<MessageKey, QueuedMessage>? _byKey;
    private long _dropped;
    private int _uncountedFull;
    private int _uncountedReplaced;
    private bool _wasTold;

    public SendPolicy Policy { get; } = policy;

    public int Count { get; private set; }

    public bool IsEmpty => _first is null;

    /// <summary>The one that leaves next.</summary>
    public QueuedMessage? First => _first;

    /// <summary>Bytes that wait, heads of frames included.</summary>
    public int QueuedBytes { get; private set; }

    /// <summary>Memory that is held, in bytes.</summary>
    public int Capacity { get; private set; }

    /// <summary>Messages that were dropped or replaced so far. May be read from any thread.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether the session has to be closed, because it was full.</summary>
    public bool IsOverrun { get; private set; }

    /// <summary>Whether all that was dropped is counted. A guess where the lock is not held: whoever drops asks behind it.</summary>
    public bool HasNothingToTell => (Volatile.Read(ref _uncountedFull) | Volatile.Read(ref _uncountedReplaced)) == 0;

    /// <summary>By how much the capacity grows with a message.</summary>
    public static int GrowthFor(int length) =>
        (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, SmallestRental)), (uint)Array.MaxLength);

    /// <summary>Whether one more message is within the bounds. An empty queue takes any.</summary>
    public bool HasRoomFor(int length) =>
        IsEmpty || ((maxMessages is null || Count < maxMessages) && (long)QueuedBytes + length <= maxBytes);

    /// <summary>Whether a payload is within the bounds in a place that is there.</summary>
    public bool HasRoomInPlace(int length) => Count == 1 || (long)QueuedBytes + length <= maxBytes;

    /// <summary>The message with a key.</summary>
    public QueuedMessage? Find(in MessageKey key) => _byKey?.GetValueOrDefault(key);

    /// <summary>A place at the end, to be filled.</summary>
    public QueuedMessage AddLast(in MessageKey? key)
    {
        var message = _spare;
        if (message is null)
        {
            message = new QueuedMessage();
        }
        else
        {
            _spare = message.Next;
            _spareCount--;
        }

        (message.Next, message.Previous, message.Key) = (null, _last, key);
        if (_last is null)
        {
            _first = message;
        }
        else
        {
            _last.Next = message;
        }

        _last = message;
        Count++;
        QueuedBytes += FrameHeaderWriter.GetLength(0, masked);
        if (key is { } known)
        {
            (_byKey ??= [])[known] = message;
        }

        return message;
    }

    /// <summary>Puts a payload into a place, which is given up when there is no memory for it.</summary>
    public void Fill(QueuedMessage place, Opcode opcode, ReadOnlySpan<byte> payload, bool isCompressed = false)
    {
        try
        {
            place.Fill(opcode, payload, isCompressed);
        }
        catch
        {
            Remove(place);
            throw;
        }

        NoteFilled(place);
    }

    /// <summary>Puts a frame into a place that other sessions get as well.</summary>
    public void Fill(QueuedMessage place, Opcode opcode, SharedFrame frame)
    {
        place.Fill(opcode, frame);
        NoteFilled(place);
    }

    /// <summary>Empties a place for a later message.</summary>
    public void Replace(QueuedMessage place)
    {
        Empty(place);
        _uncountedReplaced++;
        Volatile.Write(ref _dropped, _dropped + 1);
    }

    /// <summary>Drops the one that has waited longest; false when there is none.</summary>
    /// <param name="except">One that is not to be dropped.</param>
    public bool TryDropOldest(QueuedMessage? except = null)
    {
        var oldest = _first == except ? _first?.Next : _first;
        if (oldest is null)
        {
            return false;
        }

        Remove(oldest);
        NoteDropped();
        return true;
    }

    /// <summary>A message that never got in, or that goes, was dropped.</summary>
    public void NoteDropped()
    {
        _uncountedFull++;
        Volatile.Write(ref _dropped, _dropped + 1);
    }

    /// <summary>Drops all there are, and the one for which there was no room.</summary>
    public void Overrun()
    {
        IsOverrun = true;
        NoteDropped();
        while (TryDropOldest())
        {
        }
    }

    /// <summary>What was dropped since it was asked for last: for want of room, and because a later one has come; and whether that is the first.</summary>
    public (int Full, int Replaced, bool IsFirst) TakeUncounted()
    {
        var isFirst = !_wasTold && !HasNothingToTell;
        var uncounted = (_uncountedFull, _uncountedReplaced, isFirst);
        (_uncountedFull, _uncountedReplaced) = (0, 0);
        _wasTold |= isFirst;
        return uncounted;
    }

    /// <summary>Takes one out, dropped or on its way.</summary>
    public void Remove(QueuedMessage message)
    {
        Empty(message);
        if (message.Key is { } key)
        {
            _byKey!.Remove(key);
        }

        if (message.Previous is { } previous)
        {
            previous.Next = message.Next;
        }
        else
        {
            _first = message.Next;
        }

        if (message.Next is { } next)
        {
            next.Previous = message.Previous;
        }
        else
        {
            _last = message.Previous;
        }

        Count--;
        QueuedBytes -= FrameHeaderWriter.GetLength(0, masked);
        (message.Key, message.Previous, message.Next) = (null, null, null);
        if (_spareCount < MostSpare)
        {
            (message.Next, _spare) = (_spare, message);
            _spareCount++;
        }
    }

    /// <summary>The session is over.</summary>
    public void Clear()
    {
        while (_first is { } first)
        {
            Remove(first);
        }

        (_spare, _spareCount, _byKey) = (null, 0, null);
    }

    private int ExtraBytesOf(QueuedMessage message) =>
        FrameHeaderWriter.GetLength(message.Payload.Length, masked) - FrameHeaderWriter.GetLength(0, masked) + message.Payload.Length;

    private void NoteFilled(QueuedMessage message)
    {
        QueuedBytes += ExtraBytesOf(message);
        Capacity += message.Capacity;
    }

    private void Empty(QueuedMessage message)
    {
        QueuedBytes -= ExtraBytesOf(message);
        Capacity -= message.Capacity;
        message.Empty();
    }
}
