using './main.bicep'

param name = 'fulfil'
param environment = 'prod'
// Or 'DurableTaskScheduler': the workflow builds what stands here. See docs/azure.md before you choose it.
param backend = 'AzureStorage'
param privateNetworking = true
// To edit first: this address, and the store below.
param alertEmail = 'operators@shop.example.com'
param alwaysReadyHttp = 2
param maximumInstances = 60
// Who may put secrets into the vault: object ids with a comma between them, of people or groups. Yours: az ad signed-in-user show --query id --output tsv
param secretOfficers = empty(readEnvironmentVariable('SECRET_OFFICERS', '')) ? [] : split(readEnvironmentVariable('SECRET_OFFICERS', ''), ',')
param storeSettings = {
  Fulfilment__stores__main__brand: 'The Shop'
  Fulfilment__stores__main__locale: 'fr'
  Fulfilment__stores__main__currency: 'EUR'
  Fulfilment__stores__main__timeZone: 'Europe/Paris'
  Fulfilment__stores__main__publicUrl: 'https://orders.shop.example.com'
  Fulfilment__stores__main__mail__provider: 'sendgrid'
  Fulfilment__stores__main__mail__from: 'orders@shop.example.com'
}
param vaultReferences = {
  // Read while no admin has another way in; see "The first admin" in docs/azure.md.
  Fulfilment__bootstrapSecret: 'bootstrap-secret'
  Fulfilment__stores__main__secrets__shopify__0: 'main-shopify-webhook'
  Fulfilment__stores__main__secrets__woocommerce__0: 'main-woocommerce-webhook'
  Fulfilment__stores__main__secrets__own__0: 'main-own-webhook'
  Fulfilment__stores__main__secrets__easypost__0: 'main-easypost-webhook'
  Fulfilment__stores__main__secrets__sendgrid__0: 'main-sendgrid-webhook-key'
  Fulfilment__stores__main__mail__sendgridApiKey: 'main-sendgrid-api-key'
}
