export default {
  title: 'Uses',
  text: 'Counted by the hour and kept for half a year. Counts are written about every five seconds, so a crash may lose those of the last few; changes themselves are written to the journal at once and are never lost.',
  none: 'No uses yet.',
  noneSuch: 'No uses with this outcome.',
  every: 'All',
  column: { hour: 'When', operation: 'Operation', secret: 'Secret', outcome: 'Outcome', uses: 'Times' },
  revoked: 'revoked',
  outcome: { ok: 'let in', refused: 'no right', throttled: 'too often' },
}
