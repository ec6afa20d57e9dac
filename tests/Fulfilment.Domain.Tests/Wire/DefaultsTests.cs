using System.Text.Json;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;

namespace Fulfilment.Domain.Tests.Wire;

/// <summary>What was written before a field existed is read with the field's default: the promise that lets wire formats grow (docs/adr/0006).</summary>
public sealed class DefaultsTests
{
    public static TheoryData<Type> TypesWithDefaults => [.. typeof(ReleasePolicy).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && type.GetMethod("<Clone>$") is not null && type.GetConstructor(Type.EmptyTypes) is not null)
        .Where(type => type.GetProperties().All(property => property.GetCustomAttributes(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute), false).Length == 0))];

    [Theory]
    [MemberData(nameof(TypesWithDefaults))]
    public void Type_ReadFromAnEmptyObject_HasItsDefaults(Type type)
    {
        var read = JsonSerializer.Deserialize("{}", type, DomainJson.Options);

        Assert.Equal(JsonSerializer.Serialize(Activator.CreateInstance(type), type, DomainJson.Options), JsonSerializer.Serialize(read, type, DomainJson.Options));
    }

    [Theory]
    [InlineData("shipments")]
    [InlineData("payments")]
    [InlineData("allowedChanges")]
    [InlineData("customerCommands")]
    [InlineData("missingStock")]
    [InlineData("conflicts")]
    public void View_WrittenBeforeAListExisted_IsReadWithAnEmptyOne(string name)
    {
        var json = JsonSerializer.SerializeToNode(States.PartlyReleased().View, DomainJson.Options)!.AsObject();
        Assert.True(json.Remove(name));

        var again = JsonSerializer.SerializeToNode(json.Deserialize<OrderView>(DomainJson.Options), DomainJson.Options)!.AsObject();

        Assert.Empty(again[name]!.AsArray());
    }
}
