export default {
  search: '查找合同',
  search_hint: '合同号、名称、当事人或关键词',
  empty_found: '没有找到符合的合同',
  register: '合同登记簿', register_lead: '全市已登记的技术进出口合同，可按合同号、名称、当事人和关键词查找。', company: '企业',
  title: '我的合同', one: '合同', subtitle: '已登记的合同、登记证和历次变更。', contract: '合同', direction: '进出口', status: '状态', certificate: '登记证号',
  empty: '还没有已登记的合同', empty_text: '申请准予登记后，合同和登记证会出现在这里。',
  number: '登记证编号', holder: '持证企业', counterparty: '合同外方', issued_on: '签发日期',
  certificate_import: '技术进口合同登记证', certificate_export: '技术出口合同登记证',
  pdf: '下载登记证（PDF）', verify: '查看核验页面', qr: '扫码核验登记证',
  version: '第 {version} 版', versions: '历次登记', changes: '后续事项', changed: '改动了 {count} 项', events: '办理记录', since: '自', older: '以前的登记证',
}
