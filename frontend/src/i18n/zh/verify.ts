// The rest of these words comes with the page: features/verify/words.
export default {
  nav: '登记证核验',
}
