export default {
  new: { registration: 'New registration', amendment: 'Amendment', settlement: 'Royalty settlement', closure: 'Suspension, termination or resumption', reissue: 'Reissue of a lost certificate' },
  effect: { suspension: 'Suspension', termination: 'Termination', resumption: 'Resumption' },
  asked: {
    amendment: 'The amendment', amendment_text: 'Say why it changes. Edit the contract in the sections below; what you change is listed.',
    closure: 'Suspension, termination or resumption', closure_text: 'The other registered items stay as they are; to change them, file an amendment.',
    reissue: 'The reissue', reissue_text: 'A lost certificate on paper is first reported publicly. An electronic certificate can be downloaded again at any time and needs no reissue.',
  },
  hints: {
    amendment_reason: 'E.g. the parties extend the term and add patents.', agreement_on: 'The day on which the parties signed the amending agreement.', agreement_if_changed: 'If other items change too: the day of the amending agreement.',
    formed_on: 'File within 60 days from this day.', base_amount: 'The base of this period alone, not the sum.', effective_on: 'The day named in the agreement, notice or judgment.',
    closure_reason: 'E.g. the parties agreed to end the contract on that day.', lost_on: 'The day on which the loss was noticed.', notice_on: 'The day of the public notice.', notice_in: 'The newspaper or website that carried it.', reissue_reason: 'How it was lost, and what the new one is for.',
  },
  settles: 'This settles a new royalty base amount', settlement_text: 'Each later royalty base is filed as an amendment with evidence, such as an audit report or a sales statement. The portal keeps the sum.',
  bases: { title: 'Royalty base amounts', formed_on: 'Formed on', amount: 'Amount', cumulative: 'Sum', this: 'This one' },
  changes: { title: 'What changes', text: 'On the left what is registered, on the right what you ask for.', none: 'No registered item has been changed yet.', from: 'Registered: ', to: 'New: ', empty: '(nothing)', more: 'Change other items of the contract too' },
  copy: 'Copy to a new filing',
}
