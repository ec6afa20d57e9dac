using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.Build().Run();
    return 0;
}
catch (PlatformNotSupportedException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
