// The rest of these words comes with the pages: features/openData/words.
export default {
  nav: '开放数据',
  home: '公开统计数据集、简报和年报，任何人都可以下载和再使用。',
  open: '查看开放数据',
}
