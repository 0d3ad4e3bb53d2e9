// The rest of these words comes with the page: features/oversight/words.
export default { title: '日志与核对' }
