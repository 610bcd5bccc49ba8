namespace Echo;

internal static class EchoLimits
{
    public const int MaxMessageSize = 64 * 1024 * 1024;
}
