using './main.bicep'

param name = 'fulfil'
param environment = 'dev'
// To edit first: this address, and the store below.
param alertEmail = 'operators@shop.example.com'
param maximumInstances = 40
// Who may put secrets into the vault: object ids with a comma between them, of people or groups. Yours: az ad signed-in-user show --query id --output tsv
param secretOfficers = empty(readEnvironmentVariable('SECRET_OFFICERS', '')) ? [] : split(readEnvironmentVariable('SECRET_OFFICERS', ''), ',')
param storeSettings = {
  Fulfilment__stores__demo__brand: 'Demo Shop'
  Fulfilment__stores__demo__locale: 'fr'
  Fulfilment__stores__demo__currency: 'EUR'
  Fulfilment__stores__demo__timeZone: 'Europe/Paris'
  Fulfilment__stores__demo__publicUrl: 'https://orders-dev.shop.example.com'
  Fulfilment__stores__demo__testStore: 'true'
}
param vaultReferences = {
  // Read while no admin has another way in; see "The first admin" in docs/azure.md.
  Fulfilment__bootstrapSecret: 'bootstrap-secret'
  Fulfilment__stores__demo__secrets__own__0: 'demo-own-webhook'
}
