using Endpoints.Integration.Tests.Samples;
using Microsoft.Playwright;

namespace Endpoints.Integration.Tests.Browser;

/// <summary>The chat sample as people meet it: its page, in a browser, against its program.</summary>
public sealed class ChatPageTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>, IAsyncLifetime
{
    private SampleProcess _chat = null!;

    public async Task InitializeAsync() => _chat = await SampleProcess.StartAsync("Chat");

    public async Task DisposeAsync() => await _chat.DisposeAsync();

    [Fact]
    public async Task Two_people_in_one_room_talk_to_each_other()
    {
        await using var ada = await EnterAsync("Ada", "Lounge");
        await using var bo = await ChatVisitor.EnterAsync(chromium, new Uri(ada.Page.Url), "Bo");

        await ada.NoticeAsync("Bo joined");
        await Assertions.Expect(ada.People).ToHaveTextAsync(["Ada", "Bo"]);
        await Assertions.Expect(bo.People).ToHaveTextAsync(["Ada", "Bo"]);

        await ada.SayAsync("Hello, Bo!");
        await bo.HearAsync("Hello, Bo!");
        await ada.HearAsync("Hello, Bo!", own: true);
        await Assertions.Expect(bo.Page.Locator(".message .author")).ToHaveTextAsync(["Ada"]);

        await bo.SayAsync("Hello yourself. 가나다 😀");
        await ada.HearAsync("Hello yourself. 가나다 😀");

        await bo.Page.GetByRole(AriaRole.Button, new() { Name = "Leave the room" }).ClickAsync();
        await ada.NoticeAsync("Bo left");
        await Assertions.Expect(ada.People).ToHaveTextAsync(["Ada"]);
        AssertNoErrors(ada, bo);
    }

    [Fact]
    public async Task The_page_asks_nobody_but_its_own_server()
    {
        await using var ada = await EnterAsync("Ada", "lounge");

        Assert.Contains(ada.Requests, request => request.EndsWith("app.js", StringComparison.Ordinal));
        Assert.All(ada.Requests, request => Assert.StartsWith(_chat.Address.ToString(), request, StringComparison.Ordinal));
        AssertNoErrors(ada);
    }

    [Fact]
    public async Task Rooms_do_not_hear_each_other()
    {
        await using var ada = await EnterAsync("Ada", "one");
        await using var bo = await EnterAsync("Bo", "two");

        await bo.SayAsync("only in two");
        await bo.HearAsync("only in two", own: true);
        await ada.SayAsync("only in one");
        await ada.HearAsync("only in one", own: true);

        await Assertions.Expect(ada.Page.Locator(".message")).ToHaveCountAsync(1);
        await Assertions.Expect(ada.People).ToHaveTextAsync(["Ada"]);
    }

    [Fact]
    public async Task What_people_type_is_shown_and_never_run()
    {
        const string Markup = "<img src=x onerror=\"document.title='run'\"><b>bold</b> & \"quoted\"";
        await using var ada = await EnterAsync("<i>Ada</i>", "lounge");
        await using var bo = await EnterAsync("Bo", "lounge");

        await ada.SayAsync(Markup);

        await bo.HearAsync(Markup);
        await Assertions.Expect(bo.People).ToHaveTextAsync(["<i>Ada</i>", "Bo"]);
        Assert.Equal(0, await bo.Page.Locator(".message img, .message b, .message i, #people-list i").CountAsync());
        Assert.DoesNotContain("run", await bo.Page.TitleAsync(), StringComparison.Ordinal);
        AssertNoErrors(ada, bo);
    }

    [Fact]
    public async Task Whoever_comes_later_reads_what_was_said_before()
    {
        await using var ada = await EnterAsync("Ada", "lounge");
        await ada.SayAsync("See https://example.com/a?b=c.");
        await ada.HearAsync("See https://example.com/a?b=c.", own: true);

        await using var bo = await EnterAsync("Bo", "lounge");

        await bo.HearAsync("See https://example.com/a?b=c.");
        await Assertions.Expect(bo.Page.Locator(".message a")).ToHaveAttributeAsync("href", "https://example.com/a?b=c");
    }

    [Fact]
    public async Task The_page_comes_back_when_the_server_does_and_sends_what_was_typed_meanwhile()
    {
        var phone = new BrowserNewContextOptions { ViewportSize = new() { Width = 360, Height = 740 } };
        await using var ada = await ChatVisitor.EnterAsync(chromium, _chat.Address, "Ada", "lounge", phone);
        await using var bo = await EnterAsync("Bo", "lounge");
        await ada.NoticeAsync("Bo joined");

        Assert.Equal(0, await _chat.StopAsync());
        await Assertions.Expect(ada.Connection).Not.ToHaveAttributeAsync("data-state", "open", new() { Timeout = ChatVisitor.Patience });
        await ada.SayAsync("Typed while the server was away");
        await Assertions.Expect(ada.Page.Locator(".message.own.pending")).ToHaveCountAsync(1);
        await AssertFitsAsync(ada);
        await ada.SaveScreenshotAsync("reconnecting");

        var port = _chat.Address.Port;
        await _chat.DisposeAsync();
        _chat = await SampleProcess.StartAsync("Chat", port);
        await ada.WaitUntilConnectedAsync();
        await bo.WaitUntilConnectedAsync();

        await bo.HearAsync("Typed while the server was away");
        await ada.HearAsync("Typed while the server was away", own: true);
        await bo.SayAsync("Here I am again");
        await ada.HearAsync("Here I am again");
        AssertNoErrors(ada, bo);
    }

    [Fact]
    public async Task The_others_see_who_is_typing()
    {
        await using var ada = await EnterAsync("Ada", "lounge");
        await using var bo = await EnterAsync("Bo", "lounge");

        await bo.Page.GetByLabel("Message", new() { Exact = true }).PressSequentiallyAsync("H");
        await Assertions.Expect(ada.Page.Locator("#typing")).ToHaveTextAsync("Bo is typing", new() { Timeout = ChatVisitor.Patience });
        await bo.SayAsync("Hello");

        await ada.HearAsync("Hello");
        await Assertions.Expect(ada.Page.Locator("#typing")).ToHaveTextAsync("");
    }

    [Fact]
    public async Task Unread_messages_are_counted_in_the_title()
    {
        await using var ada = await EnterAsync("Ada", "lounge");
        await using var bo = await EnterAsync("Bo", "lounge");
        Assert.Equal("#lounge · Chat", await ada.Page.TitleAsync());

        // Headless pages all have the focus; the page learns that this one has lost it.
        await ada.Page.EvaluateAsync("() => { document.hasFocus = () => false; }");
        await bo.SayAsync("one");
        await bo.SayAsync("two");
        await ada.HearAsync("two");
        await Assertions.Expect(ada.Page).ToHaveTitleAsync("(2) #lounge · Chat");

        await ada.Page.EvaluateAsync("() => { document.hasFocus = () => true; dispatchEvent(new Event('focus')); }");
        await Assertions.Expect(ada.Page).ToHaveTitleAsync("#lounge · Chat");
    }

    [Fact]
    public async Task A_reload_stays_in_the_room_and_knows_one_s_own_messages_again()
    {
        await using var ada = await EnterAsync("Ada", "lounge");
        await using var bo = await EnterAsync("Bo", "lounge");
        await ada.SayAsync("mine");
        await bo.HearAsync("mine");

        await ada.Page.ReloadAsync();
        await ada.WaitUntilConnectedAsync();

        await ada.HearAsync("mine", own: true);
    }

    [Fact]
    public async Task The_back_button_goes_from_room_to_room()
    {
        await using var ada = await EnterAsync("Ada", "one");
        await ada.Page.EvaluateAsync("() => { location.hash = 'two'; }");
        await Assertions.Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("two");
        await ada.WaitUntilConnectedAsync();

        await ada.Page.GoBackAsync();

        await Assertions.Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("one");
        await ada.WaitUntilConnectedAsync();
        AssertNoErrors(ada);
    }

    [Fact]
    public async Task A_message_ends_at_the_limit()
    {
        await using var ada = await EnterAsync("Ada", "lounge");
        var text = ada.Page.GetByLabel("Message", new() { Exact = true });

        await text.FillAsync(new string('x', 1999));
        await Assertions.Expect(ada.Page.Locator("#left")).ToHaveTextAsync("1");
        await text.PressSequentiallyAsync("yz");
        await ada.Page.Keyboard.PressAsync("Enter");

        await ada.HearAsync(new string('x', 1999) + "y", own: true);
    }

    [Theory]
    [InlineData("light", 1180, 760)]
    [InlineData("dark", 1180, 760)]
    [InlineData("light", 390, 844)]
    [InlineData("dark", 390, 844)]
    public async Task Nothing_sticks_out_of_the_page(string scheme, int width, int height)
    {
        var look = new BrowserNewContextOptions
        {
            ColorScheme = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = height },
        };
        await using var ada = await ChatVisitor.OpenAsync(chromium, _chat.Address, look);
        await AssertFitsAsync(ada);
        await ada.SaveScreenshotAsync($"door-{scheme}-{width}");
        await ada.JoinAsync("Ada Lovelace", "Analytical Engine");
        await AssertFitsAsync(ada);
        await ada.SaveScreenshotAsync($"empty-{scheme}-{width}");

        await using var bo = await EnterAsync("Bo Diddley", "Analytical Engine");
        await using var grace = await EnterAsync("Grace", "Analytical Engine");
        await bo.SayAsync("Is anybody here who knows why the engine prints Bernoulli numbers?");
        await ada.HearAsync("Is anybody here who knows why the engine prints Bernoulli numbers?");
        await ada.SayAsync("I wrote the program. It is in note G.");
        await ada.SayAsync("The notes are longer than the paper that they are about, which I did not plan, and yet here we are.");
        await grace.SayAsync("Found it: https://example.com/papers/sketch-of-the-analytical-engine-invented-by-charles-babbage-with-notes/g");
        await grace.SayAsync("Look:\n  1. add\n  2. carry");
        await grace.HearAsync("Look:\n  1. add\n  2. carry", own: true);
        await bo.SayAsync("Thank you both!");
        await ada.HearAsync("Thank you both!");
        await grace.Page.GetByLabel("Message", new() { Exact = true }).PressSequentiallyAsync("And");
        await Assertions.Expect(ada.Page.Locator("#typing")).ToHaveTextAsync("Grace is typing", new() { Timeout = ChatVisitor.Patience });
        await ada.Page.GetByLabel("Message", new() { Exact = true }).FillAsync("You are welcome");
        await AssertFitsAsync(ada);
        await ada.SaveScreenshotAsync($"talk-{scheme}-{width}");

        if (width < 760)
        {
            await ada.Page.GetByRole(AriaRole.Button, new() { Name = "3 people here" }).ClickAsync();
            await Assertions.Expect(ada.People).ToHaveTextAsync(["Ada Lovelace", "Bo Diddley", "Grace"]);
            await ada.SaveScreenshotAsync($"people-{scheme}-{width}");
            await ada.Page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(ada.Page.Locator("#people")).ToBeHiddenAsync();
        }
    }

    private Task<ChatVisitor> EnterAsync(string name, string room) => ChatVisitor.EnterAsync(chromium, _chat.Address, name, room);

    /// <summary>No sideways scrolling, and every visible control within the window.</summary>
    private static async Task AssertFitsAsync(ChatVisitor visitor)
    {
        var tooWide = await visitor.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('button, input, textarea, h1, .bubble')]
              .filter(element => element.checkVisibility({ visibilityProperty: true }))
              .filter(element => {
                const { left, right } = element.getBoundingClientRect();
                return left < 0 || right > innerWidth;
              })
              .map(element => element.outerHTML)
              .concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [])
            """);
        Assert.Empty(tooWide);
    }

    private static void AssertNoErrors(params ChatVisitor[] visitors) => Assert.Empty(visitors.SelectMany(visitor => visitor.Errors));
}
