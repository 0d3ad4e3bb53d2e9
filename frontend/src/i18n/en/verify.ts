export default {
  subtitle: 'Banks, tax offices, customs and partners can check here whether a certificate is genuine and in force. No account is needed.',
  label: 'Certificate number or credential', hint: 'Enter the number on the certificate, or paste the address or credential from its QR code.', button: 'Verify', checking: 'Checking…', nothing: 'Enter a certificate number or paste a credential',
  valid: 'Valid', valid_text: 'The certificate is in the register and in force.', valid_signed: 'The signature is genuine and the certificate is in force.',
  expired: 'Expired', expired_text: 'The certificate was valid; the contract’s term has ended.',
  superseded: 'Replaced by a newer version', superseded_text: 'The contract was amended. Ask for the newest certificate.',
  revoked: 'Revoked', revoked_text: 'This certificate was revoked and is no longer valid.',
  unknown: 'Not found', unknown_text: 'The register has no certificate {number}. Check the number, and beware of forgeries.',
  forged: 'Invalid credential', forged_text: 'The signature is wrong or the content was changed. Do not rely on it.',
  mismatch: 'The credential does not belong to this number', mismatch_text: 'The credential is of another certificate than {number}. Do not rely on it.',
  country: 'Other party’s country or region', version: 'Version', as_of: 'As of',
  about: 'About verification', about_number: 'A number shows the current state in the register.',
  about_qr: 'Scanning the QR code also checks the signature, so changes on paper are found out.', about_private: 'To protect trade secrets, the public check shows neither amount nor content.',
}
