using System.Text;
using Endpoints.Generated;
using Endpoints.Generator.Emission;
using Endpoints.Generator.Model;
using Endpoints.Generator.Tests.Harness;
using Endpoints.Grammar;
using Microsoft.AspNetCore.Routing;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generator.Tests.Routing;

/// <summary>
/// Emitted matchers, and that of handlers which are mapped by code, find the same endpoint with the same values as ASP.NET Core's router.
/// </summary>
public sealed class MatcherEquivalenceTests
{
    private const int Seed = 6455;
    private const int SetCount = 60;
    private const int PathsPerSet = 120;

    [Fact]
    public async Task Random_routes_match_as_in_ASP_NET_Core()
    {
        var random = new RandomRoutes(Seed);
        var sets = Enumerable.Range(0, SetCount).Select(_ => random.RouteSet()).ToArray();
        var tables = Emit(sets);
        var byCode = sets.Select(ByCode).ToArray();
        var (compared, ambiguous, matched) = (0, 0, 0);
        for (var i = 0; i < sets.Length; i++)
        {
            using var reference = new AspNetCoreMatcher(sets[i]);
            for (var n = 0; n < PathsPerSet; n++)
            {
                var path = random.Path(sets[i]);
                var (expected, values) = await reference.MatchAsync(path);
                ambiguous += expected is null ? 1 : 0;
                compared += expected is null ? 0 : 1;
                matched += expected >= 0 ? 1 : 0;
                Compare(tables[i], sets[i], path, expected, values);
                Compare(byCode[i], sets[i], path, expected, values);
            }
        }

        // The generator of cases must not degenerate into misses or ambiguities.
        Assert.True(compared > SetCount * PathsPerSet / 2 && matched > compared / 4, $"{compared} compared, {matched} matched, {ambiguous} ambiguous");
    }

    [Theory]
    [InlineData("/", 0)]
    [InlineData("/x", 1)]
    [InlineData("/x/", 1)]
    [InlineData("//", 2)]
    [InlineData("/x//", 2)]
    [InlineData("/x/y", 2)]
    public void Slashes_count_as_in_ASP_NET_Core(string path, int expected)
    {
        (string, int)[] set = [("/", 0), ("/{one}", 0), ("/{*rest}", 0)];

        Assert.Equal(expected, Match(Emit([set])[0], path).Index);
        Assert.Equal(expected, Match(ByCode(set), path).Index);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_match_and_a_miss_allocate_nothing(bool emitted)
    {
        (string, int)[] set = [("/rooms/{id:int}/{name?}", 0), ("/files/{*path}", 0), ("/{a}/{b}/c", 1)];
        var table = emitted ? Emit([set])[0] : ByCode(set);
        byte[][] paths = [.. new[] { "/rooms/5/x", "/rooms/5", "/files/a/b/c", "/q/w/c", "/q/w/e", "/" }.Select(Encoding.UTF8.GetBytes)];
        MatchAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            MatchAll();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void MatchAll()
        {
            foreach (var path in paths)
            {
                table.Table.TryMatch(path, out _);
            }
        }
    }

    private static SetTable[] Emit((string Pattern, int Order)[][] sets)
    {
        var models = sets.Select((set, i) => TableModel.Create(
            set.Select((route, n) => new TableRow(
                route.Pattern, route.Order, n.ToString("d3", System.Globalization.CultureInfo.InvariantCulture), "null!", default, IsOwn: false)),
            new CompilationFacts("Set" + i, Registration: "Register", default))!).ToArray();
        var project = new GeneratorProject([.. models.Select(TextOf)]);
        var compilation = project.Compile();
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5)));
        var assembly = EmittedAssembly.Load(image.ToArray());
        return [.. models.Select((m, i) => new SetTable(
            assembly.Table("Set" + i),
            [.. m.Rows.Select(row => (row.Pattern, int.Parse(row.EndpointName, System.Globalization.CultureInfo.InvariantCulture)))]))];
    }

    private static SetTable ByCode((string Pattern, int Order)[] set)
    {
        var services = new ServiceCollection();
        foreach (var (pattern, order) in set)
        {
            services.AddWebSocketHandler(pattern, static (_, _) => default, options => options.Order = order);
        }

        using var provider = services.BuildServiceProvider();
        return new SetTable(Assert.Single(provider.GetServices<EndpointTable>()), [.. set.Select((route, index) => (route.Pattern, index))]);
    }

    private static void Compare(
        SetTable table, (string Pattern, int Order)[] set, string path, int? expected, RouteValueDictionary values)
    {
        var actual = Match(table, path);
        if (expected is null)
        {
            Assert.True(actual.Index >= 0, Describe(set, path, "ambiguous", actual));
            return;
        }

        Assert.True(expected == actual.Index, Describe(set, path, expected.ToString()!, actual));
        foreach (var parameter in actual.Values)
        {
            var value = values.TryGetValue(parameter.Key, out var found) ? found?.ToString() : null;
            Assert.True(value == parameter.Value, Describe(set, path, $"{expected} with {parameter.Key}={value}", actual));
        }
    }

    // An assembly has one table; these are many in one.
    private static string TextOf(TableModel model) => string.Join(
        '\n', TableEmitter.Emit(model).ToString().Split('\n').Where(line => !line.StartsWith("[assembly: ", StringComparison.Ordinal)));

    private static (int Index, Dictionary<string, string?> Values) Match(SetTable table, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        if (!table.Table.TryMatch(bytes, out var match))
        {
            return (-1, []);
        }

        var (pattern, index) = table.Routes[match.EndpointIndex];
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        var route = RouteTemplateParser.Parse(pattern);
        for (var i = 0; i < route.Parameters.Count; i++)
        {
            var value = match.GetValue(bytes, i);
            values[route.Parameters[i].Name] = value.IsEmpty ? route.Parameters[i].DefaultValue : Encoding.UTF8.GetString(value);
        }

        return (index, values);
    }

    private static string Describe(
        (string Pattern, int Order)[] set, string path, string expected, (int Index, Dictionary<string, string?> Values) actual) =>
        $"\"{path}\" over {string.Join("  ", set.Select((s, i) => $"{i}: {s.Pattern} ({s.Order})"))}: expected {expected}, "
        + $"found {actual.Index} {string.Join(", ", actual.Values.Select(v => $"{v.Key}={v.Value}"))}";

    /// <param name="Table">The table.</param>
    /// <param name="Routes">For each of its indexes, the template and its index in the set.</param>
    private sealed record SetTable(EndpointTable Table, (string Pattern, int Index)[] Routes);
}
