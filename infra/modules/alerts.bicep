// What should wake somebody. The log queries look for the app's own
// messages by their words: how names and values of an event arrive depends on the way the worker's logs take.
param resourceName string
param location string
param tags object
param insightsId string
param storageAccountId string
param email string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${resourceName}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'fulfilment'
    enabled: true
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

var rules = [
  {
    name: 'poison'
    text: 'A queue message failed too often.'
    query: 'traces | where message startswith "Poison message of queue"'
    severity: 1
    threshold: 0
  }
  {
    name: 'quarantine'
    text: 'Effects or orchestrations are in quarantine.'
    query: 'traces | where message has "items are in quarantine"'
    severity: 1
    threshold: 0
  }
  {
    name: 'sla'
    text: 'The warehouse is late with an order.'
    query: 'traces | where message startswith "Staff alert SlaMissed"'
    severity: 2
    threshold: 0
  }
  {
    name: 'http-5xx'
    text: 'Requests fail. Webhook senders repeat for a while, then give up.'
    query: 'requests | where toint(resultCode) >= 500'
    severity: 1
    threshold: 5
  }
  {
    name: 'slow-webhooks'
    text: 'Webhooks take more than three seconds; Shopify waits for five.'
    query: 'requests | where url has "/webhooks/" and duration > 3000'
    severity: 2
    threshold: 5
  }
]

resource queries 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'alert-${resourceName}-${rule.name}'
    location: location
    tags: tags
    properties: {
      displayName: rule.text
      severity: rule.severity
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT5M'
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: rule.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

resource throttled 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${resourceName}-storage-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'The storage account refuses requests because there are too many.'
    severity: 2
    enabled: true
    scopes: [storageAccountId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'throttled'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'Transactions'
          dimensions: [
            {
              name: 'ResponseType'
              operator: 'Include'
              values: [
                'ServerBusyError'
                'ClientThrottlingError'
                'ClientAccountRequestThrottlingError'
                'ClientAccountBandwidthThrottlingError'
              ]
            }
          ]
          operator: 'GreaterThan'
          threshold: 50
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
