export default {
  open: 'Revoke certificate', title: 'Revoke certificate', lead: 'Only for a registration obtained by fraud. Whoever checks the certificate is told that it was revoked, and the company is mailed.',
  own: 'You decided on this registration; another person who may decide must revoke it.', reason: 'Grounds', hint: 'Facts and legal basis; the company reads them.',
  cancel: 'Cancel', send: 'Revoke',
}
