/** `$((…))`: integers with + - * / % and brackets, comparisons; names stand for their value. What cannot be read is 0. */
export function evaluateMath(source: string, variable: (name: string) => string): number {
  const tokens = source.match(/\d+|[A-Za-z_]\w*|<=|>=|==|!=|&&|\|\||[-+*/%()<>]/g) ?? [];
  let at = 0;
  const LEVELS = [['||'], ['&&'], ['==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']];
  function level(n: number): number {
    const operators = LEVELS[n];
    if (operators === undefined) return unary();
    let left = level(n + 1);
    for (let operator = tokens[at]; operator !== undefined && operators.includes(operator); operator = tokens[at]) {
      at++;
      left = apply(operator, left, level(n + 1));
    }
    return left;
  }
  function unary(): number {
    const token = tokens[at++];
    if (token === '-') return -unary();
    if (token === '+') return unary();
    if (token === '(') {
      const value = level(0);
      at++;
      return value;
    }
    if (token === undefined) return 0;
    return Number.parseInt(/^\d/.test(token) ? token : variable(token), 10) || 0;
  }
  return level(0);
}

function apply(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? 0 : Math.trunc(a / b);
    case '%':
      return b === 0 ? 0 : a % b;
    case '<':
      return Number(a < b);
    case '>':
      return Number(a > b);
    case '<=':
      return Number(a <= b);
    case '>=':
      return Number(a >= b);
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '&&':
      return Number(a !== 0 && b !== 0);
    default:
      return Number(a !== 0 || b !== 0);
  }
}
