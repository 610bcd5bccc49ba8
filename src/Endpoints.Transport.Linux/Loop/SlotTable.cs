namespace Endpoints.Transport.Linux.Loop;

/// <summary>Small numbers for the sockets of a loop, by which the kernel names them. Of the loop's thread only.</summary>
internal sealed class SlotTable<T>
    where T : class
{
    private readonly Stack<int> _free = new();
    private T?[] _items = new T?[64];
    private int _used;

    /// <summary>Numbers that are taken.</summary>
    public int Count => _used - _free.Count;

    /// <summary>Whom they stand for, at this moment.</summary>
    public T[] ToArray() => [.. _items.OfType<T>()];

    public int Add(T item)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _used++;
            if (slot == _items.Length)
            {
                // By half, which bounds what idle sockets hold of it to twelve bytes each.
                Array.Resize(ref _items, slot + (slot / 2));
            }
        }

        _items[slot] = item;
        return slot;
    }

    public T? Find(int slot) => _items[slot];

    /// <summary>The number is free for another; nothing with the kernel may carry it any more.</summary>
    public void Remove(int slot)
    {
        _items[slot] = null;
        _free.Push(slot);
    }
}
