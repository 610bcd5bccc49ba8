using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>The tests run in the compiler that they say they run in.</summary>
public sealed class HostTests
{
    [Fact]
    public void The_compiler_is_of_the_version_that_the_project_names()
    {
        var expected = Version.Parse(RefPacks.Metadata("RoslynTestVersion"));
        var actual = typeof(Compilation).Assembly.GetName().Version!;

        Assert.Equal((expected.Major, expected.Minor), (actual.Major, actual.Minor));
    }

    [Fact]
    public void The_generator_is_compiled_against_the_oldest_compiler_that_is_supported() => Assert.Contains(
        typeof(EndpointGenerator).Assembly.GetReferencedAssemblies(), a => a.Name == "Microsoft.CodeAnalysis" && a.Version == new Version(4, 14, 0, 0));
}
