using System.Collections.Frozen;
using System.Text.Json;

namespace Endpoints.Diagnostics;

/// <summary>Members of an enumeration as values of tags: <c>snake_case</c>, and the same string each time.</summary>
internal static class TagName
{
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.All[value];

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> All = Enum.GetValues<T>()
            .ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
