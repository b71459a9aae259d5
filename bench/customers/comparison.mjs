// Answers held against what they must be: every figure, and nothing beyond.

// How many of how many, with Wilson's interval at 95 %.
export class Share {
  constructor(n, all) {
    Object.assign(this, { n, all });
  }
  get interval() {
    const [p, z2, all] = [this.n / this.all, 1.959963984540054 ** 2, this.all];
    const middle = (p + z2 / (2 * all)) / (1 + z2 / all);
    const half = Math.sqrt(z2 * (p * (1 - p) / all + z2 / (4 * all * all))) / (1 + z2 / all);
    return { share: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
  }
}

// A list of objects, told apart by one of their fields. With `most` only those with the highest `of` are in the answer; of a
// sample, any of them.
export class Rows {
  constructor(key, rows, { most = Infinity, of = () => 0, isSample = false } = {}) {
    Object.assign(this, { key, rows, most, of, isSample });
  }
}

const rounding = 0.00051;

export class Comparison {
  constructor() {
    this.compared = 0;
    this.differences = [];
  }
  differ(path, expected, got) {
    this.differences.push({ path, expected, got });
  }
  compare(path, expected, got) {
    if (expected instanceof Rows) return this.compareRows(path, expected, got);
    if (expected instanceof Share) return this.compareShare(path, expected, got);
    if (typeof expected === 'object' && expected !== null) return this.compareFields(path, expected, got);
    this.compared++;
    const value = typeof got === 'object' && got !== null && typeof expected === 'number' ? got.n : got;
    const isSame = Number.isInteger(expected) || typeof expected !== 'number' ? value === expected : Math.abs(value - expected) < rounding;
    if (!isSame) this.differ(path, expected, value);
  }
  compareFields(path, expected, got) {
    for (const [name, value] of Object.entries(expected)) this.compare(`${path}.${name}`, value, got?.[name]);
  }
  compareShare(path, expected, got) {
    this.compare(path, expected.n, got);
    if (typeof got !== 'object' || got === null) return;
    if (got.of !== undefined) this.compare(`${path}.of`, expected.all, got.of);
    if (expected.all === 0) return;
    for (const [name, value] of Object.entries(expected.interval)) {
      this.compared++;
      if (!(Math.abs(got[name] - value) < rounding)) this.differ(`${path}.${name}`, value, got[name]);
    }
  }
  compareRows(path, { key, rows, most, of, isSample }, got) {
    if (!Array.isArray(got)) return this.differ(path, `${rows.length} rows`, got);
    const known = new Map(rows.map((row) => [row[key], row]));
    const seen = new Set();
    for (const row of got) {
      const name = row[key];
      if (seen.has(name)) this.differ(`${path}[${name}]`, 'once', 'twice');
      seen.add(name);
      if (known.has(name)) this.compare(`${path}[${name}]`, known.get(name), row);
      else if (!isEmpty({ ...row, [key]: 0 })) this.differ(`${path}[${name}]`, undefined, JSON.stringify(row));
    }
    const missing = rows.filter((row) => !seen.has(row[key]));
    if (isSample) return;
    if (most === Infinity) return missing.forEach((row) => this.differ(`${path}[${row[key]}]`, JSON.stringify(row), undefined));
    this.compare(`${path}.length`, Math.min(most, rows.length), got.length);
    const least = Math.min(...[...seen].filter((name) => known.has(name)).map((name) => of(known.get(name))));
    for (const row of missing) if (of(row) > least) this.differ(`${path}[${row[key]}]`, JSON.stringify(row), undefined);
  }
}

// A day, say, on which nothing happened.
function isEmpty(value) {
  if (typeof value === 'number') return value === 0;
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, each]) => ['share', 'low', 'high'].includes(name) || isEmpty(each));
}
