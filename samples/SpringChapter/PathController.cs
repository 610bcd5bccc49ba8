using Microsoft.AspNetCore.Mvc;

namespace SpringChapter;

/// <summary>What the same path is for requests that ask for no upgrade.</summary>
[ApiController]
[Route("path")]
public sealed class PathController : ControllerBase
{
    /// <summary>A page.</summary>
    [HttpGet]
    public string Get() => "You have reached /path by HTTP.";
}
