export default {
  filing_status: {
    draft: 'Draft', submitted: 'Submitted', in_review: 'In review', returned: 'Returned for correction', recommended: 'Awaiting decision',
    registered: 'Registered', refused: 'Refused', referred: 'Referred', withdrawn: 'Withdrawn', lapsed: 'Lapsed',
  },
  company_status: { pending: 'Awaiting approval', approved: 'Approved', suspended: 'Suspended', rejected: 'Refused' },
  certificate_status: { valid: 'Valid', expired: 'Expired', superseded: 'Replaced by a newer version', reissued: 'Replaced after loss', revoked: 'Revoked', suspended: 'Contract suspended', terminated: 'Contract ended' },
  user_status: { active: 'May sign in', disabled: 'Disabled' },
  partner_status: { active: 'In use', disabled: 'Out of use' },
  endpoint_status: { active: 'In use', failing: 'Failing', disabled: 'Switched off' },
  delivery_status: { waiting: 'Waiting', delivered: 'Delivered', dead: 'Given up' },
  mandate_status: { live: 'In force', expired: 'Expired', ended: 'Ended' },
  referral_status: { open: 'Under way', licensed: 'Licensed', refused: 'No licence', free_class: 'Free after all' },
  inspection_status: { open: 'To be checked', clean: 'Nothing wrong', problems: 'Problems', unreachable: 'Not reached' },
  verification_status: { proposed: 'For the desk', asked: 'Company asked', answered: 'Answered', confirmed: 'Confirmed', corrected: 'Corrected', reported: 'Reported' },
  contract_status: { in_force: 'In force', suspended: 'Suspended', terminated: 'Terminated' },
  kind: { registration: 'Registration', amendment: 'Amendment', closure: 'Closure', reissue: 'Reissue' },
  action: {
    assign: 'Assign', save: 'Save', submit: 'Submit', withdraw: 'Withdraw', delete: 'Delete draft', claim: 'Claim', release: 'Release', return: 'Return for correction',
    recommend: 'Recommend', decide: 'Decide', refer: 'Refer', attach: 'Attach',
  },
  role: {
    company: 'Company', reviewer: 'Reviewer', approver: 'Approver', desk_manager: 'Desk manager', researcher: 'Researcher',
    system_admin: 'System administrator', security_admin: 'Security administrator', audit_admin: 'Audit administrator',
  },
  outcome: { register: 'Register', refuse: 'Refuse' },
  direction: { import: 'Technology import', export: 'Technology export' },
  legal_type: {
    patent_transfer: 'Patent transfer', patent_application_transfer: 'Transfer of the right to apply for a patent', patent_licence: 'Patent licence',
    know_how_licence: 'Know-how licence', technical_service: 'Technical service', other: 'Other contract with technology',
  },
  mode: {
    patent: 'Patented technology', know_how: 'Know-how', consulting_service: 'Technical consulting or service', software: 'Computer software',
    trademark: 'Trademark licence', joint_production: 'Joint venture or co-production', equipment: 'Complete plant or key equipment', other: 'Other',
  },
  payment_mode: {
    lump_sum: 'Lump sum', instalments: 'Fixed sum in instalments', royalty: 'Royalty', entry_fee_and_royalty: 'Entry fee and royalty',
  },
  royalty_base: { net_sales: 'Net sales', product_price: 'Product price', added_output: 'Added output', profit: 'Profit', other: 'Other' },
  ownership: {
    state: 'State-owned', collective: 'Collective', private: 'Private', foreign_invested: 'Foreign-invested', hmt_invested: 'Hong Kong, Macao or Taiwan invested', other: 'Other',
  },
  attachment: {
    application_form: 'Application form', data_sheet: 'Contract data sheet', contract_copy: 'Copy of the contract', contract_translation: 'Chinese translation of the contract',
    legal_status_supplier: 'Proof of the supplier’s legal status', legal_status_recipient: 'Proof of the recipient’s legal status', royalty_base_proof: 'Proof of the royalty base amount',
    project_approval: 'Project approval', unrestricted_statement: 'Statement that the technology is not restricted', agency_mandate: 'Agent’s mandate', amendment_agreement: 'Amending agreement', change_record: 'Record of changed data', registration_certificate: 'Original certificate', closure_evidence: 'Evidence of the suspension, termination or resumption', loss_notice: 'Proof of the public notice of loss', department_proof: 'Proof from the departments concerned', other: 'Other paper',
  },
  severity: { error: 'Must be fixed', warning: 'Please explain', info: 'For your information' },
  correction: { incorrect: 'Incorrect', incomplete: 'Incomplete' },
  clock_start: { submitted: 'submitted', resubmitted: 'submitted again' },
  clock_stop: { returned: 'returned', registered: 'registered', refused: 'refused', referred: 'referred', withdrawn: 'withdrawn' },
  day: { submission: 'Day of submission', working: 'Working day', weekend: 'Weekend', holiday: 'Public holiday', makeup: 'Make-up working day' },
  history: {
    filing_messaged: 'Message', filing_created: 'Created', filing_submitted: 'Submitted', filing_claimed: 'Claimed by a reviewer', filing_released: 'Released by the reviewer',
    filing_returned: 'Returned for correction', filing_recommended: 'Recommendation made', filing_registered: 'Registered, certificate issued', filing_refused: 'Refused',
    filing_referred: 'Referred', filing_referral_step: 'Licence channel: a step', filing_referral_closed: 'Referral ended', filing_withdrawn: 'Withdrawn', attachment_added: 'Paper attached', attachment_removed: 'Paper removed',
  },
}
