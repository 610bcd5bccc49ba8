using System.Reflection;
using System.Runtime.InteropServices;

namespace Endpoints.TestKit.Memory;

/// <summary>The objects that one object holds and another of its kind does not, with the sizes that they have on the heap.</summary>
internal static class ObjectSizes
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <param name="root">The object.</param>
    /// <param name="other">Another of its kind.</param>
    /// <param name="borders">What knows all of that kind, and so must not be gone through; it is shared.</param>
    public static IEnumerable<(string Type, long Size, int Count)> Owned(object root, object other, params Type[] borders)
    {
        HashSet<Type> closed = [root.GetType(), .. borders];
        var shared = Reach(other, new HashSet<object>(ReferenceEqualityComparer.Instance), closed);
        return Reach(root, shared, closed)
            .GroupBy(found => found.GetType())
            .Select(group => (group.Key.ToString(), group.Sum(SizeOf), group.Count()))
            .OrderByDescending(row => row.Item2);
    }

    private static HashSet<object> Reach(object root, HashSet<object> without, HashSet<Type> closed)
    {
        var found = new HashSet<object>(ReferenceEqualityComparer.Instance) { root };
        var left = new Stack<object>([root]);
        while (left.TryPop(out var next))
        {
            foreach (var child in Children(next))
            {
                // What stands in a list with others refers to its neighbours, which are of its own type.
                if (!without.Contains(child) && child.GetType() != next.GetType() && !closed.Contains(child.GetType()) && found.Add(child))
                {
                    left.Push(child);
                }
            }
        }

        return found;
    }

    private static IEnumerable<object> Children(object owner)
    {
        if (owner is Array array)
        {
            return array.GetType().GetElementType()!.IsPrimitive ? [] : array.Cast<object?>().OfType<object>();
        }

        return owner is string or Type or MemberInfo or Delegate { Target: null } ? [] : References(owner, owner.GetType());
    }

    private static IEnumerable<object> References(object owner, Type type)
    {
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(Fields))
            {
                if (field.FieldType.IsPrimitive || field.FieldType.IsPointer || field.FieldType.IsByRefLike || field.GetValue(owner) is not { } value)
                {
                    continue;
                }

                if (!value.GetType().IsValueType)
                {
                    yield return value;
                }
                else if (!field.FieldType.IsEnum && field.FieldType != typeof(nint))
                {
                    foreach (var inner in References(value, value.GetType()))
                    {
                        yield return inner;
                    }
                }
            }
        }
    }

    // From the method table, as the collector reads it: the size of a component in its first two bytes, the base size behind four.
    private static long SizeOf(object target)
    {
        var table = target.GetType().TypeHandle.Value;
        long size = Marshal.ReadInt32(table, sizeof(uint));
        var component = target is Array or string ? (ushort)Marshal.ReadInt16(table) : 0;
        return (size + (component * (long)Count(target)) + 7) & ~7;
    }

    private static int Count(object target) => target is string text ? text.Length : (target as Array)?.Length ?? 0;
}
