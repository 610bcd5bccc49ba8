namespace Endpoints.Transport.Linux.Rings;

/// <summary>What was asked of the kernel for a slot.</summary>
internal enum RequestKind : byte
{
    Wake,
    Accept,
    Receive,
    Send,
    Watch,
    Cancel,
}
