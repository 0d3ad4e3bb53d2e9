export default {
  title: 'My contracts', one: 'Contract', subtitle: 'Registered contracts, certificates and earlier versions.', contract: 'Contract', direction: 'Direction', status: 'Status', certificate: 'Certificate',
  empty: 'No registered contracts yet', empty_text: 'A contract and its certificate appear here once a filing is registered.',
  number: 'Certificate number', holder: 'Holder', counterparty: 'Other party', issued_on: 'Issued on',
  certificate_import: 'Certificate of registration, technology import', certificate_export: 'Certificate of registration, technology export',
  pdf: 'Download the certificate (PDF)', verify: 'Open the verification page', qr: 'Scan to verify the certificate',
  version: 'Version {version}', versions: 'Versions', changes: 'Later matters (opening soon)', changes_text: 'These will soon be filed online. Until then, please contact the centre.',
  change_when: { amendment: 'The contract changed, or a new royalty base amount was formed.', closure: 'The contract was suspended or ended early.', reissue: 'The certificate was lost and the loss reported publicly.' },
}
