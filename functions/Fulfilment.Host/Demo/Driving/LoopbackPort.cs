using System.Net;
using System.Net.Sockets;

namespace Fulfilment.Host.Demo.Driving;

internal static class LoopbackPort
{
    /// <summary>A port that was free a moment ago: a server keeps its address over its deaths, since mails bear it.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
