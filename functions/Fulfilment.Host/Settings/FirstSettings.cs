using System.Security.Cryptography;
using System.Text;

namespace Fulfilment.Host.Settings;

/// <summary>The settings file that the first start writes: one store, fresh secrets, and a word on each choice.</summary>
internal static class FirstSettings
{
    /// <summary>Writes it unless there is one.</summary>
    /// <returns>True when it was written.</returns>
    public static bool WriteIfMissing(string directory, string publicUrl)
    {
        var path = Path.Combine(directory, SettingsSource.FileName);
        if (File.Exists(path)) return false;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        // It holds secrets: for its owner only.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(Text(publicUrl)));
        file.Flush(flushToDisk: true);
        return true;
    }

    private static string Text(string publicUrl) => $$"""
        // Settings of this installation. Each can also come from the environment (Fulfilment__Stores__demo__Brand=…)
        // or from the command line (--set stores:demo:brand=…), which win in this order. A misspelt one stops the start.
        {
          // After so many days go: histories of ended orders, webhooks' bodies, mails, dead tokens. Orders, receipts and timelines stay.
          "retentionDays": 120,
          // An OpenTelemetry collector (OTLP over HTTP) for traces and metrics.
          // "otlpEndpoint": "http://127.0.0.1:4318",
          "stores": {
            // The key is part of every order's id and of the webhook addresses (/webhooks/shopify/demo); never change it later.
            "demo": {
              "brand": "Demo Shop",
              "locale": "en",                  // customers' default language: en or fr
              "currency": "EUR",
              "timeZone": "Europe/Paris",      // all local times of policy, pages and mails
              "publicUrl": "{{publicUrl}}",    // origin of the links in mails
              "testStore": true,               // release storefronts' test orders too
              // Several are valid at once, for rotation. Paste each storefront's own secret here.
              "secrets": {
                "shopify": ["{{Plain()}}"],
                "woocommerce": ["{{Plain()}}"],
                "own": ["whsec_{{Standard()}}"],
                "easypost": ["{{Plain()}}"],
                "sendgrid": []                 // public keys of the signed event webhook
              },
              "mail": { "provider": "files", "from": "orders@demo.example.com" },  // files, smtp or sendgrid
              "carrier": { "provider": "own", "name": "post" },
              "payment": { "provider": "manual" }                                   // manual or sandbox
              // "policyFile": "policy.json"   // release policy to begin with; afterwards staff tune it on the pages
            }
          }
        }

        """;

    private static string Plain() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private static string Standard() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
}
