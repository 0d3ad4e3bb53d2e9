export default {
  title: 'Checks of this certificate', lead: 'Counted by the hour, by kind of party only: nobody’s name or address is kept. Your own looks are not counted.',
  none: 'Nobody has checked this certificate yet.', loading: 'Loading…', times: '{count} ×',
  party: { public: 'The public', partner: 'A bank or another system', company: 'Another company', centre: 'The centre' },
  way: { number: 'By number', credential: 'By code or file' },
}
