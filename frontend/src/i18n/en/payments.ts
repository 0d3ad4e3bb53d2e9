export default {
  title_import: 'Payments and what remains', title_export: 'Receipts and what remains',
  registered: 'Registered', expected: 'Registered (expected)', payable: 'Payable so far', paid: 'Paid', remaining: 'Remaining',
  share: '{percent} % of what may be paid so far is paid',
  royalty_text: 'A royalty becomes payable as it is settled: the entry fee, and the rate of each royalty base. Each base that is registered adds to it.',
  unclear: 'The contract has changed its currency, and what may be paid cannot be told; please ask the centre.',
  empty_import: 'No payments yet. What banks pay under the certificate appears here once they record it.', empty_export: 'No receipts yet. What banks receive under the certificate appears here once they record it.',
  kind: { payment: 'Payment', reversal: 'Reversal' }, reversed: 'reversed', paid_on: 'paid on', recorded_at: 'recorded', reason: 'Reason:',
}
