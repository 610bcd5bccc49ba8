using System.Text;
using Endpoints.Generated;
using Endpoints.Generator.Emission;
using Endpoints.Generator.Model;
using Endpoints.Generator.Tests.Harness;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Routing;

/// <summary>Emitted matchers find the same endpoint with the same values as ASP.NET Core's router.</summary>
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
        var (compared, ambiguous, matched) = (0, 0, 0);
        for (var i = 0; i < sets.Length; i++)
        {
            using var reference = new AspNetCoreMatcher(sets[i]);
            for (var n = 0; n < PathsPerSet; n++)
            {
                var path = random.Path(sets[i]);
                var (expected, values) = await reference.MatchAsync(path);
                var actual = Match(tables[i], path);
                if (expected is null)
                {
                    ambiguous++;
                    Assert.True(actual.Index >= 0, Describe(sets[i], path, "ambiguous", actual));
                    continue;
                }

                compared++;
                matched += expected >= 0 ? 1 : 0;
                Assert.True(expected == actual.Index, Describe(sets[i], path, expected.ToString()!, actual));
                foreach (var parameter in actual.Values)
                {
                    var value = values.TryGetValue(parameter.Key, out var found) ? found?.ToString() : null;
                    Assert.True(value == parameter.Value, Describe(sets[i], path, $"{expected} with {parameter.Key}={value}", actual));
                }
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
        var table = Emit([[("/", 0), ("/{one}", 0), ("/{*rest}", 0)]])[0];

        Assert.Equal(expected, Match(table, path).Index);
    }

    [Fact]
    public void A_match_and_a_miss_allocate_nothing()
    {
        var table = Emit([[("/rooms/{id:int}/{name?}", 0), ("/files/{*path}", 0), ("/{a}/{b}/c", 1)]])[0];
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

    private static EmittedTable[] Emit((string Pattern, int Order)[][] sets)
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
        return [.. models.Select((m, i) => new EmittedTable(assembly.Table("Set" + i), m))];
    }

    // An assembly has one table; these are many in one.
    private static string TextOf(TableModel model) => string.Join(
        '\n', TableEmitter.Emit(model).ToString().Split('\n').Where(line => !line.StartsWith("[assembly: ", StringComparison.Ordinal)));

    private static (int Index, Dictionary<string, string?> Values) Match(EmittedTable emitted, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        if (!emitted.Table.TryMatch(bytes, out var match))
        {
            return (-1, []);
        }

        var row = emitted.Model.Rows[match.EndpointIndex];
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        var route = RouteTemplateParser.Parse(row.Pattern);
        for (var i = 0; i < route.Parameters.Count; i++)
        {
            var value = match.GetValue(bytes, i);
            values[route.Parameters[i].Name] = value.IsEmpty ? route.Parameters[i].DefaultValue : Encoding.UTF8.GetString(value);
        }

        return (int.Parse(row.EndpointName, System.Globalization.CultureInfo.InvariantCulture), values);
    }

    private static string Describe(
        (string Pattern, int Order)[] set, string path, string expected, (int Index, Dictionary<string, string?> Values) actual) =>
        $"\"{path}\" over {string.Join("  ", set.Select((s, i) => $"{i}: {s.Pattern} ({s.Order})"))}: expected {expected}, "
        + $"found {actual.Index} {string.Join(", ", actual.Values.Select(v => $"{v.Key}={v.Value}"))}";

    private sealed record EmittedTable(EndpointTable Table, TableModel Model);
}
