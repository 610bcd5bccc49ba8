using System.Globalization;
using System.Text;
using Endpoints.Grammar;

namespace Endpoints.Generator.Emission;

/// <summary>Writes values as C# literals.</summary>
internal static class Literals
{
    public static string Text(string value)
    {
        var literal = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => literal.Append("\\\""),
                '\\' => literal.Append("\\\\"),
                _ when char.IsLetterOrDigit(c) || c is >= ' ' and <= '~' => literal.Append(c),
                _ => literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
            };
        }

        return literal.Append('"').ToString();
    }

    public static string Utf8(string value) => Text(value) + "u8";

    public static string Number(long value) =>
        value == long.MinValue
            ? "long.MinValue"
            : value.ToString(CultureInfo.InvariantCulture) + (value is >= int.MinValue and <= int.MaxValue ? "" : "L");

    public static string TextArray(EquatableArray<string> values) => "new string[] { " + string.Join(", ", values.Select(Text)) + " }";
}
