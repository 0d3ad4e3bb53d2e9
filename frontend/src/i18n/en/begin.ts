export default {
  title: 'What do you want to file?', subtitle: 'You can see which papers are needed before you begin.', others: 'Amend, settle, close, reissue',
  when: {
    registration: 'A newly signed technology import or export contract.', amendment: 'A registered contract has changed.', settlement: 'A royalty contract has formed a new base amount.',
    closure: 'A contract is suspended, ended early, or resumed.', reissue: 'The certificate was lost and the loss reported publicly.',
  },
  many: 'Several filings of the same kind? Fill them in together in one table: ',
  unsure: 'Not sure? A few questions will tell: ', contract: 'Which contract', other: 'Another one', search: 'Contract name or number', no_match: 'No contract matches',
  choose_first: 'Choose a contract first', effect_first: 'Choose suspension, termination or resumption', go: 'Begin', under_way: 'A filing about this contract is under way; another can be submitted when it is finished.',
  not_now: { terminated: 'The contract has ended; nothing more is filed about it.', suspended: 'The contract is suspended; it can be amended once it is resumed.', in_force: 'This cannot be filed now.' },
}
