using Azure.Core.Serialization;
using Fulfilment.Domain;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Settings;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.Services.Configure<WorkerOptions>(options =>
    {
        // Inputs, results and events are written in the one dialect, whoever reads them.
        options.Serializer = new JsonObjectSerializer(DomainJson.Options);
        // With it, a failed activity arrives without the type of its exception, and retry rules could not tell one from another.
        options.Capabilities.Remove("EnableUserCodeException");
    });
    var settings = SettingsLoader.Load(AppContext.BaseDirectory, []);
    var account = AzureSettings.Storage(builder.Configuration);
    var limit = AzureSettings.Payloads(builder.Configuration, AppContext.BaseDirectory);
    builder.Services.AddSingleton(services => Product.Create(account, settings, services.GetRequiredService<ILoggerFactory>(), limit: limit));
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception e) when (e is PlatformNotSupportedException or UserError or FormatException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
