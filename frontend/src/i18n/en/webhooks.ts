// The rest of these words comes with the pages: features/partners/words.
export default {
  title: 'Webhooks',
}
