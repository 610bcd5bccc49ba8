using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

public sealed class TableSnapshots
{
    [Fact]
    public void Attributes_become_metadata() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using Microsoft.AspNetCore.Authorization;
            using Microsoft.AspNetCore.Cors;
            using Microsoft.AspNetCore.RateLimiting;
            using System.Diagnostics.CodeAnalysis;
            namespace App;

            [AttributeUsage(AttributeTargets.Class)]
            internal sealed class TaggedAttribute(string name, params int[] numbers) : Attribute
            {
                public string Name => name;
                public int[] Numbers => numbers;
                public Type? Type { get; set; }
                public DayOfWeek Day { get; set; }
            }

            internal sealed class Doorkeeper : IWebSocketHandshakeInterceptor;

            [Authorize(Roles = "base")]
            [EnableRateLimiting("slow")]
            public abstract class Base;

            [WebSocketEndpoint("/meta")]
            [Authorize("policy", AuthenticationSchemes = "Bearer")]
            [EnableCors("a\"b")]
            [Tagged("x", 1, 2, Type = typeof(List<string>), Day = DayOfWeek.Friday)]
            [OnlyUpgrades]
            [HandshakeInterceptor<Doorkeeper>]
            [ExcludeFromCodeCoverage]
            [Obsolete("Old.")]
            public sealed class Meta : Base
            {
                [OnText] public void Text() { }
            }
            """));

    [Fact]
    public void Routes_become_a_tree_of_methods() => GeneratorSnapshots.Verify(
        new GeneratorProject([.. new[]
        {
            "/", "/rooms", "/rooms/{id:int}", "/rooms/{id:int}/members/{member?}", "/rooms/{name}", "/rooms/{name:alpha}/x", "/rooms/{name:maxlength(3)}/x",
            "/Müller", "/files/{*path:nonfile}", "/files/{*path}", "/{culture=en}/{page:int=5}",
        }.Select((path, i) => $$"""
            [WebSocketEndpoint("{{path}}", Order = {{(path == "/files/{*path}" ? 1 : 0)}})]
            public sealed class E{{i}} { [OnText] public void Text() { } }
            """)]));

    [Fact]
    public void A_project_without_endpoints_still_gets_its_registration() => GeneratorSnapshots.Verify(
        new GeneratorProject("internal static class Nothing;") { Libraries = [GeneratorProject.AspNetCoreDoor] });

    [Fact]
    public void Endpoints_of_libraries_are_composed() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            namespace App;

            [WebSocketEndpoint("/own")]
            public sealed class Own { [OnText] public void Text() { } }
            """)
        {
            Libraries =
            [
                new GeneratorProject(
                    """
                    namespace Lib;

                    [WebSocketEndpoint("/lib/{id}", Protocols = ["p"], Order = 2)]
                    public sealed class Second { [OnText] public void Text() { } }

                    [WebSocketEndpoint("/lib")]
                    internal sealed class First { [OnText] public void Text() { } }
                    """) { AssemblyName = "Some.Lib_One" }.ToLibrary(),
                GeneratorProject.AspNetCoreDoor,
            ],
        });

    [Fact]
    public void A_table_with_conditions_asks_for_the_selection() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            namespace App;

            [WebSocketEndpoint("/chat", Order = -1)]
            [EndpointCondition(Environments = ["Development"], Feature = "Features:Chat", Condition = typeof(Always))]
            public sealed class New { [OnText] public void Text() { } }

            [WebSocketEndpoint("/chat")]
            public sealed class Old { [OnText] public void Text() { } }

            [WebSocketEndpoint("/{any}")]
            [EndpointCondition(Feature = "Any")]
            public sealed class Any { [OnText] public void Text() { } }

            public readonly struct Always : IEndpointCondition { public bool IsEnabled(IServiceProvider services) => true; }
            """));
}
