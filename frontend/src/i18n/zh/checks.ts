export default {
  title: '登记证被核验的情况', lead: '按小时统计；只显示核验方的类别，不记录任何人的姓名或地址。您自己的查看不计入。',
  none: '还没有人核验过这份登记证。', loading: '正在读取……', times: '{count} 次',
  party: { public: '公众', partner: '银行等第三方系统', company: '其他企业', centre: '运营交易中心' },
  way: { number: '按登记证编号', credential: '扫码或上传凭证' },
}
