export default {
  search: 'Find a contract',
  search_hint: 'Number, name, party or keyword',
  empty_found: 'No contract was found',
  register: 'Register', register_lead: 'Registered technology contracts of the whole city; find them by number, name, party or keyword.', company: 'Company',
  title: 'My contracts', one: 'Contract', subtitle: 'Registered contracts, certificates and earlier versions.', contract: 'Contract', direction: 'Direction', status: 'Status', certificate: 'Certificate',
  empty: 'No registered contracts yet', empty_text: 'A contract and its certificate appear here once a filing is registered.',
  number: 'Certificate number', holder: 'Holder', counterparty: 'Other party', issued_on: 'Issued on',
  certificate_import: 'Certificate of registration, technology import', certificate_export: 'Certificate of registration, technology export',
  pdf: 'Download the certificate (PDF)', verify: 'Open the verification page', qr: 'Scan to verify the certificate',
  version: 'Version {version}', versions: 'Versions', changes: 'What you can file next', changed: '{count} items changed', events: 'What has been filed', since: 'since', older: 'Earlier certificates',
}
