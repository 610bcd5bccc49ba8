using System.Buffers;

namespace Endpoints.TestKit.Connections;

/// <summary>A pool that knows which of its arrays are lent, and takes back no other.</summary>
internal sealed class CountingPool : ArrayPool<byte>
{
    private readonly HashSet<byte[]> _lent = new(ReferenceEqualityComparer.Instance);

    /// <summary>Arrays that were lent and did not come back yet.</summary>
    public int Lent
    {
        get
        {
            lock (_lent)
            {
                return _lent.Count;
            }
        }
    }

    public override byte[] Rent(int minimumLength)
    {
        var array = Shared.Rent(minimumLength);
        lock (_lent)
        {
            _lent.Add(array);
        }

        return array;
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        lock (_lent)
        {
            if (!_lent.Remove(array))
            {
                throw new InvalidOperationException("The array is not from this pool, or came back twice.");
            }
        }

        Shared.Return(array, clearArray);
    }
}
