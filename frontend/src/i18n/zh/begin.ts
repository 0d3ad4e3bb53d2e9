export default {
  title: '选择要办的事', subtitle: '开始前可以先看需要哪些材料。', others: '变更、结算、中止解除、补发',
  when: {
    registration: '新签的技术进口或出口合同。', amendment: '已登记的合同，内容有变更。', settlement: '提成支付的合同，形成了新一期提成基准金额。',
    closure: '合同履行中中止、提前解除，或中止后恢复。', reissue: '登记证遗失，已公开挂失。',
  },
  many: '有多份同类申请？在一张表格里填好，一次生成多份草稿：',
  unsure: '不确定要办什么？回答几个问题就知道：', contract: '哪一份合同', other: '换一份', search: '合同名称或合同号', no_match: '没有符合条件的合同',
  choose_first: '请先选择合同', effect_first: '请选择中止、解除或恢复', go: '开始填写', under_way: '这份合同有一件申请正在办理，办结后才能提交新的申请。',
  not_now: { terminated: '合同已解除，不再办理后续事项。', suspended: '合同已中止；恢复履行后可以办理变更。', in_force: '目前不能办理此事项。' },
}
