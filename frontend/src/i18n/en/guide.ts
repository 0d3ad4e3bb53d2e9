export default {
  title: 'What do I need to file?', nav: 'What to file', what: 'What to file, and with which papers', subtitle: 'A few questions tell you what to file, which papers it needs and where. No sign-in; your answers are not kept.',
  answers: 'Your answers', change: 'Change', change_named: 'Change: {question}', here: 'This is done in this portal', elsewhere: 'This is not registered in this portal', papers: 'Papers you need', welcome: 'Papers that help but are not required ({count})',
  formats: 'PDF, PNG, JPG, DOCX or XLSX, up to 20 MB each. The form checks the list again for your contract.', begin: 'Begin', begin_signed_out: 'Sign in and begin', sign_up: 'No account yet? Sign up', restart: 'Start again',
  note: 'The guide points the way from your answers. Whether a technology is prohibited or restricted is decided by the authority.',
  questions: {
    task: 'What would you like to do?', cross_border: 'Is one party in the mainland and one abroad?', local: 'Is the party in the mainland in Suzhou?', direction: 'Does the technology come in, or go abroad?',
    concern: 'Does any of this apply to the technology?', project: 'Is the import part of an approved investment project?', capital_contribution: 'Is the technology a capital contribution to a new foreign-invested company, annexed to its articles?',
    legal_type: 'Which kind of contract is it?', payment_mode: 'How is it paid?', foreign_language: 'Is the contract (or the amending agreement) in a foreign language?', effect: 'What becomes of the contract?',
  },
  about: {
    cross_border: 'Hong Kong, Macao and Taiwan count as abroad here.', local: 'All districts, county-level cities and the industrial park.', concern: 'Not sure is fine: the text is compared with the catalogue, and a reviewer decides.',
    legal_type: 'If there are several, choose the main one.',
  },
  options: {
    task: { registration: 'Register a new contract', amendment: 'A registered contract has changed', settlement: 'A new royalty base amount has formed', closure: 'Suspend, end or resume a contract', reissue: 'The certificate was lost' },
    direction: { import: 'It comes in (import)', export: 'It goes abroad (export)' },
    concern: { none: 'None of these', prohibited: 'On the prohibited list', restricted: 'On the restricted list', dual_use: 'Dual-use, nuclear or military', state_secret: 'State secrets', unsure: 'Not sure' },
    project: { none: 'No', state_council: 'Yes, approved by the State Council or its investment authority', other: 'Yes, approved by another authority' },
    effect: { suspension: 'It is suspended', termination: 'It ends', resumption: 'It resumes after a suspension' },
  },
  hints: {
    task: {
      registration: 'Licences, transfers and services: within 60 days after the contract takes effect.', amendment: 'E.g. a longer term, a higher price, a new name of a party.', settlement: 'Each base after the first one of a royalty contract.',
      closure: 'To be filed promptly.', reissue: 'The loss must have been reported publicly.',
    },
    concern: { dual_use: 'Exports follow the law on export control.', state_secret: 'Exports need a secrecy review first.' },
  },
}
