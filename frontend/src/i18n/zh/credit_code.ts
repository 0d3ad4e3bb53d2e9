export default {
  short: '已输入 {length} 位，共 18 位。',
  format: '代码由数字和大写字母组成，不含 I、O、S、V、Z，请对照营业执照核对。',
  check: '校验位不符：按前 17 位计算，最后一位应为 {expected}。请对照营业执照核对。',
  good: '✓ 代码校验通过。',
}
