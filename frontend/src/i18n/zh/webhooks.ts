// The rest of these words comes with the pages: features/partners/words.
export default {
  title: '事件推送',
}
