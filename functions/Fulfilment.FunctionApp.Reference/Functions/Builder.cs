using Fulfilment.FunctionApp.Reference;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Reference declaration.</summary>
public class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => throw ReferenceOnly.Error("The Functions worker");
}

/// <summary>Reference declaration.</summary>
public class FunctionsApplicationBuilder
{
    internal FunctionsApplicationBuilder() { }

    public ConfigurationManager Configuration => throw ReferenceOnly.Error("The Functions worker");
    public IServiceCollection Services => throw ReferenceOnly.Error("The Functions worker");
    public ILoggingBuilder Logging => throw ReferenceOnly.Error("The Functions worker");

    public IHost Build() => throw ReferenceOnly.Error("The Functions worker");
}

/// <summary>Reference declaration.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => throw ReferenceOnly.Error("The Functions worker");
}
