using System.Text;
using Endpoints.Generator.Model;
using Endpoints.Grammar;

namespace Endpoints.Generator.Emission;

/// <summary>Names the bound values: <c>routeRoom</c>, <c>queryPage</c>, <c>headerAcceptLanguage</c>.</summary>
internal static class FieldNames
{
    public static string[] Of(EquatableArray<BoundValueModel> values)
    {
        var names = new string[values.Count];
        HashSet<string> taken = new(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var name = values[i].Source.ToString().ToLowerInvariant() + Pascal(values[i].Name);
            names[i] = name;
            for (var number = 2; !taken.Add(names[i]); number++)
            {
                names[i] = name + "_" + number;
            }
        }

        return names;
    }

    private static string Pascal(string name)
    {
        var pascal = new StringBuilder(name.Length);
        var isStart = true;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c))
            {
                isStart = true;
                continue;
            }

            pascal.Append(isStart ? char.ToUpperInvariant(c) : c);
            isStart = false;
        }

        return pascal.ToString();
    }
}
