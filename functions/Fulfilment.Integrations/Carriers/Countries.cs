namespace Fulfilment.Integrations.Carriers;

/// <summary>ISO 3166-1 alpha-2, and the form of postal codes where nearly every address has one.</summary>
internal static class Countries
{
    private const string All =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ "
        + "DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
        + "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM "
        + "PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ "
        + "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

    public static readonly IReadOnlySet<string> Codes = All.Split(' ').ToHashSet(StringComparer.Ordinal);

    /// <summary>Regular expressions, matched whole and ignoring case.</summary>
    public static readonly IReadOnlyDictionary<string, string> PostalCodes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AT"] = @"\d{4}",
        ["AU"] = @"\d{4}",
        ["BE"] = @"\d{4}",
        ["BG"] = @"\d{4}",
        ["BR"] = @"\d{5}-?\d{3}",
        ["CA"] = @"[A-Z]\d[A-Z] ?\d[A-Z]\d",
        ["CH"] = @"\d{4}",
        ["CN"] = @"\d{6}",
        ["CZ"] = @"\d{3} ?\d{2}",
        ["DE"] = @"\d{5}",
        ["DK"] = @"\d{4}",
        ["EE"] = @"\d{5}",
        ["ES"] = @"\d{5}",
        ["FI"] = @"\d{5}",
        ["FR"] = @"\d{2} ?\d{3}",
        ["GB"] = @"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}",
        ["GF"] = @"973\d{2}",
        ["GP"] = @"971\d{2}",
        ["GR"] = @"\d{3} ?\d{2}",
        ["HR"] = @"\d{5}",
        ["HU"] = @"\d{4}",
        ["IN"] = @"\d{3} ?\d{3}",
        ["IT"] = @"\d{5}",
        ["JP"] = @"\d{3}-?\d{4}",
        ["KR"] = @"\d{5}",
        ["LI"] = @"\d{4}",
        ["LT"] = @"(?:LT-)?\d{5}",
        ["LU"] = @"(?:L-)?\d{4}",
        ["LV"] = @"(?:LV-)?\d{4}",
        ["MC"] = @"980\d{2}",
        ["MQ"] = @"972\d{2}",
        ["MX"] = @"\d{5}",
        ["NL"] = @"\d{4} ?[A-Z]{2}",
        ["NO"] = @"\d{4}",
        ["NZ"] = @"\d{4}",
        ["PL"] = @"\d{2}-?\d{3}",
        ["PT"] = @"\d{4}-?\d{3}",
        ["RE"] = @"974\d{2}",
        ["RO"] = @"\d{6}",
        ["SE"] = @"\d{3} ?\d{2}",
        ["SG"] = @"\d{6}",
        ["SI"] = @"\d{4}",
        ["SK"] = @"\d{3} ?\d{2}",
        ["TR"] = @"\d{5}",
        ["UA"] = @"\d{5}",
        ["US"] = @"\d{5}(?:-\d{4})?",
        ["ZA"] = @"\d{4}",
    };
}
