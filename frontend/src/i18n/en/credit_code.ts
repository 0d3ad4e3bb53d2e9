export default {
  short: '{length} of 18 characters.',
  format: 'The code has digits and capital letters without I, O, S, V, Z. Please compare it with the business licence.',
  check: 'The check character does not fit: after the first 17 it should be {expected}. Please compare it with the business licence.',
  good: '✓ The code is well-formed.',
}
