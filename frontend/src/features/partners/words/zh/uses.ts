export default {
  title: '使用记录',
  text: '按小时统计，保留半年。次数约每 5 秒写入一次，平台异常中断时，最后几秒的次数可能漏计；对数据所作的变更随时记入业务日志，不会遗漏。',
  none: '还没有使用记录。',
  noneSuch: '没有符合所选结果的使用记录。',
  every: '全部',
  column: { hour: '时间', operation: '接口', secret: '密钥', outcome: '结果', uses: '次数' },
  revoked: '已吊销',
  outcome: { ok: '已放行', refused: '无权限', throttled: '超出限额' },
}
