using System.Text.RegularExpressions;
using Endpoints.Integration.Tests.Samples;
using Microsoft.Playwright;

namespace Endpoints.Integration.Tests.Browser;

/// <summary>A person at the chat sample's page, who finds things as people do: by their labels and roles.</summary>
internal sealed class ChatVisitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private ChatVisitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>What the page's scripts failed with, and what its content security policy blocked; nothing, in a good run.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Everything that the page asked for.</summary>
    public List<string> Requests { get; } = [];

    public ILocator Messages => Page.GetByRole(AriaRole.Log, new() { Name = "Messages" });

    public ILocator Connection => Page.Locator("#connection");

    public ILocator People => Page.Locator("#people-list li .name");

    /// <summary>Opens an address and says who one is. An address with a room in it leaves only the name to be filled in.</summary>
    public static async Task<ChatVisitor> EnterAsync(
        ChromiumFixture chromium, Uri address, string name, string? room = null, BrowserNewContextOptions? options = null)
    {
        var visitor = await OpenAsync(chromium, address, options);
        await visitor.JoinAsync(name, room);
        return visitor;
    }

    public static async Task<ChatVisitor> OpenAsync(ChromiumFixture chromium, Uri address, BrowserNewContextOptions? options = null)
    {
        var context = await chromium.NewContextAsync(options);
        var page = await context.NewPageAsync();
        var visitor = new ChatVisitor(context, page);
        page.PageError += (_, error) => visitor.Errors.Add(error);
        page.Request += (_, request) => visitor.Requests.Add(request.Url);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                visitor.Errors.Add(message.Text);
            }
        };
        await page.GotoAsync(address.ToString());
        return visitor;
    }

    public async Task JoinAsync(string name, string? room = null)
    {
        await Page.GetByLabel("Your name").FillAsync(name);
        if (room is not null)
        {
            await Page.GetByLabel("Room", new() { Exact = true }).FillAsync(room);
        }

        await Page.GetByRole(AriaRole.Button, new() { Name = "Join the room" }).ClickAsync();
        await WaitUntilConnectedAsync();
    }

    public Task WaitUntilConnectedAsync() => Assertions.Expect(Connection).ToHaveAttributeAsync("data-state", "open", new() { Timeout = Patience });

    public async Task SayAsync(string text)
    {
        await Page.GetByLabel("Message", new() { Exact = true }).FillAsync(text);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Waits for a message, a bubble with exactly this text.</summary>
    public Task HearAsync(string text, bool own = false) =>
        Assertions.Expect(Page.Locator(own ? ".message.own:not(.pending) .words" : ".message:not(.own) .words")
            .Filter(new() { HasTextRegex = new Regex($"^{Regex.Escape(text)}$") })).ToHaveCountAsync(1, new() { Timeout = Patience });

    /// <summary>Waits for a line about the room.</summary>
    public Task NoticeAsync(string text) =>
        Assertions.Expect(Page.Locator(".notice").Filter(new() { HasText = text }).First).ToBeVisibleAsync(new() { Timeout = Patience });

    public async Task SaveScreenshotAsync(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "screenshots");
        Directory.CreateDirectory(folder);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    public static float Patience => (float)ChildProcess.Patience.TotalMilliseconds;
}
