using System.Globalization;
using System.Reflection;
using System.Text;
using Endpoints.Generated;
using Endpoints.Generator.Tests.Harness;
using Endpoints.Routing;
using Endpoints.TestKit.Connections;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.AspNetCore.WebUtilities;

namespace Endpoints.Generator.Tests.Links;

/// <summary>
/// What <c>PathFor</c> makes of values, the emitted matcher and the emitted activation give back to the handler as it was; or
/// <c>PathFor</c> refuses it.
/// </summary>
public sealed class LinkRoundTripTests
{
    private static readonly Lazy<Site> Emitted = new(() => new Site(
        """
        namespace App;

        [Flags] public enum Colors { None = 0, Red = 1, Green = 2 }

        public static class Seen { public static object?[] Values = []; }

        [WebSocketEndpoint("/texts/{first}/x/{second}")]
        public sealed partial class Texts
        {
            [OnOpen] public void Open(string first, string second, [FromQuery] string name, [FromQuery(Name = "to-do")] string? todo) =>
                Seen.Values = [first, second, name, todo];
        }

        [WebSocketEndpoint("/typed/{number:int}/{id:guid}/{colors}/{ratio:double}/{when:datetime}/{amount}/{day}/{letter}/{flag:bool}")]
        public sealed partial class Typed
        {
            [OnOpen] public void Open(
                int number, Guid id, Colors colors, double ratio, DateTime when, decimal amount, DateOnly day, char letter, bool flag,
                [FromQuery] long? page, [FromQuery] TimeSpan? span = null) =>
                Seen.Values = [number, id, colors, ratio, when, amount, day, letter, flag, page, span];
        }

        [WebSocketEndpoint("/rest/{head?}/{*rest}")]
        public sealed partial class Rest
        {
            [OnOpen] public void Open(string? head, string rest) => Seen.Values = [head, rest];
        }

        [WebSocketEndpoint("/defaults/{culture=en}/{page:int=5}")]
        public sealed partial class Defaults
        {
            [OnOpen] public void Open(string culture, int page) => Seen.Values = [culture, page];
        }

        [WebSocketEndpoint("/limits/{a:length(2,4)}/{b:range(-3,3)}/{c:alpha}/{d:file}")]
        public sealed partial class Limits
        {
            [OnOpen] public void Open(string a, long b, string c, string d) => Seen.Values = [a, b, c, d];
        }
        """));

    [Property(MaxTest = 500)]
    public void Texts_come_back(NonNull<string> first, NonNull<string> second, NonNull<string> name, string? todo) =>
        Holds("Texts", first.Get, second.Get, name.Get, todo);

    [Property(MaxTest = 300)]
    public Property Texts_of_awkward_characters_come_back() => Prop.ForAll(
        Awkward.ToArbitrary(), Awkward.ToArbitrary(), (first, second) => Holds("Texts", first, second, second, first));

    [Property(MaxTest = 300)]
    public void Typed_values_come_back(
        int number, Guid id, int colors, double ratio, DateTime when, decimal amount, char letter, bool flag, long? page, TimeSpan? span) =>
        Holds(
            "Typed", number, id, Enum.ToObject(Emitted.Value.Type("Colors"), colors & 3), ratio, DateTime.SpecifyKind(when, DateTimeKind.Unspecified),
            amount, DateOnly.FromDateTime(when), letter, flag, page, span);

    [Property(MaxTest = 500)]
    public Property The_rest_of_a_path_comes_back() => Prop.ForAll(
        Gen.OneOf(Awkward, Gen.Constant<string?>(null)!).ToArbitrary(),
        Awkward.ArrayOf().Select(parts => string.Join('/', parts)).ToArbitrary(),
        (head, rest) => Holds("Rest", head, rest));

    [Property(MaxTest = 200)]
    public void Defaults_stand_for_what_is_left_out(NonEmptyString culture, int? page, bool hasCulture) => Holds(
        "Defaults",
        [hasCulture ? culture.Get : null, page],
        [hasCulture ? culture.Get : "en", page ?? 5]);

    [Property(MaxTest = 500)]
    public Property What_meets_the_constraints_comes_back_and_nothing_else_is_made() => Prop.ForAll(
        Awkward.ToArbitrary(), Gen.Choose(-5, 5).ToArbitrary(), Awkward.ToArbitrary(), (a, b, c) => Holds("Limits", a, (long)b, c, c + ".txt"));

    [Fact]
    public void Most_values_are_not_refused()
    {
        var random = new Random(1);
        var made = Enumerable.Range(0, 200).Count(_ => Try(
            "Texts", [Text(random), Text(random), Text(random), Text(random)], [null, null, null, null], compares: false));

        Assert.InRange(made, 150, 200);
    }

    // Characters that mean something in a path, an escape, or a parser.
    private static Gen<string> Awkward => Gen.Elements(
            "a", "b", "Z", "5", ".", "..", "%", "%2F", "%25", "+", " ", "?", "#", "&", "=", ";", ":", "@", "\\", "ü", "€", "😀", "{", "}", "~", "\t",
            "\"", "'", "<", "\u00ad", "\ufeff", "/")
        .ArrayOf()
        .Select(string.Concat);

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)random.Next('!', 'z')).Where(c => c is not ('/' or '.')).Append('a'));

    private static void Holds(string endpoint, params object?[] values) => Try(endpoint, values, values, compares: true);

    private static void Holds(string endpoint, object?[] values, object?[] expected) => Try(endpoint, values, expected, compares: true);

    private static bool Try(string endpoint, object?[] values, object?[] expected, bool compares)
    {
        string path;
        try
        {
            path = Emitted.Value.PathFor(endpoint, values);
        }
        catch (ArgumentException refusal)
        {
            Assert.False(string.IsNullOrEmpty(refusal.ParamName));
            return false;
        }

        Assert.All(path, c => Assert.InRange(c, '!', '~'));
        var actual = Emitted.Value.Open(endpoint, path);
        if (compares)
        {
            Assert.Equal(expected, actual);
        }

        return true;
    }

    private sealed class Site
    {
        private readonly Assembly _assembly;
        private readonly EndpointTable _table;

        public Site(string source)
        {
            _assembly = EmittedAssembly.Load(GeneratorChecks.All(new GeneratorProject(source)).EmitImage());
            _table = _assembly.Table("Endpoints.Generated.UserCode");
        }

        public Type Type(string name) => _assembly.GetType("App." + name, throwOnError: true)!;

        public string PathFor(string endpoint, object?[] values)
        {
            var method = Type(endpoint).GetMethod("PathFor")!;
            try
            {
                return (string)method.Invoke(null, values)!;
            }
            catch (TargetInvocationException failure)
            {
                throw failure.InnerException!;
            }
        }

        /// <summary>Takes a request to the handler as a door does, and gives the values that arrived there.</summary>
        public object?[] Open(string endpoint, string target)
        {
            var decoded = new byte[target.Length];
            Assert.True(RequestPath.TryDecode(Encoding.ASCII.GetBytes(target), decoded, out var written));
            ReadOnlySpan<byte> path = decoded.AsSpan(0, written);
            Assert.True(_table.TryMatch(path, out var match), $"{target} is not found.");
            var descriptor = _table.Endpoints[match.EndpointIndex];
            Assert.Equal("App." + endpoint, descriptor.EndpointType.FullName);
            var handshake = new FakeHandshake();
            for (var i = 0; i < descriptor.ParameterNames.Count; i++)
            {
                if (match.GetValue(path, i) is { IsEmpty: false } value)
                {
                    handshake.RouteValues[descriptor.ParameterNames[i]] = Encoding.UTF8.GetString(value);
                }
            }

            var query = target.IndexOf('?', StringComparison.Ordinal);
            foreach (var (key, value) in QueryHelpers.ParseQuery(query < 0 ? "" : target[query..]))
            {
                handshake.Query[key] = value.ToString();
            }

            var activation = descriptor.Activate(handshake);
            Assert.True(activation.Dispatcher is not null, activation.Fault);
            using var session = new FakeSession(handshake);
            var opened = activation.Dispatcher.OpenAsync(session).AsTask();
            Assert.True(opened.IsCompletedSuccessfully);
            return (object?[])Type("Seen").GetField("Values")!.GetValue(null)!;
        }
    }
}
