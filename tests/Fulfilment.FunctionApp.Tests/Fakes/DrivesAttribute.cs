namespace Fulfilment.FunctionApp.Tests.Fakes;

/// <summary>On a test: the trigger function that it calls. One without such a test fails FunctionSurfaceTests.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class DrivesAttribute(string function) : Attribute
{
    public string Function { get; } = function;
}
