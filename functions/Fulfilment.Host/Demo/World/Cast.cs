using Fulfilment.Domain.Orders;

namespace Fulfilment.Host.Demo.World;

/// <summary>Made-up people and places.</summary>
internal static class Cast
{
    private static readonly string[] FrenchNames = ["Camille Exemple", "Noé Démo", "Inès Modèle", "Zoë Essai", "Łukasz Przykład"];
    private static readonly string[] EnglishNames = ["Robin Sample", "Alex Placeholder", "Sam Specimen", "例子 太郎", "Παράδειγμα Άλφα"];
    private static readonly (string City, string Code)[] Cities = [("Lyon", "69001"), ("Nantes", "44000"), ("Lille", "59000"), ("Toulouse", "31000"), ("Brest", "29200")];

    public static Customer Customer(Dice dice, int index, string language) =>
        new(dice.Pick(language == "fr" ? FrenchNames : EnglishNames), $"customer{index}@example.com", $"+33 1 99 00 {index / 100 % 100:00} {index % 100:00}");

    public static Address Address(Dice dice, string name)
    {
        var (city, code) = dice.Pick(Cities);
        return new Address(name, $"{dice.Between(1, 180)} rue de l'Exemple", null, city, null, code, "FR");
    }

    /// <summary>An address that no other change of the demo bears, so that it can be found again on a parcel.</summary>
    public static Address Marked(Dice dice, string name, string mark) => Address(dice, name) with { Line2 = $"Étage {mark}" };
}
