using System.Text.Json.Serialization;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Bench.Json;

/// <summary>The domain's JSON from metadata made by the compiler: the other side of the comparison of docs/adr/0006, and nothing else.</summary>
[JsonSerializable(typeof(OrderState))]
[JsonSerializable(typeof(OrderCommand))]
[JsonSerializable(typeof(OrderView))]
[JsonSerializable(typeof(OrderCommand.Delivered), TypeInfoPropertyName = "DeliveredCommand")]
[JsonSerializable(typeof(EditChange.AddLine), TypeInfoPropertyName = "AddLineEdit")]
[JsonSerializable(typeof(EditChange.RemoveLine), TypeInfoPropertyName = "RemoveLineEdit")]
internal sealed partial class GeneratedJson : JsonSerializerContext;
