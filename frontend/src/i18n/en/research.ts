// The rest of these words comes with the pages: features/research/words.
export default {
  nav: 'Research',
}
