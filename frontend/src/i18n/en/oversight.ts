// The rest of these words comes with the page: features/oversight/words.
export default { title: 'Journal and check' }
