export default {
  title: '我的合同', one: '合同', subtitle: '已登记的合同、登记证和历次变更。', contract: '合同', direction: '进出口', status: '状态', certificate: '登记证号',
  empty: '还没有已登记的合同', empty_text: '申请准予登记后，合同和登记证会出现在这里。',
  number: '登记证编号', holder: '持证企业', counterparty: '合同外方', issued_on: '签发日期',
  certificate_import: '技术进口合同登记证', certificate_export: '技术出口合同登记证',
  pdf: '下载登记证（PDF）', verify: '查看核验页面', qr: '扫码核验登记证',
  version: '第 {version} 版', versions: '历次登记', changes: '后续事项（即将开放）', changes_text: '以下事项的在线办理即将开放。需要办理的，请先与受理单位联系。',
  change_when: { amendment: '合同主要内容变更，或形成新一期提成基准金额。', closure: '合同履行中中止或解除。', reissue: '登记证遗失，已公开挂失。' },
}
