namespace Endpoints.Generator.Tests.Routing;

/// <summary>Route sets and paths that meet often: few words, many forms. The same seed makes the same routes.</summary>
internal sealed class RandomRoutes(int seed)
{
    private static readonly string[] Literals = ["a", "b", "ab", "AB", "x1", "5", "ü", "a.b"];

    private static readonly string[] Constraints =
    [
        "int", "long", "bool", "guid", "datetime", "decimal", "double", "float", "alpha", "minlength(2)", "maxlength(2)", "length(2)",
        "length(1,3)", "min(5)", "max(5)", "range(3,12)", "required", "file", "nonfile", "int:min(3)", "alpha:length(2)",
    ];

    private static readonly string[] Defaults = ["a", "5", "x.y"];

    private static readonly string[] PathSegments =
    [
        "a", "B", "ab", "aB", "x1", "X1", "5", "12", "-3", "1.5", "true", "ü", "Ü", "a.b", ".b", "c.", "zz", "2020-01-01",
        "d3b07384-d9a0-4e1b-8f0a-0123456789ab", " 7", "1,000", "",
    ];

    private readonly Random _random = new(seed);

    public (string Pattern, int Order)[] RouteSet()
    {
        var routes = new (string, int)[_random.Next(1, 9)];
        for (var i = 0; i < routes.Length; i++)
        {
            routes[i] = (Template(), _random.Next(6) == 0 ? _random.Next(-1, 2) : 0);
        }

        return routes;
    }

    /// <summary>A path that is near one of the templates, or any.</summary>
    public string Path((string Pattern, int Order)[] routes)
    {
        if (_random.Next(4) == 0)
        {
            return "/" + string.Join('/', Enumerable.Range(0, _random.Next(0, 5)).Select(_ => Pick(PathSegments)));
        }

        var segments = routes[_random.Next(routes.Length)].Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(s => s.StartsWith('{') ? Pick(PathSegments) : _random.Next(3) == 0 ? s.ToUpperInvariant() : s)
            .ToList();
        switch (_random.Next(6))
        {
            case 0 when segments.Count > 0:
                segments.RemoveAt(segments.Count - 1);
                break;
            case 1:
                segments.Add(Pick(PathSegments));
                break;
        }

        return "/" + string.Join('/', segments) + (_random.Next(6) == 0 ? "/" : "");
    }

    private string Template()
    {
        var count = _random.Next(0, 4);
        var segments = Enumerable.Range(0, count).Select(i => Segment(i, isLast: i == count - 1)).ToArray();
        return "/" + string.Join('/', segments) + (count > 0 && _random.Next(8) == 0 ? "/" : "");
    }

    private string Segment(int index, bool isLast)
    {
        if (_random.Next(2) == 0)
        {
            return Pick(Literals);
        }

        var constraint = _random.Next(2) == 0 ? ":" + Pick(Constraints) : "";
        return (_random.Next(6), isLast) switch
        {
            (0, true) => $"{{*p{index}{constraint}}}",
            (1, true) => $"{{**p{index}{constraint}={Pick(Defaults)}}}",
            (2, _) => $"{{p{index}{constraint}?}}",
            (3, _) => $"{{p{index}{constraint}={Pick(Defaults)}}}",
            _ => $"{{p{index}{constraint}}}",
        };
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
