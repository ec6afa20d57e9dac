using System.Runtime.Versioning;

// The script is bash and Ctrl-C is sent by kill: these tests are for Unix.
[assembly: SupportedOSPlatform("linux")]
[assembly: SupportedOSPlatform("macos")]
