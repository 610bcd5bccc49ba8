using System.Reflection;
using System.Text;
using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Generated;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>An endpoint class, compiled with what the generator emits for it, and loaded.</summary>
internal sealed class EmittedEndpoint
{
    private EmittedEndpoint(Assembly assembly, EndpointDescriptor descriptor)
    {
        Assembly = assembly;
        Descriptor = descriptor;
    }

    public Assembly Assembly { get; }

    public EndpointDescriptor Descriptor { get; }

    public FakeHandshake Handshake { get; } = new();

    /// <summary>Compiles a project with one endpoint; all checks of the generator are made on the way.</summary>
    public static EmittedEndpoint Create(string source)
    {
        var assembly = EmittedAssembly.Load(GeneratorChecks.All(new GeneratorProject(source)).EmitImage());
        return new EmittedEndpoint(assembly, assembly.Table("Endpoints.Generated.UserCode").Endpoints.Single());
    }

    /// <summary>A static field or property of a type of the project.</summary>
    public object? Static(string type, string name)
    {
        const BindingFlags Flags = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;
        var declaring = Assembly.GetType(type, throwOnError: true)!;
        return declaring.GetField(name, Flags)?.GetValue(null) ?? declaring.GetProperty(name, Flags)?.GetValue(null);
    }

    public EndpointDispatcher Activate()
    {
        var activation = Descriptor.Activate(Handshake);
        Assert.True(activation.Dispatcher is not null, activation.Fault);
        return activation.Dispatcher;
    }

    public FakeSession Session() => new(Handshake);

    /// <summary>Opens a session over a connection without a network.</summary>
    public Conversation Open() => new(Activate(), Descriptor.Settings, Handshake);

    /// <summary>Sends one text message and gives what came back.</summary>
    public async Task<IReadOnlyList<string>> TextAsync(string text)
    {
        using var session = Session();
        await Activate().TextAsync(session, IncomingMessages.Of(Encoding.UTF8.GetBytes(text)));
        return session.Sent;
    }

    /// <summary>Sends one binary message and gives what came back.</summary>
    public async Task<IReadOnlyList<string>> BinaryAsync(params byte[] payload)
    {
        using var session = Session();
        await Activate().BinaryAsync(session, IncomingMessages.Of(payload));
        return session.Sent;
    }

    /// <summary>Validates an upgrade request with these headers besides those that are always there.</summary>
    public HandshakeVerdict Validate(params (string Name, string Value)[] headers) => ValidateHead(
    [
        ("Host", "app.example"), ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), .. headers,
    ]);

    /// <summary>Validates a request with these headers and no others.</summary>
    public HandshakeVerdict ValidateHead(IEnumerable<(string Name, string Value)> headers)
    {
        var bytes = new List<byte>();
        var fields = new List<HeaderField>();
        foreach (var (name, value) in headers)
        {
            fields.Add(new HeaderField(bytes.Count, name.Length, bytes.Count + name.Length, value.Length));
            bytes.AddRange(Encoding.ASCII.GetBytes(name + value));
        }

        return Descriptor.Validate(new HandshakeHead(
            HandshakeKind.Upgrade, isSecure: true, "GET"u8, "/"u8, bytes.ToArray(), fields.ToArray()));
    }
}
