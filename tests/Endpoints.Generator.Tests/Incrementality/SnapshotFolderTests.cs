using Endpoints.Generator.Tests.Harness;
using Endpoints.Testing;
using Endpoints.Testing.Snapshots;

namespace Endpoints.Generator.Tests.Incrementality;

public sealed class SnapshotFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots").FullName;

    private string Verified => Path.Combine(_folder, "Class.Test#A.g.verified.cs");

    private string Received => Path.Combine(_folder, "Class.Test#A.g.received.cs");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_accepted_passes_and_removes_what_was_received_before()
    {
        File.WriteAllText(Verified, "a\r\nb\n");
        File.WriteAllText(Received, "old");
        Verify(("A.g.cs", "a\nb\n"));

        Assert.False(File.Exists(Received));
    }

    [Fact]
    public void What_is_new_fails_and_is_written_as_received_only()
    {
        var failure = Assert.Throws<SnapshotMismatchException>(() => Verify(("A.g.cs", "a")));

        Assert.Contains(Verified, failure.Message, StringComparison.Ordinal);
        Assert.Equal("a", File.ReadAllText(Received));
        Assert.False(File.Exists(Verified));
    }

    [Fact]
    public void What_differs_fails_with_the_lines_that_differ()
    {
        File.WriteAllText(Verified, "one\ntwo\nthree\n");
        var failure = Assert.Throws<SnapshotMismatchException>(() => Verify(("A.g.cs", "one\n2\nthree\n")));

        Assert.Contains("Line 2:", failure.Message, StringComparison.Ordinal);
        Assert.Contains("- two", failure.Message, StringComparison.Ordinal);
        Assert.Contains("+ 2", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(Verified));
    }

    [Fact]
    public void What_is_left_over_fails()
    {
        File.WriteAllText(Verified, "a");

        Assert.Contains("left over", Assert.Throws<SnapshotMismatchException>(() => Verify()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_accepted_file_belongs_to_a_test()
    {
        var tests = typeof(SnapshotFolderTests).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods().Select(m => t.Name + "." + m.Name))
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(GeneratorSnapshots.Folder.Tests(), test => Assert.Contains(test, tests));
        Assert.NotEmpty(GeneratorSnapshots.Folder.Tests());
    }

    private void Verify(params (string Name, string Text)[] texts) =>
        new SnapshotFolder(_folder, "Accept it.").Verify("Class.Test", texts.ToDictionary(t => t.Name, t => t.Text));
}
