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
    builder.Services.Configure<WorkerOptions>(WorkerSetup.Apply);
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
