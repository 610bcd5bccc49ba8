using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Any origin together with cookie authentication.</summary>
public sealed class WSE0060Tests
{
    private const string Id = DiagnosticIds.AnyOriginWithCookies;

    [Theory]
    [InlineData("[Authorize(AuthenticationSchemes = \"Cookies\")]", "")]
    [InlineData("[Authorize(AuthenticationSchemes = \"Bearer, Cookies\")]", "")]
    [InlineData("[Authorize(AuthenticationSchemes = CookieAuthenticationDefaults.AuthenticationScheme)]", "")]
    [InlineData("[Authorize(AuthenticationSchemes = \"Identity.Application\")]", "")]
    [InlineData("[Authorize(AuthenticationSchemes = \"Site\")]", "services.AddAuthentication().AddCookie(\"Site\");")]
    [InlineData("[Authorize]", "services.AddAuthentication().AddCookie();")]
    [InlineData("[Authorize(\"Admins\")]", "services.AddAuthentication().AddCookie();")]
    [InlineData("[Authorize]", "services.AddAuthentication(\"Cookies\").AddCookie(\"Cookies\");")]
    [InlineData("[Authorize]", "services.AddAuthentication(o => o.DefaultScheme = \"Cookies\").AddCookie();")]
    [InlineData("[Authorize]", "services.AddAuthentication(\"Site\").AddCookie(\"Site\", o => { });")]
    [InlineData("[Authorize]", "services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();")]
    [InlineData("[Authorize]", "services.AddIdentity<IdentityUser, IdentityRole>();")]
    public Task Reports_an_endpoint_whose_users_cookies_sign_in(string authorize, string registration) => AnalyzerVerifier.ReportsAsync(
        Id, Source(authorize, "\"https://example.com\", [|\"*\"|]", registration), "Origins of 'Chat' contains \"*\"", "list the origins");

    [Fact]
    public Task Reports_an_attribute_that_is_inherited() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        using Microsoft.AspNetCore.Authorization;

        [Authorize(AuthenticationSchemes = "Cookies")]
        public abstract class Secured;

        [WebSocketEndpoint("/chat", Origins = [[|"*"|]])]
        public sealed class Chat : Secured
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """);

    [Theory]
    [InlineData("", "services.AddAuthentication().AddCookie();")]
    [InlineData("[Authorize]", "")]
    [InlineData("[Authorize]", "services.AddAuthentication(\"Bearer\");")]
    [InlineData("[Authorize]", "services.AddAuthentication(\"Bearer\").AddCookie();")]
    [InlineData("[Authorize]", "services.AddAuthentication(o => o.DefaultScheme = \"Bearer\").AddCookie();")]
    [InlineData("[Authorize]", "services.AddAuthentication(o => o.DefaultAuthenticateScheme = Environment.MachineName).AddCookie();")]
    [InlineData("[Authorize(AuthenticationSchemes = \"Bearer\")]", "services.AddAuthentication().AddCookie();")]
    [InlineData("[Authorize(AuthenticationSchemes = \"CookieMonster\")]", "services.AddAuthentication().AddCookie();")]
    public Task Accepts_any_origin_where_cookies_are_not_known_to_sign_in(string authorize, string registration) =>
        AnalyzerVerifier.AcceptsAsync(Source(authorize, "\"*\"", registration));

    [Fact]
    public Task Accepts_cookies_where_the_origins_are_listed() => AnalyzerVerifier.AcceptsAsync(
        Source("[Authorize]", "\"https://example.com\", \"https://*.example.com\"", "services.AddAuthentication().AddCookie();"));

    private static string Source(string authorize, string origins, string registration) =>
        $$"""
        using Microsoft.AspNetCore.Authentication.Cookies;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Identity;
        using Microsoft.Extensions.DependencyInjection;

        {{authorize}}
        [WebSocketEndpoint("/chat", Origins = [{{origins}}])]
        public sealed class Chat
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }

        public static class Startup
        {
            public static void Configure(IServiceCollection services)
            {
                {{registration}}
            }
        }
        """;
}
